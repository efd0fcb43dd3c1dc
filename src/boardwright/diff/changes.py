"""Immutable values that describe the changes between two boards, or between two groups of alert
rules.
"""

from __future__ import annotations

from typing import Any, Literal

from boardwright.frozen import frozen

ChangeKind = Literal["added", "removed", "changed"]
PanelKind = Literal["created", "removed", "renamed", "moved", "changed"]
RuleKind = PanelKind
BoardKind = Literal["created", "removed", "changed", "same"]


@frozen
class Change:
    """One difference between two boards, or between two groups of alert rules.

    Attributes:
        kind: `added` (`before` is None), `removed` (`after` is None) or `changed`.
        path: JSON pointer (RFC 6901) to the value, such as `/targets/0/expr`, in the panel, board
            or rule that changed.
        what: Name of the setting in words, such as `unit`, `query A`, `threshold`.
        before: The value before the change, or a description of the value.
        after: The value after the change, or a description of the value.
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
        id: Id of the panel after the change; for a removed panel, before the change.
        title: Title of the panel after the change; for a removed panel, before the change.
        type: Type of the panel after the change; for a removed panel, before the change. The type
            of a row is `row`, and the type of a tab is `tab`.
        row: Titles of the rows and tabs that contain the panel, joined by ` / `; empty if the panel
            is in no row or tab.
        row_noun: Whether a `row` or a `tab` directly contains the panel.
        kind: How the panel changed. The value is `renamed` if the title changed, and `moved` if
            only the position changed.
        changes: The changes of the panel; for a created or removed panel, its queries.
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
        title: Title of the board after the change; for a removed board, before the change.
        kind: How the board changed. The value is `same` if the board and its folder are unchanged.
        folder_before: The folder before the change; None if the board is new or folders are not
            compared.
        folder_after: The folder after the change; None if the board is removed or folders are not
            compared.
        changes: The changes of the board's settings outside of panels.
        panels: The changes of panels and rows in reading order; removed panels come last.
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
        title: Title of the rule after the change; for a removed rule, before the change.
        kind: How the rule changed. The value is `renamed` if the title changed, and `moved` if only
            the group changed.
        changes: The changes of the rule; for a created or removed rule, its queries.
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
        folder: Title of the folder that contains the group.
        kind: How the group changed. The value is `same` if the group and its rules are unchanged.
        changes: The changes of the group's settings outside of rules.
        rules: The changes of rules in the order of the group; removed rules come last.
        noun: The name for the group in reports. It is `alert group` for a group of Grafana. It is
            `rule group` for a group of Prometheus, whose `folder` is the path of the file that
            declares the group.
    """

    title: str
    folder: str
    kind: BoardKind
    changes: tuple[Change, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    noun: str = "alert group"
