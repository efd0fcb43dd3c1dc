"""The fixes of `boardwright check --fix`, for rules whose problems have exactly one right solution.

A fix is a function that yields changes of values in a board's JSON. `apply_changes` replaces only
these values in the text of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from boardwright.checks.fixes.datasource_fixes import replace_old_references
from boardwright.checks.fixes.id_fixes import add_panel_ids, clear_board_id, replace_duplicate_ids
from boardwright.checks.fixes.json_edits import apply_changes
from boardwright.checks.fixes.overlap_fixes import move_panels_down
from boardwright.checks.fixes.value_change import ValueChange
from boardwright.checks.views.board_view import BoardView

__all__ = ["FIXES", "Fix", "ValueChange", "apply_changes"]

Fix = Callable[[BoardView], Iterator[ValueChange]]

FIXES: Mapping[str, Fix] = MappingProxyType(
    {
        "non-null-id": clear_board_id,
        "missing-panel-id": add_panel_ids,
        "duplicate-panel-id": replace_duplicate_ids,
        "overlapping-panels": move_panels_down,
        "old-datasource-form": replace_old_references,
    }
)
"""Rule id -> function that fixes the rule's problems in JSON files. The functions run in the order
of this mapping.
"""
