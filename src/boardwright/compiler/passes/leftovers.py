"""Remove the defaults that grafanalib writes for constructor arguments that the author did not
pass.

The arguments that a file passes to each constructor are recorded when the file is loaded. In a JSON
file that grafanalib generated, an argument counts as not passed if its value equals grafanalib's
default. See ADR 0003.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, drop_value
from boardwright.compiler.passes.cloudwatch import METRIC_KEYS
from boardwright.compiler.places import add_remark
from boardwright.schema.board_traversal import map_panels, map_targets, map_variables
from boardwright.schema.document import ORIGIN, Board, Origin, PanelJson
from boardwright.schema.json_equality import are_json_equal

if TYPE_CHECKING:
    from boardwright.compiler.grafanalib_defaults import GrafanalibDefault, GrafanalibDefaults

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


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board without the defaults of arguments that the author did not pass."""
    is_generated = is_from_grafanalib(board, context)
    if not is_generated and context.document and context.document.form == "json":
        # a JSON file of another origin contains only keys that were written on purpose
        return board
    from boardwright.compiler import grafanalib_defaults as grafanalib

    def drop_panel_defaults(panel: PanelJson) -> PanelJson:
        defaults = grafanalib.PANELS.get(str(panel.get("type")), grafanalib.PANEL)
        panel = _report_ignored_arguments(
            _drop_defaults(panel, defaults, is_generated=is_generated)
        )
        return map_targets(
            panel, lambda t: _drop_defaults(t, grafanalib.TARGET, is_generated=is_generated)
        )

    board = _drop_defaults(board, grafanalib.BOARD, is_generated=is_generated)
    board = map_variables(
        board, lambda v: _drop_defaults(v, grafanalib.VARIABLE, is_generated=is_generated)
    )
    return map_panels(board, drop_panel_defaults)


def is_from_grafanalib(board: Board, context: CompilerContext) -> bool:
    """Return whether grafanalib made the board: as Python objects of the loaded module, or as a
    JSON file that was generated earlier.
    """
    if context.document and context.document.form == "grafanalib":
        return True
    return bool(board.get("schemaVersion") == 12 and board.keys() >= ALWAYS_WRITTEN)


def _drop_defaults(owner: Board, defaults: GrafanalibDefaults, *, is_generated: bool) -> Board:
    passed = _read_passed_arguments(owner, is_generated=is_generated)
    if passed is None:
        return owner
    owner = drop_keys(owner, *_list_default_keys(owner, defaults.top, passed))
    for default in defaults.inner:
        if not _is_set_by_author(default, passed) and _has_default_value(owner, default):
            owner = drop_value(owner, default.path)
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
    passed = _read_passed_arguments(owner, is_generated=False) or frozenset()
    for argument, instead in ignored.items():
        is_replaced = instead in passed and instead not in _ADDED
        if argument in passed and argument not in owner and not is_replaced:
            yield argument, instead


def _read_passed_arguments(owner: Board, *, is_generated: bool) -> frozenset[str] | None:
    origin = owner.get(ORIGIN)
    if isinstance(origin, Origin):
        return origin.asked
    return frozenset() if is_generated else None


def _list_default_keys(
    owner: Board, top: Mapping[str, GrafanalibDefault], passed: frozenset[str]
) -> list[str]:
    return [
        key
        for key, default in top.items()
        if not _is_set_by_author(default, passed)
        and key in owner
        and are_json_equal(owner[key], default.value)
    ]


def _is_set_by_author(default: GrafanalibDefault, passed: frozenset[str]) -> bool:
    """Return whether the author set this value, as a constructor argument or in a class of their
    own.
    """
    return default.argument in passed or default.path[-1] in passed


def _has_default_value(owner: Board, default: GrafanalibDefault) -> bool:
    value: object = owner
    for key in default.path:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return are_json_equal(value, default.value)
