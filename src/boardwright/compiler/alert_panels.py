"""Finds the panels of a board that show the value of an alert."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from boardwright.notation.variables import read_whole_variable
from boardwright.schema.compiled import AlertPanel
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.rule_values import AlertRule
from boardwright.schema.walking import iter_panels, iter_targets

if TYPE_CHECKING:
    from boardwright.promql.bounds import Bound
    from boardwright.promql.expression import Expression

Watched: TypeAlias = "dict[Hashable, list[tuple[AlertRule, Bound | None]]]"
"""The shape (see `compute_shape`) of an expression -> the alerts whose PromQL contains this
expression.

Each alert is stored with its comparison of the expression with a number, or with None if the
expression is the alert's whole PromQL.
"""


def index_alerts(alerts: Iterable[AlertRule]) -> Watched:
    """Return PromQL expression -> alerts. Each alert is listed under its whole expression, and
    under each part of it that is compared with a number.
    """
    alerts = tuple(alerts)
    if not alerts:
        return {}
    from boardwright.promql.bounds import (
        compute_shape,
        list_bounds,
    )  # only boards with alerts need them
    from boardwright.promql.expression import read_expression

    found: Watched = {}
    for alert in alerts:
        tree = read_expression(alert.expr).tree
        if tree is None:
            continue
        found.setdefault(compute_shape(tree), []).append((alert, None))
        for bound in list_bounds(tree):
            found.setdefault(compute_shape(bound.value), []).append((alert, bound))
    return found


def find_panel_alerts(panel: PanelJson, watched: Watched) -> list[tuple[AlertRule, Bound | None]]:
    """Return each alert whose value this panel shows, in a pair with the comparison that contains
    the alert's limit. The comparison is None if the panel shows the alert's whole PromQL.

    A panel shows an alert's value if a query of the panel is the alert's whole PromQL, or an
    expression that the alert compares with a number.
    """
    return [
        each for read in _iter_expressions(panel) for each in watched.get(_compute_shape(read), ())
    ]


def find_alert_panels(board: Board, alerts: Iterable[AlertRule]) -> tuple[AlertPanel, ...]:
    """Return, for each alert, the first panel of a compiled board that shows the alert's value."""
    watched = index_alerts(alerts)
    found: dict[tuple[str, str], AlertPanel] = {}
    for panel in iter_panels(board) if watched else ():
        for read in _iter_expressions(panel):
            for alert, _ in watched.get(_compute_shape(read), ()):
                link = AlertPanel(
                    alert=alert.key, panel=panel["id"], variables=_find_variable_matchers(read)
                )
                found.setdefault(alert.key, link)
    return tuple(found.values())


def _iter_expressions(panel: PanelJson) -> Iterator[Expression]:
    from boardwright.promql.expression import read_expression

    for target in iter_targets(panel):
        if isinstance(target.get("expr"), str) and not target.get("hide"):
            yield read_expression(target["expr"])


def _compute_shape(read: Expression) -> Hashable:
    from boardwright.promql.bounds import compute_shape

    return None if read.tree is None else compute_shape(read.tree)


def _find_variable_matchers(read: Expression) -> dict[str, str]:
    """Return the label and the variable of each label matcher whose value is only a board variable,
    such as `job="$job"`.
    """
    found = {}
    for selector in read.selectors:
        for matcher in selector.matchers:
            name = read_whole_variable(matcher.value) if matcher.op in {"=", "=~"} else None
            if name is not None and not name.startswith("__"):
                found[matcher.name] = name
    return dict(sorted(found.items()))
