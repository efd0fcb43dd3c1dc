"""Finds queries that show the value of a counter itself instead of a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardwright.checks.metric_types import MetricType, find_metric_type
from boardwright.checks.views.query_view import QueryView
from boardwright.promql import Aggregation, Binary, Call, Expr, Number, Paren, Selector, Variable
from boardwright.promql.expression import Expression, read_expression
from boardwright.promql.operators import Unary
from boardwright.schema.alerting.alert_expression import AlertExpression
from boardwright.schema.panel import Panel

_VALUE_FUNCTIONS = frozenset(
    {"abs", "ceil", "floor", "round", "clamp", "clamp_max", "clamp_min", "scalar", "sort"}
    | {"sort_desc", "label_replace", "label_join", "last_over_time", "histogram_quantile"}
)
_VALUE_OPERATORS = frozenset({"sum", "avg", "min", "max", "topk", "bottomk", "quantile", "limitk"})
_RAW_WORDS = re.compile(
    r"\b(?:raw|aggregated?|cumulative|lifetime|all[- ]time|since|uptime)\b", re.IGNORECASE
)
_TOTAL_WORDS = re.compile(r"\btotals?\b", re.IGNORECASE)
_CURRENT_WORDS = re.compile(
    r"\b(?:active|concurrent|connected|current|idle|in[- ]?flight|open|outstanding|pending|queued"
    r"|running|waiting)\b",
    re.IGNORECASE,
)
"""Matches words that describe a current state. A panel with the title "Pending commands" shows a
gauge, even if the metric's name ends in `_total`.
"""


def iter_raw_counters(query: QueryView) -> Iterator[tuple[Selector, MetricType]]:
    """Yield the counters whose raw value a query shows.

    A query is omitted in these cases:

    - The panel's title or description contains a word such as "raw", "cumulative" or "since".
    - The panel's title announces a current state ("Pending commands").
    - The panel's title, description or legend announces a total.
    - Another query of the panel shows the rate of the same metric.
    - A server-side expression of the panel uses the result of the query.
    """
    expression = query.expression
    if expression is None or query.hidden:
        return
    for selector in expression.selectors:
        name = selector.name
        if selector.window is not None or not name or selector.variable_name:
            continue
        metric = find_metric_type(name, query.board.settings)
        if metric is None or metric.type != "counter" or not _shows_raw_value(selector):
            continue
        if not _may_lack_rate(query, expression, selector):
            continue
        if not (_shows_raw_value_on_purpose(query.panel) or _is_used_by_expression(query)):
            yield selector, metric


def _may_lack_rate(query: QueryView, expression: Expression, selector: Selector) -> bool:
    """Return False if the query or the panel shows that the author wanted the raw value."""
    if _is_bucket(selector.name or "") and not _has_le(query, expression, selector):
        return False
    if _shows_rate_too(query, selector.name or ""):
        return False
    return not (_announces_state_or_total(query.panel) or _is_quantile_selector(selector))


def _announces_state_or_total(panel: Panel) -> bool:
    texts = [panel.title, panel.description, *(target.legend for target in panel.targets)]
    return bool(_CURRENT_WORDS.search(panel.title) or _TOTAL_WORDS.search("\n".join(texts)))


def _shows_rate_too(query: QueryView, name: str) -> bool:
    others = (read_expression(target.expr) for target in query.panel.targets)
    selectors = (selector for expression in others for selector in expression.selectors)
    return any(each.name == name and each.window is not None for each in selectors)


def _is_quantile_selector(selector: Selector) -> bool:
    """Return whether a selector selects a quantile of a summary, which can fall."""
    return any(matcher.name == "quantile" for matcher in selector.matchers)


def _shows_raw_value_on_purpose(panel: Panel) -> bool:
    return _announces_raw_value(panel) or _calculates_field(panel)


def _announces_raw_value(panel: Panel) -> bool:
    return _RAW_WORDS.search(f"{panel.title}\n{panel.description}") is not None


def _calculates_field(panel: Panel) -> bool:
    return any(name == "calculateField" for name, _ in panel.transformations)


def _is_used_by_expression(query: QueryView) -> bool:
    expressions = (AlertExpression(each.raw) for each in query.panel.targets)
    return any(query.ref_id in each.used_ref_ids for each in expressions)


def _is_bucket(name: str) -> bool:
    return name.endswith("_bucket")


def _has_le(query: QueryView, expression: Expression, selector: Selector) -> bool:
    """Return whether the query uses the label `le`. Without `le`, `x_bucket` may be a gauge about
    storage buckets.
    """
    named = any(matcher.name == "le" for matcher in selector.matchers)
    grouped = any("le" in node.labels for node in expression.aggregations)
    quantile = any(call.name == "histogram_quantile" for call in expression.calls)
    drawn = query.format == "heatmap" or query.panel.type == "heatmap"
    return named or grouped or quantile or drawn or query.legend.replace(" ", "") == "{{le}}"


def _shows_raw_value(selector: Selector) -> bool:
    child: Expr = selector
    for parent in selector.parents():
        if not _keeps_value(parent, child):
            return False
        child = parent
    return True


def _keeps_value(parent: Expr, child: Expr) -> bool:
    """Return whether `parent` returns the value of its operand `child`, possibly multiplied by a
    constant.
    """
    if isinstance(parent, Paren | Unary):
        return True
    if isinstance(parent, Call):
        return parent.name in _VALUE_FUNCTIONS
    if isinstance(parent, Aggregation):
        return parent.op in _VALUE_OPERATORS and parent.expr is child
    return isinstance(parent, Binary) and _keeps_operand(parent, child)


def _keeps_operand(parent: Binary, child: Expr) -> bool:
    other = parent.rhs if parent.lhs is child else parent.lhs
    if parent.op == "or":
        return True
    if parent.op in {"and", "unless"}:
        return parent.lhs is child
    if parent.op == "+":
        return not isinstance(other.bare, Number | Variable)
    if parent.op == "/":
        return parent.lhs is child and isinstance(other.bare, Number | Variable)
    if parent.op == "*":
        return _is_factor(other.bare) or _is_info_metric(other.bare)
    return False


def _is_factor(node: Expr) -> bool:
    """Return whether a factor, such as `1000` in `x * 1000`, only changes the scale of `x`. The
    factor 0 does not, because `x * 0` keeps only the labels of `x`.
    """
    return isinstance(node, Variable) or (isinstance(node, Number) and node.value != 0)


def _is_info_metric(node: Expr) -> bool:
    while isinstance(node, Aggregation):
        node = node.expr.bare
    return isinstance(node, Selector) and (node.name or "").endswith("_info")
