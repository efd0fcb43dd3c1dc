"""Several series of a graph have the same legend.

## Reported cases
This rule reports a query of a graph that uses `topk` or `bottomk`, such as `topk(5, x)`, if the
legend of the query contains no label (`{{...}}`).

The profile `strict` also reports a query that uses `by (label)` and has a legend without labels.
The severity is `info`, because the JSON of the board does not show how many values the label has.
The query is reported only if the label probably has several values. The rule assumes several values
in three cases:

- The label identifies targets, as `instance`, `job` and `pod` do.
- The label has a common name such as `code` or `device`.
- The legend of another query about the same metric contains the label.

The rule ignores a label if a matcher of the query may limit it to one value. The rule also ignores
panels with transformations, and panels that set display names.

## Why
All lines of the graph have the same name, so readers cannot see which line rises.

## Bad
```json
{
  "type": "timeseries",
  "datasource": {"type": "prometheus", "uid": "p"},
  "targets": [
    {"refId": "A", "expr": "sum by (code) (rate(x_total[5m]))", "legendFormat": "requests"}
  ]
}
```

## Good
```json
{
  "type": "timeseries",
  "datasource": {"type": "prometheus", "uid": "p"},
  "targets": [
    {"refId": "A", "expr": "sum by (code) (rate(x_total[5m]))", "legendFormat": "{{code}}"}
  ]
}
```

## Source
The page [Prometheus query
editor](https://grafana.com/docs/grafana/latest/datasources/prometheus/query-editor/) describes the
option Legend.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Aggregation, Expression, Finding, Number, QueryView, rule
from boardwright.checks.grouping_labels import is_grouped
from boardwright.checks.metric_types import read_base_name
from boardwright.notation.legend_labels import list_legend_labels
from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.promql.expression import read_expression

_GRAPHS = frozenset({"barchart", "bargauge", "graph", "piechart", "timeseries"})
_CHOOSING = frozenset({"bottomk", "topk"})
_OF_TARGETS = frozenset(
    {
        *("app", "application", "cluster", "component", "container", "env", "environment", "host"),
        *("hostname", "instance", "job", "namespace", "node", "node_name", "pod", "project"),
        *("region", "server", "service", "service_name", "zone"),
    }
)
"""Labels that identify the measured target. If a query selects one target, each of these labels has
a single value.
"""
_VARIED = frozenset({"code", "cpu", "device", "method", "mode", "quantile", "status_code"})
"""Labels that have several values on well-known metrics."""


@rule(id="constant-legend", group="queries", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    expression = query.expression
    if expression is None or expression.tree is None or not expression.aggregations:
        return
    if not _shows_constant_legend(query):
        return
    label = _find_varying_label(expression)
    if label is not None and not _is_varied(query, label):
        return
    if label is not None:
        yield Finding(
            what=f"the legend is {query.legend!r} for each value of the label {label!r}",
            fix=f"Add {{{{{label}}}}} to the legend, or remove the label by an aggregation.",
            key="legendFormat",
            certain=False,
        )
    elif (count := _count_chosen_series(expression)) > 1:
        yield Finding(
            what=f"the legend is {query.legend!r} for each of {count} series",
            fix="Add a label such as {{instance}} to the legend.",
            key="legendFormat",
        )


def _shows_constant_legend(query: QueryView) -> bool:
    legend, panel = query.legend, query.panel
    if not legend or "{{" in legend or query.hidden or query.format != "time_series":
        return False
    return panel.type in _GRAPHS and not panel.transformations and not panel.has_display_names


def _find_varying_label(expression: Expression) -> str | None:
    """Return a label whose values certainly have separate series in the result, or None."""
    if expression.tree is None:
        return None
    grouped = dict.fromkeys(label for node in expression.aggregations for label in node.labels)
    excluded = _find_limited_labels(expression) if grouped else frozenset()
    for label in grouped:
        named = label not in excluded and not may_contain_variable(label)
        if named and is_grouped(expression.tree, label) and expression.labels.has(label) != "no":
            return label
    return None


def _is_varied(query: QueryView, label: str) -> bool:
    """Return whether a label in `by (...)` probably has several values."""
    if label in _OF_TARGETS | _VARIED:
        return True
    others = [each for each in query.panel.targets if label in list_legend_labels(each.legend)]
    own = _read_base_metrics(query.expr)
    return any(own & _read_base_metrics(each.expr) for each in others)


def _read_base_metrics(text: str) -> frozenset[str]:
    """Return the metric names in an expression, without endings such as `_bucket`."""
    names = read_expression(text).metrics
    return frozenset(map(read_base_name, names))


def _find_limited_labels(expression: Expression) -> frozenset[str]:
    """Return the labels that the matchers of an expression may limit to one value."""
    matched = frozenset(
        m.name for s in expression.selectors for m in s.matchers if m.op in {"=", "=~"}
    )
    selects_target = not matched.isdisjoint(_OF_TARGETS) or _filters_series(expression)
    return matched | _OF_TARGETS if selects_target else matched


def _filters_series(expression: Expression) -> bool:
    """Return whether a matcher contains a variable, so that all series may belong to one target."""
    return any(matcher.variable for s in expression.selectors for matcher in s.matchers)


def _count_chosen_series(expression: Expression) -> int:
    top = expression.tree.bare if expression.tree is not None else None
    if not isinstance(top, Aggregation) or top.op not in _CHOOSING or top.grouping:
        return 1
    if not expression.labels.can_differ:  # `topk(10, sum(x))` has one input series
        return 1
    count = top.param.bare if top.param is not None else None
    return int(count.value) if isinstance(count, Number) and count.value else 1
