"""Remove defaults that grafanalib writes although the author did not pass the argument.

The arguments that a file passes to each constructor are recorded when the file is loaded. In a JSON
file that grafanalib generated, an argument counts as not passed if its value equals grafanalib's
default. See ADR 0003.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from boardwright.compiler.context import Context
from boardwright.compiler.edit import cut, without
from boardwright.compiler.places import remark
from boardwright.schema.document import ORIGIN, Board, Origin, PanelJson
from boardwright.schema.walking import map_panels, map_targets, map_variables

if TYPE_CHECKING:
    from boardwright.compiler.grafanalib_defaults import Default, Defaults

ALWAYS_WRITTEN = frozenset({"__inputs", "panels", "rows", "graphTooltip", "sharedCrosshair"})
"""Only grafanalib writes all of these keys, so they distinguish its JSON files from exports."""


IGNORED = {
    "barchart": {"thresholds": "thresholdSteps", "thresholdType": "thresholdsMode"},
}
"""Panel type -> argument that grafanalib accepts but does not write -> argument to use instead."""


def run(board: Board, context: Context) -> Board:
    """Return the board without the defaults of arguments that the author did not pass."""
    written = is_grafanalibs(board, context)
    if not written and context.document and context.document.form == "json":
        # a JSON file of another origin contains only keys that were written on purpose
        return board
    from boardwright.compiler import grafanalib_defaults as grafanalib

    def panel(panel: PanelJson) -> PanelJson:
        defaults = grafanalib.PANELS.get(str(panel.get("type")), grafanalib.PANEL)
        panel = _remark_ignored(_drop_defaults(panel, defaults, written=written))
        return map_targets(panel, lambda t: _drop_defaults(t, grafanalib.TARGET, written=written))

    board = _drop_defaults(board, grafanalib.BOARD, written=written)
    board = map_variables(board, lambda v: _drop_defaults(v, grafanalib.VARIABLE, written=written))
    return map_panels(board, panel)


def is_grafanalibs(board: Board, context: Context) -> bool:
    """Return whether grafanalib made the board, either in this run or as a JSON file."""
    if context.document and context.document.form == "grafanalib":
        return True
    return bool(board.get("schemaVersion") == 12 and board.keys() >= ALWAYS_WRITTEN)


def _drop_defaults(owner: Board, defaults: Defaults, *, written: bool) -> Board:
    asked = _passed_arguments(owner, written=written)
    if asked is None:
        return owner
    owner = without(owner, *_unasked_keys(owner, defaults.top, asked))
    for default in defaults.inner:
        if not _is_asked(default, asked) and _holds(owner, default):
            owner = cut(owner, default.path)
    return owner


def _remark_ignored(panel: PanelJson) -> PanelJson:
    origin = panel.get(ORIGIN)
    asked = origin.asked if isinstance(origin, Origin) else None
    for argument, instead in IGNORED.get(str(panel.get("type")), {}).items():
        if asked and argument in asked and instead not in asked:
            panel = remark(
                panel, f"grafanalib ignores `{argument}` of this panel: pass `{instead}` instead"
            )
    return panel


def _passed_arguments(owner: Board, *, written: bool) -> frozenset[str] | None:
    origin = owner.get(ORIGIN)
    if isinstance(origin, Origin):
        return origin.asked
    return frozenset() if written else None


def _unasked_keys(owner: Board, top: Mapping[str, Default], asked: frozenset[str]) -> list[str]:
    return [
        key
        for key, default in top.items()
        if not _is_asked(default, asked) and key in owner and owner[key] == default.value
    ]


def _is_asked(default: Default, asked: frozenset[str]) -> bool:
    """Return whether the author passed the argument, or whether a class of the author sets the key
    that the argument sets.
    """
    return default.argument in asked or default.path[-1] in asked


def _holds(owner: Board, default: Default) -> bool:
    value: object = owner
    for key in default.path:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return bool(value == default.value)
