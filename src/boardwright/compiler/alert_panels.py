"""Finds the panels of a board that show the value of an alert."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from boardwright.notation.variable_syntax import read_whole_variable
from boardwright.schema.board_result import AlertPanel
from boardwright.schema.board_traversal import iter_panels, iter_targets
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.rule_values import AlertRule

if TYPE_CHECKING:
    from boardwright.promql.bounds import Bound
    from boardwright.promql.expression import Expression

AlertIndex: TypeAlias = "dict[Hashable, list[tuple[AlertRule, Bound | None]]]"
"""Maps the shape of a PromQL expression (see `compute_shape`) to the alerts that contain the
expression.

Each alert is paired with its comparison of the expression with a number. The comparison is None if
the expression is the alert's whole PromQL.
"""


def index_alerts(alerts: Iterable[AlertRule]) -> AlertIndex:
    """Return an index of the alerts by PromQL expression.

    For example, the alert `up == 0` is listed under `up == 0` and under `up`.
    """
    alerts = tuple(alerts)
    if not alerts:
        return {}
    # only boards with alerts need these modules
    from boardwright.promql.bounds import compute_shape, list_bounds
    from boardwright.promql.expression import read_expression

    index: AlertIndex = {}
    for alert in alerts:
        tree = read_expression(alert.expr).tree
        if tree is None:
            continue
        index.setdefault(compute_shape(tree), []).append((alert, None))
        for bound in list_bounds(tree):
            index.setdefault(compute_shape(bound.value), []).append((alert, bound))
    return index


def find_panel_alerts(panel: PanelJson, index: AlertIndex) -> list[tuple[AlertRule, Bound | None]]:
    """Return the alerts whose value a panel shows, each with the comparison to its limit.

    A panel shows the value of the alert `a > 5` if one of its queries is `a` or `a > 5`. The
    comparison is None if the query is the alert's whole PromQL, here `a > 5`.
    """
    return [
        alert
        for expression in _iter_expressions(panel)
        for alert in index.get(_compute_shape(expression), ())
    ]


def find_alert_panels(board: Board, alerts: Iterable[AlertRule]) -> tuple[AlertPanel, ...]:
    """Return, for each alert, the first panel of a compiled board that shows the alert's value."""
    index = index_alerts(alerts)
    panels: dict[tuple[str, str], AlertPanel] = {}
    for panel in iter_panels(board) if index else ():
        for expression in _iter_expressions(panel):
            for alert, _ in index.get(_compute_shape(expression), ()):
                panel_of_alert = AlertPanel(
                    alert=alert.key,
                    panel=panel["id"],
                    variables=_find_variable_matchers(expression),
                )
                panels.setdefault(alert.key, panel_of_alert)
    return tuple(panels.values())


def _iter_expressions(panel: PanelJson) -> Iterator[Expression]:
    from boardwright.promql.expression import read_expression

    for target in iter_targets(panel):
        if isinstance(target.get("expr"), str) and not target.get("hide"):
            yield read_expression(target["expr"])


def _compute_shape(expression: Expression) -> Hashable:
    from boardwright.promql.bounds import compute_shape

    return None if expression.tree is None else compute_shape(expression.tree)


def _find_variable_matchers(expression: Expression) -> dict[str, str]:
    """Return the labels of matchers such as `job="$job"`, each with the name of its variable."""
    variables = {}
    for selector in expression.selectors:
        for matcher in selector.matchers:
            name = read_whole_variable(matcher.value) if matcher.op in {"=", "=~"} else None
            if name is not None and not name.startswith("__"):
                variables[matcher.name] = name
    return dict(sorted(variables.items()))
