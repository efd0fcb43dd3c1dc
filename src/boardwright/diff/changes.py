"""What changed between two boards, or groups of alert rules, as values."""

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
        what: What changed, in words: `unit`, `query A`, `threshold`.
        before: The value, or what is said of it in words.
        after: The same on the other side.
    """

    kind: ChangeKind
    path: str
    what: str
    before: Any = None
    after: Any = None


@frozen
class PanelChange:
    """What changed in one panel or row.

    Attributes:
        id: Its number: on the other side when it is still there.
        title: Its title; likewise.
        type: Its type; likewise.
        row: The title of the row that it stands in; empty for none.
        kind: `renamed` when its title changed, `moved` when nothing but its place did.
        changes: What changed; of a created or removed panel, its queries.
    """

    id: int | None
    title: str
    type: str
    row: str
    kind: PanelKind
    changes: tuple[Change, ...] = ()


@frozen
class BoardChange:
    """What changed in one board.

    Attributes:
        uid: Its uid.
        title: Its title: on the other side when it is still there.
        kind: `same` when nothing changed, its folder included.
        folder_before: Its folder; None where the board is not, or where folders are not compared.
        folder_after: The same on the other side.
        changes: What changed in the board itself.
        panels: What changed in its panels and rows, in their order; removed ones last.
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
    """What changed in one alert rule.

    Attributes:
        uid: Its uid.
        title: Its title: on the other side when it is still there.
        kind: `renamed` when its title changed, `moved` when nothing but its group did.
        changes: What changed; of a created or removed rule, its queries.
    """

    uid: str
    title: str
    kind: RuleKind
    changes: tuple[Change, ...] = ()


@frozen
class GroupChange:
    """What changed in one group of alert rules.

    Attributes:
        title: Its name.
        folder: The title of its folder.
        kind: `same` when nothing changed, its rules included.
        changes: What changed in the group itself.
        rules: What changed in its rules, in their order; removed ones last.
    """

    title: str
    folder: str
    kind: BoardKind
    changes: tuple[Change, ...] = ()
    rules: tuple[RuleChange, ...] = ()
