"""Immutable values that describe the changes of a board or of a group of alert rules."""

from __future__ import annotations

from typing import Any, Literal

from boardwright.frozen import frozen

ChangeKind = Literal["added", "removed", "changed"]
PanelKind = Literal["created", "removed", "renamed", "moved", "changed"]
RuleKind = PanelKind
BoardKind = Literal["created", "removed", "changed", "same"]


@frozen
class Change:
    """The change of one value in a board or in a group of alert rules.

    Attributes:
        kind: `added`, `removed` or `changed`.
        path: JSON pointer (RFC 6901) from the changed panel, board or rule to the value, such as
            `/targets/0/expr`.
        what: Name of the setting in words, such as `unit`, `query A`, `threshold`.
        before: The value before the change, or a description of this value. None for an added
            value.
        after: The value after the change, or a description of this value. None for a removed value.
    """

    kind: ChangeKind
    path: str
    what: str
    before: Any = None
    after: Any = None


@frozen
class PanelChange:
    """The changes of one panel or row.

    Attributes:
        id: Id of the panel after the change. The last id of a removed panel.
        title: Title of the panel after the change. The last title of a removed panel.
        type: Type of the panel after the change. The last type of a removed panel. Rows have the
            type `row`, and tabs have the type `tab`.
        row: Titles of the rows and tabs that contain the panel, joined by ` / `. Empty if no row or
            tab contains the panel.
        row_noun: `tab` if the panel is directly in a tab, otherwise `row`.
        kind: `created`, `removed`, `renamed`, `moved` or `changed`. A panel is `renamed` if its
            title changed, and `moved` if only its position or size changed.
        changes: The changes of the panel. For a created or removed panel, only the queries are
            listed.
    """

    id: int | None
    title: str
    type: str
    row: str
    kind: PanelKind
    changes: tuple[Change, ...] = ()
    row_noun: str = "row"


@frozen
class BoardChange:
    """The changes of one board.

    Attributes:
        uid: The uid of the board.
        title: Title of the board after the change. The last title of a removed board.
        kind: `created`, `removed`, `changed` or `same`. A board is `same` if neither its JSON nor
            its folder changed.
        folder_before: Path or uid of the board's Grafana folder before the change. None if the
            board is new, or if the comparison ignores folders.
        folder_after: Path or uid of the board's Grafana folder after the change. None if the board
            was removed, or if the comparison ignores folders.
        changes: The changes of the board's settings, such as title, variables and annotations.
        panels: The changes of panels and rows, from the top to the bottom of the board. The list
            ends with removed panels.
    """

    uid: str
    title: str
    kind: BoardKind
    folder_before: str | None = None
    folder_after: str | None = None
    changes: tuple[Change, ...] = ()
    panels: tuple[PanelChange, ...] = ()


@frozen
class RuleChange:
    """The changes of one alert rule.

    Attributes:
        uid: The uid of the rule.
        title: Title of the rule after the change. The last title of a removed rule.
        kind: `created`, `removed`, `renamed`, `moved` or `changed`. A rule is `renamed` if its
            title changed, and `moved` if only its group changed.
        changes: The changes of the rule. For a created or removed rule, only the queries are
            listed.
    """

    uid: str
    title: str
    kind: RuleKind
    changes: tuple[Change, ...] = ()


@frozen
class GroupChange:
    """The changes of one group of alert rules.

    Attributes:
        title: Name of the group.
        folder: Path of the Grafana folder that contains the group. For a group of Prometheus, the
            path of the rule file.
        kind: `created`, `removed`, `changed` or `same`. A group is `same` if neither its settings
            nor its rules changed.
        changes: The changes of the group's settings, such as the interval. Changes of rules are in
            `rules`.
        rules: The changes of rules, in the order of the group. The list ends with removed rules.
        noun: The words for the group in reports, `alert group` in Grafana and `rule group` in
            Prometheus.
    """

    title: str
    folder: str
    kind: BoardKind
    changes: tuple[Change, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    noun: str = "alert group"
