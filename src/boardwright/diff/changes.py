"""Changes between two boards, or between two groups of alert rules, as values."""

from __future__ import annotations

from typing import Any, Literal

from boardwright.frozen import frozen

ChangeKind = Literal["added", "removed", "changed"]
PanelKind = Literal["created", "removed", "renamed", "moved", "changed"]
RuleKind = PanelKind
BoardKind = Literal["created", "removed", "changed", "same"]


@frozen
class Change:
    """One difference.

    Attributes:
        kind: `added` has no `before`, `removed` no `after`.
        path: A JSON pointer into the panel, or into the board, in their normal form.
        what: The name of the setting in words: `unit`, `query A`, `threshold`.
        before: The old value, or a description of it in words.
        after: The new value, or a description of it in words.
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
        id: The panel id after the change, or before it for a removed panel.
        title: The title after the change, or before it for a removed panel.
        type: The type after the change, or before it for a removed panel: `row` or `tab` for these.
        row: The titles of the rows and tabs that contain the panel, joined by ` / `; empty when
            there are none.
        row_noun: `row` or `tab`: the innermost that contains the panel.
        kind: `renamed` when the title changed, `moved` when only the position changed.
        changes: The changes; the queries of a created or removed panel.
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
        uid: The uid.
        title: The title after the change, or before it for a removed board.
        kind: `same` when the board and its folder are unchanged.
        folder_before: The old folder; None when the board did not exist or when folders are not
            compared.
        folder_after: The new folder; None when the board is removed or when folders are not
            compared.
        changes: The changes of the board's own settings.
        panels: The changes of panels and rows in reading order; removed ones last.
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
        uid: The uid.
        title: The title after the change, or before it for a removed rule.
        kind: `renamed` when the title changed, `moved` when only the group changed.
        changes: The changes; the queries of a created or removed rule.
    """

    uid: str
    title: str
    kind: RuleKind
    changes: tuple[Change, ...] = ()


@frozen
class GroupChange:
    """The changes of one group of alert rules.

    Attributes:
        title: The name of the group.
        folder: The title of its folder.
        kind: `same` when the group and its rules are unchanged.
        changes: The changes of the group's own settings.
        rules: The changes of its rules in their order; removed ones last.
        noun: `alert group` for one of Grafana's, `rule group` for one of Prometheus's, whose
            `folder` is the declaring file.
    """

    title: str
    folder: str
    kind: BoardKind
    changes: tuple[Change, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    noun: str = "alert group"
