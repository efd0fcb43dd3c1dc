"""How a project is checked: `[check]` and `[[check.ignore]]`."""

from __future__ import annotations

from boardwright.config.toml_table import Table
from boardwright.frozen import frozen
from boardwright.schema.document import Place

PROFILES = ("default", "strict", "mixin")
"""As `boardwright.checks.rule` has them; every command reads this file, so none is imported."""


@frozen
class Ignored:
    """One of `[[check.ignore]]`; `path`, `board` and `panel` are patterns, empty for all."""

    rule: str
    reason: str
    place: Place
    path: str
    board: str
    panel: str


@frozen
class CheckSettings:
    """What `boardwright check` does when the command line does not say otherwise.

    Attributes:
        profile: The profile.
        select: Rules to run in place of the profile's.
        rules: Modules with rules of the project's own, relative to it.
        baseline: The baseline's file, relative to the project; None for none.
        metrics: Sources of what is emitted, as `--metrics` takes them.
        optional_metrics: Metrics that not every machine has; patterns.
        rule_files: Prometheus' rule files, relative to the project; patterns.
        ignored: Those of `[[check.ignore]]`.
    """

    profile: str = "default"
    select: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    baseline: str | None = None
    metrics: tuple[str, ...] = ()
    optional_metrics: tuple[str, ...] = ()
    rule_files: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()


def read_check(top: Table) -> CheckSettings:
    """Read `[check]`."""
    table = top.table("check")
    settings = CheckSettings(
        profile=_profile(table),
        select=table.texts("select"),
        rules=table.texts("rules"),
        baseline=table.take("baseline", str, "") or None,
        metrics=table.texts("metrics"),
        optional_metrics=table.texts("optional_metrics"),
        rule_files=table.texts("rule_files"),
        ignored=tuple(map(_ignored, table.tables("ignore"))),
    )
    table.close()
    return settings


def _profile(table: Table) -> str:
    name = table.take("profile", str, "default")
    if name not in PROFILES:
        table.refuse(f"check.profile is {name!r}; it takes {', '.join(PROFILES)}", "profile")
    return name


def _ignored(table: Table) -> Ignored:
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
