"""Recognises boards that a module imports from another module without changes.

An imported board without changes belongs only to the module that declares the board.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from boardwright.loading.compiled_file import CompiledFile
from boardwright.schema.alerting.alerts import CompiledGroup
from boardwright.schema.board_result import BoardResult

OwnItem = TypeVar("OwnItem", bound="_ImportableItem")


class _ImportableItem(Protocol):
    @property
    def imported_from(self) -> str: ...


def select_own_boards(files: Sequence[CompiledFile]) -> list[BoardResult]:
    """Return the boards of all files, without boards that a file only imports."""
    return _select_own(files, lambda file: file.boards, _read_board_content)


def select_own_groups(files: Sequence[CompiledFile]) -> list[CompiledGroup]:
    """Return the groups of alert rules of all files, without groups that a file only imports."""
    return _select_own(files, lambda file: file.alerts, _read_group_content)


def _select_own(
    files: Sequence[CompiledFile],
    list_items: Callable[[CompiledFile], Sequence[OwnItem]],
    read_content: Callable[[OwnItem], object],
) -> list[OwnItem]:
    """Return the boards or alert groups of all files, without items that a file only imports.

    If the file that declares an item is not in `files`, the first imported item is kept.
    """
    items = [(file, item) for file in files for item in list_items(file)]
    sources = {item.imported_from for _, item in items} - {""}
    known: dict[str, list[object]] = {source: [] for source in sources}
    for file, item in items if sources else ():
        path = os.path.realpath(file.path)
        if not item.imported_from and path in sources:
            known[path].append(read_content(item))
    own_items = []
    for _, item in items:
        if item.imported_from:
            content = read_content(item)
            if content in known[item.imported_from]:
                continue
            known[item.imported_from].append(content)
        own_items.append(item)
    return own_items


def _read_board_content(board: BoardResult) -> Any:
    """Return the JSON of a board without tags and without a generated uid.

    Tags and generated uids depend on the module that declares the board.
    """
    from boardwright.compiler.passes.uids import (
        is_generated_uid,  # only imported boards need this module
    )

    body = board.body
    own = {"tags"} | ({"uid"} if is_generated_uid(board.uid) else set())
    return {key: value for key, value in body.items() if key not in own}


def _read_group_content(group: CompiledGroup) -> Any:
    return group.name, group.interval, group.rules
