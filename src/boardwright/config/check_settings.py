"""Settings of `boardwright check`: `[check]` and `[[check.ignore]]`."""

from __future__ import annotations

from boardwright.config.toml_table import Table
from boardwright.frozen import frozen
from boardwright.schema.document import Place

PROFILES = ("default", "strict", "mixin")
"""The names in `boardwright.checks.rule`, which is slow to import for every command."""


@frozen
class Ignored:
    """One `[[check.ignore]]` table; `path`, `board` and `panel` are patterns, empty for all."""

    rule: str
    reason: str
    place: Place
    path: str
    board: str
    panel: str


@frozen
class CheckSettings:
    """Defaults for the options of `boardwright check`.

    Attributes:
        profile: Name of the rule profile.
        select: Rules to run instead of the profile's.
        rules: Modules with rules of the project, relative to it.
        baseline: Path of the baseline, relative to the project; None without one.
        metrics: Sources of exported metrics, as `--metrics` takes them.
        optional_metrics: Patterns of metrics that only some machines have.
        rule_files: Patterns of Prometheus rule files, relative to the project.
        alert_labels: Labels that each alert has to have.
        alert_annotations: Annotations that each alert has to have.
        ignored: The `[[check.ignore]]` tables.
    """

    profile: str = "default"
    select: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    baseline: str | None = None
    metrics: tuple[str, ...] = ()
    optional_metrics: tuple[str, ...] = ()
    rule_files: tuple[str, ...] = ()
    alert_labels: tuple[str, ...] = ("severity",)
    alert_annotations: tuple[str, ...] = ("summary",)
    ignored: tuple[Ignored, ...] = ()


def read_check(top: Table) -> CheckSettings:
    """Read `[check]`."""
    table = top.table("check")
    settings = CheckSettings(
        profile=_profile(table),
        select=table.texts("select"),
        rules=table.texts("rules"),
        baseline=table.text("baseline"),
        metrics=table.texts("metrics"),
        optional_metrics=table.texts("optional_metrics"),
        rule_files=table.texts("rule_files"),
        alert_labels=table.texts("alert_labels", CheckSettings().alert_labels),
        alert_annotations=table.texts("alert_annotations", CheckSettings().alert_annotations),
        ignored=tuple(map(_read_ignored, table.tables("ignore"))),
    )
    table.close()
    return settings


def _profile(table: Table) -> str:
    name = table.take("profile", str, "default")
    if name not in PROFILES:
        table.refuse(f"check.profile is {name!r}; it takes {', '.join(PROFILES)}", "profile")
    return name


def _read_ignored(table: Table) -> Ignored:
    table.expect("rule", "reason", "path", "board", "panel")
    ignored = Ignored(
        rule=table.need("rule", str),
        reason=table.need("reason", str),
        place=table.place(),
        path=table.take("path", str, ""),
        board=table.take("board", str, ""),
        panel=table.take("panel", str, ""),
    )
    table.close()
    return ignored
