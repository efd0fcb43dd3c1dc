"""Draw the limit of an alert on the panels that show the alert's value.

The limit is the number with which the alert compares an expression. A panel shows the value of the
alert if one of its queries is the compared expression. The query may contain additional label
matchers with a variable, such as `instance="$instance"`. The alert must be declared in the module
of the board, or in a module that the board's module imports.

A time series panel shows a dashed line at the limit. The color of the line depends on the severity
of the alert: orange for `warning` and `ticket`, blue for `info` and `none`, and red for all other
severities. While the alert's condition is true, a stat, gauge or bar gauge shows its value in the
color of the severity. The pass does not change thresholds that the author set.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boardwright.compiler.alert_panels import AlertIndex, find_panel_alerts, index_alerts
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import get_value
from boardwright.compiler.float_numbers import as_floats
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.rule_values import AlertRule

if TYPE_CHECKING:
    from boardwright.promql.bounds import Bound

COLORS = {"info": "blue", "none": "blue", "ticket": "orange", "warning": "orange"}
"""Maps the severity of an alert to the color of its limit. All other severities are red."""

_RANKS = ("green", "blue", "orange", "red")
_COLORED = frozenset({"bargauge", "gauge", "stat"})
_ABOVE, _BELOW = frozenset({">", ">="}), frozenset({"<", "<="})

Limit = tuple[float, str, bool]
"""A number, its color, and whether the alert fires above the number (True) or below it (False)."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with a threshold for each limit of an alert."""
    index = index_alerts(context.document.alert_rules) if context.document else {}
    if not index:
        return board
    return map_panels(board, lambda panel: _draw_limits(panel, index))


def _draw_limits(panel: PanelJson, index: AlertIndex) -> PanelJson:
    kind = panel.get("type")
    if kind != "timeseries" and kind not in _COLORED:
        return panel
    limits = _list_limits(find_panel_alerts(panel, index))
    config = panel.get("fieldConfig") or {}
    if not limits or get_value(config, "defaults", "thresholds", "steps"):
        return panel
    defaults = config.get("defaults") or {}
    settings: Json = {
        "thresholds": {"mode": "absolute", "steps": _build_steps(limits, kind == "timeseries")}
    }
    if kind == "timeseries":
        settings["custom"] = {
            **(defaults.get("custom") or {}),
            "thresholdsStyle": {"mode": "dashed"},
        }
    return {
        **panel,
        "fieldConfig": {"overrides": [], **config, "defaults": {**defaults, **settings}},
    }


def _list_limits(alerts: Sequence[tuple[AlertRule, Bound | None]]) -> list[Limit]:
    """Return the limits, lowest first. The most severe alert determines the color of a limit."""
    colors: dict[tuple[float, bool], str] = {}
    for alert, bound in alerts:
        if bound is not None and bound.op in _ABOVE | _BELOW:
            limit_side = bound.limit, bound.op in _ABOVE
            color = COLORS.get(alert.severity, "red")
            colors[limit_side] = max(colors.get(limit_side, color), color, key=_RANKS.index)
    return sorted((limit, color, above) for (limit, above), color in colors.items())


def _build_steps(limits: Sequence[Limit], as_lines: bool) -> list[Json]:
    """Return Grafana's threshold steps for the limits.

    If `as_lines` is true, the color of a step is the color of a line. If `as_lines` is false, the
    color of a step is the color of all values up to the next step.
    """
    numbers = sorted({limit for limit, _, _ in limits})
    if as_lines:
        base, colors = "transparent", [_choose_line_color(limits, number) for number in numbers]
    else:
        base = _choose_range_color(limits, float("-inf"))
        colors = [_choose_range_color(limits, number) for number in numbers]
    colored_steps = (
        {"color": color, "value": as_floats(number)}
        for color, number in zip(colors, numbers, strict=True)
    )
    return [{"color": base, "value": None}, *colored_steps]


def _choose_line_color(limits: Sequence[Limit], number: float) -> str:
    return max((color for limit, color, _ in limits if limit == number), key=_RANKS.index)


def _choose_range_color(limits: Sequence[Limit], start: float) -> str:
    """Return the color for the values from `start` up to the next limit."""
    firing = (
        color for limit, color, above in limits if (limit <= start if above else limit > start)
    )
    return max(firing, key=_RANKS.index, default="green")
