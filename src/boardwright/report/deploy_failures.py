"""What did not come through, and why; one reason that many boards share is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from boardwright.errors import ServerError
from boardwright.grafana.stored import StoredBoard, StoredRule
from boardwright.grafana.wanted import WantedBoard, WantedFolder, WantedGroup

_NAMED = 10


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One thing that did not come through.

    Attributes:
        kind: `error` or `conflict`.
        noun: `folder`, `board`, `alert group` or `alert rule`.
        name: What it is, with its place.
        reason: Why.
    """

    kind: str
    noun: str
    name: str
    reason: str

    @classmethod
    def of_folder(cls, folder: WantedFolder, error: ServerError) -> Failure:
        """Return the failure of a folder."""
        name = f'folder "{folder.path}" ({folder.uid})'
        return cls(kind="error", noun="folder", name=name, reason=str(error))

    @classmethod
    def of_board(cls, board: WantedBoard, error: ServerError, *, conflict: bool) -> Failure:
        """Return the failure of a board, or its conflict."""
        name = f'{board.place}: board "{board.title}" ({board.uid})'
        kind = "conflict" if conflict else "error"
        return cls(kind=kind, noun="board", name=name, reason=str(error))

    @classmethod
    def of_group(cls, group: WantedGroup, error: ServerError, *, conflict: bool) -> Failure:
        """Return the failure of a group of alert rules, or its conflict."""
        name = f'{group.place}: alert group "{group.name}"'
        kind = "conflict" if conflict else "error"
        return cls(kind=kind, noun="alert group", name=name, reason=str(error))

    @classmethod
    def of_prune(
        cls, stored: StoredBoard | StoredRule, error: ServerError, *, conflict: bool
    ) -> Failure:
        """Return the failure of a deletion."""
        noun = stored_noun(stored)
        name = f'{noun} "{stored.title}" ({stored.uid})'
        kind = "conflict" if conflict else "error"
        return cls(kind=kind, noun=noun, name=name, reason=str(error))


def stored_noun(stored: StoredBoard | StoredRule) -> str:
    """Return what it is that a deploy deletes."""
    return "alert rule" if isinstance(stored, StoredRule) else "board"


def lines_of(failures: Iterable[Failure]) -> Iterator[str]:
    """Yield the failures, those of one reason together."""
    names: dict[tuple[str, str, str], list[str]] = {}
    for each in failures:
        names.setdefault((each.kind, each.noun, each.reason), []).append(each.name)
    for (kind, noun, reason), named in names.items():
        yield from _lines(kind, noun, reason, named)


def _lines(kind: str, noun: str, reason: str, names: Sequence[str]) -> Iterator[str]:
    if len(names) == 1:
        yield f"{kind}: {names[0]}: {reason}"
        return
    yield f"{kind}: {len(names)} {noun}s: {reason}"
    yield from (f"    {name}" for name in names[:_NAMED])
    if len(names) > _NAMED:
        yield f"    and {len(names) - _NAMED} more"
