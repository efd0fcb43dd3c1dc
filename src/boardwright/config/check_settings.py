"""Reads the settings of `boardwright check`: `[check]` and `[[check.ignore]]`."""

from __future__ import annotations

from boardwright.config.toml_table import Table
from boardwright.frozen import frozen
from boardwright.schema.document import Place

PROFILES = ("default", "strict", "mixin")
"""Names of the rule profiles, as in `boardwright.checks.rule`. The names are repeated here because
importing `boardwright.checks.rule` is slow, and every command reads the settings.
"""


@frozen
class IgnoreSetting:
    """One `[[check.ignore]]` table. An empty pattern matches every file, board or panel.

    Attributes:
        rule: The rule whose findings `check` ignores.
        reason: Why `check` ignores the findings.
        place: File and line of the table.
        path: Pattern for the path of the file.
        board: Pattern for the title or uid of the board.
        panel: Pattern for the title of the panel.
    """

    rule: str
    reason: str
    place: Place
    path: str
    board: str
    panel: str


@frozen
class CheckSettings:
    """Default values for the options of `boardwright check`, from the table `[check]`.

    Attributes:
        profile: Name of the rule profile.
        select: The check rules to run instead of the rules of the profile. A rule is selected by
            its id, a prefix of its id, or its group.
        rules: Paths of modules that define the project's own rules, relative to the project.
        baseline: Path of the baseline file, relative to the project; None for no baseline.
        metrics: The default for `--metrics`: recorded `/metrics` pages, or URLs of exporters or
            Prometheus servers.
        optional_metrics: Patterns for names of metrics that only some machines expose.
        rule_files: Patterns for paths of Prometheus rule files, relative to the project.
        alert_labels: Names of the labels that every alert must have.
        alert_annotations: Names of the annotations that every alert must have.
        ignored: The settings in the `[[check.ignore]]` tables.
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
    ignored: tuple[IgnoreSetting, ...] = ()


def read_check(top: Table) -> CheckSettings:
    """Read the table `[check]`."""
    table = top.get_table("check")
    settings = CheckSettings(
        profile=_read_profile(table),
        select=table.get_texts("select"),
        rules=table.get_texts("rules"),
        baseline=table.get_text("baseline"),
        metrics=table.get_texts("metrics"),
        optional_metrics=table.get_texts("optional_metrics"),
        rule_files=table.get_texts("rule_files"),
        alert_labels=table.get_texts("alert_labels", CheckSettings().alert_labels),
        alert_annotations=table.get_texts("alert_annotations", CheckSettings().alert_annotations),
        ignored=tuple(map(_read_ignored, table.get_tables("ignore"))),
    )
    table.close()
    return settings


def _read_profile(table: Table) -> str:
    name = table.take("profile", str, "default")
    if name not in PROFILES:
        profiles = ", ".join(PROFILES)
        table.refuse(f"check.profile is {name!r}, but must be one of {profiles}", "profile")
    return name


def _read_ignored(table: Table) -> IgnoreSetting:
    table.expect("rule", "reason", "path", "board", "panel")
    ignored = IgnoreSetting(
        rule=table.require("rule", str),
        reason=table.require("reason", str),
        place=table.find_place(),
        path=table.take("path", str, ""),
        board=table.take("board", str, ""),
        panel=table.take("panel", str, ""),
    )
    table.close()
    return ignored
