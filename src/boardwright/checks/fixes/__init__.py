"""What `boardwright check --fix` does: for rules with one right answer, the changes that give it.

A fix looks at a stored board and yields changes of values; `editing` makes them in the file's text,
so that all else in it stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from boardwright.checks.fixes.change import Change
from boardwright.checks.fixes.datasources import datasource_objects
from boardwright.checks.fixes.editing import edited
from boardwright.checks.fixes.ids import ids_for_all, new_ids_for_twins, no_board_id
from boardwright.checks.fixes.overlaps import moved_down
from boardwright.checks.views.board import BoardView

__all__ = ["FIXES", "Change", "Fix", "edited"]

Fix = Callable[[BoardView], Iterator[Change]]

FIXES: Mapping[str, Fix] = MappingProxyType(
    {
        "non-null-id": no_board_id,
        "missing-panel-id": ids_for_all,
        "duplicate-panel-id": new_ids_for_twins,
        "overlapping-panels": moved_down,
        "old-datasource-form": datasource_objects,
    }
)
"""Rule -> what fixes it, in the order in which they are made; only stored boards are given."""
