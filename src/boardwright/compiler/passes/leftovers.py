"""Remove the default values that grafanalib writes for arguments that the author did not pass.

boardwright records the arguments of each constructor call when it loads a Python file. For a JSON
file that grafanalib generated, boardwright assumes that the author did not pass an argument if its
value is grafanalib's default. ADR 0003 explains the reasons.
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
"""Only grafanalib writes all of these keys, so they identify a JSON file of grafanalib."""


_MAPPINGS = {"rangeMaps": "valueMaps"}
_IGNORED: dict[str, Mapping[str, str]] = {
    "barchart": {"thresholds": "thresholdSteps", "thresholdType": "thresholdsMode"},
    "bargauge": _MAPPINGS,
    "gauge": _MAPPINGS,
    "graph": {"fillGradient": "extraJson"},
}
"""Maps a panel type and an argument that grafanalib does not write to the argument to pass instead.
"""

_ADDED = frozenset({"valueMaps", "extraJson"})
"""Arguments that replace an ignored argument, but that authors also pass for other reasons."""

_IGNORED_BY_CLOUDWATCH = {"expr": "expression", "legendFormat": "alias"}
"""Maps an argument that grafanalib does not write for CloudWatch queries to the argument to pass
instead.
"""


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
    """Return whether grafanalib generated the board, in the loaded module or in a JSON file."""
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
    """Add a remark for each passed argument that grafanalib does not write into the JSON."""
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
    """Yield each passed argument that grafanalib ignores, with the argument to pass instead."""
    passed = _read_passed_arguments(owner, is_generated=False) or frozenset()
    for argument, instead in ignored.items():
        is_replaced = instead in passed and instead not in _ADDED
        if argument in passed and argument not in owner and not is_replaced:
            yield argument, instead


def _read_passed_arguments(owner: Board, *, is_generated: bool) -> frozenset[str] | None:
    origin = owner.get(ORIGIN)
    if isinstance(origin, Origin):
        return origin.explicit_arguments
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
    """Return whether the author set the value, as a constructor argument or in a subclass."""
    return default.argument in passed or default.path[-1] in passed


def _has_default_value(owner: Board, default: GrafanalibDefault) -> bool:
    value: object = owner
    for key in default.path:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return are_json_equal(value, default.value)
