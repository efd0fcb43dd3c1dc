"""Remove the defaults that grafanalib writes for constructor arguments that the author did not
pass.

The arguments that a file passes to each constructor are recorded when the file is loaded. In a JSON
file that grafanalib generated, an argument counts as not passed if its value equals grafanalib's
default. See ADR 0003.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from boardwright.compiler.context import Context
from boardwright.compiler.edit import cut_value, drop_keys
from boardwright.compiler.passes.cloudwatch import METRIC_KEYS
from boardwright.compiler.places import add_remark
from boardwright.schema.document import ORIGIN, Board, Origin, PanelJson
from boardwright.schema.walking import map_panels, map_targets, map_variables

if TYPE_CHECKING:
    from boardwright.compiler.grafanalib_defaults import Default, Defaults

ALWAYS_WRITTEN = frozenset({"__inputs", "panels", "rows", "graphTooltip", "sharedCrosshair"})
"""Only grafanalib writes all of these keys, so they distinguish its JSON files from exports."""


_MAPPINGS = {"rangeMaps": "valueMaps"}
_IGNORED: dict[str, Mapping[str, str]] = {
    "barchart": {"thresholds": "thresholdSteps", "thresholdType": "thresholdsMode"},
    "bargauge": _MAPPINGS,
    "gauge": _MAPPINGS,
    "graph": {"fillGradient": "extraJson"},
}
"""Panel type -> argument that grafanalib accepts but does not write -> argument to use instead."""

_ADDED = frozenset({"valueMaps", "extraJson"})
"""Replacements whose other uses do not show that the author replaced the ignored argument."""

_IGNORED_BY_CLOUDWATCH = {"expr": "expression", "legendFormat": "alias"}
"""Argument of a CloudWatch query that grafanalib does not write -> argument to use instead."""


def run(board: Board, context: Context) -> Board:
    """Return the board without the defaults of arguments that the author did not pass."""
    written = is_grafanalibs(board, context)
    if not written and context.document and context.document.form == "json":
        # a JSON file of another origin contains only keys that were written on purpose
        return board
    from boardwright.compiler import grafanalib_defaults as grafanalib

    def drop_panel_defaults(panel: PanelJson) -> PanelJson:
        defaults = grafanalib.PANELS.get(str(panel.get("type")), grafanalib.PANEL)
        panel = _report_ignored_arguments(_drop_defaults(panel, defaults, written=written))
        return map_targets(panel, lambda t: _drop_defaults(t, grafanalib.TARGET, written=written))

    board = _drop_defaults(board, grafanalib.BOARD, written=written)
    board = map_variables(board, lambda v: _drop_defaults(v, grafanalib.VARIABLE, written=written))
    return map_panels(board, drop_panel_defaults)


def is_grafanalibs(board: Board, context: Context) -> bool:
    """Return whether grafanalib made the board: as Python objects of the module, or in a JSON file
    that was generated earlier.
    """
    if context.document and context.document.form == "grafanalib":
        return True
    return bool(board.get("schemaVersion") == 12 and board.keys() >= ALWAYS_WRITTEN)


def _drop_defaults(owner: Board, defaults: Defaults, *, written: bool) -> Board:
    asked = _read_passed_arguments(owner, written=written)
    if asked is None:
        return owner
    owner = drop_keys(owner, *_list_unasked_keys(owner, defaults.top, asked))
    for default in defaults.inner:
        if not _is_asked(default, asked) and _has_default_value(owner, default):
            owner = cut_value(owner, default.path)
    return owner


def _report_ignored_arguments(panel: PanelJson) -> PanelJson:
    """Return the panel with a remark for each argument that the author passed and that grafanalib
    does not write into the JSON.
    """
    ignored = dict(_find_ignored(panel, _IGNORED.get(str(panel.get("type")), {})))
    for target in panel.get("targets") or []:
        if target.keys() >= METRIC_KEYS:
            ignored |= _find_ignored(target, _IGNORED_BY_CLOUDWATCH)
    for argument, instead in ignored.items():
        panel = add_remark(
            panel,
            f"grafanalib ignores the argument `{argument}` of this panel: pass `{instead}` instead",
        )
    return panel


def _find_ignored(owner: Board, ignored: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each argument that the author passed and grafanalib ignores, with the argument to use
    instead.
    """
    asked = _read_passed_arguments(owner, written=False) or frozenset()
    for argument, instead in ignored.items():
        replaced = instead in asked and instead not in _ADDED
        if argument in asked and argument not in owner and not replaced:
            yield argument, instead


def _read_passed_arguments(owner: Board, *, written: bool) -> frozenset[str] | None:
    origin = owner.get(ORIGIN)
    if isinstance(origin, Origin):
        return origin.asked
    return frozenset() if written else None


def _list_unasked_keys(
    owner: Board, top: Mapping[str, Default], asked: frozenset[str]
) -> list[str]:
    return [
        key
        for key, default in top.items()
        if not _is_asked(default, asked) and key in owner and owner[key] == default.value
    ]


def _is_asked(default: Default, asked: frozenset[str]) -> bool:
    """Return whether the author set this value, as a constructor argument or in a class of their
    own.
    """
    return default.argument in asked or default.path[-1] in asked


def _has_default_value(owner: Board, default: Default) -> bool:
    value: object = owner
    for key in default.path:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return bool(value == default.value)
