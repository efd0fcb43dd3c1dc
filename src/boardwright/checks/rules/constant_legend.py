"""Several series of a graph have the same legend.

## Reported cases
Queries of graphs with `topk` or `bottomk`, such as `topk(5, x)`, and with a legend that contains no
label (`{{...}}`).

The profile `strict` also reports queries with `by (label)` and such a legend, with severity `info`,
because the board does not show how many values the label has. These queries are reported only if
the label probably has several values: it identifies targets (`instance`, `job`, `pod`, ...), is a
label such as `code` or `device`, or occurs in the legend of another query about the same metric.
Labels that a matcher of the query may limit to one value do not count.

Panels with transformations and panels that set display names are not reported.

## Why
All lines have the same name, so the reader cannot see which line rises.

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
[Prometheus query
editor](https://grafana.com/docs/grafana/latest/datasources/prometheus/query-editor/): legend
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
"""Labels, such as `code` and `device`, that have several values on well-known metrics."""


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
    """Return a label that the result certainly has, with a separate series for each of its values;
    None if there is no such label.
    """
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
    """Return whether a label in the query's grouping probably exists and has several values."""
    if label in _OF_TARGETS | _VARIED:
        return True
    others = [each for each in query.panel.targets if label in list_legend_labels(each.legend)]
    own = _read_base_metrics(query.expr)
    return any(own & _read_base_metrics(each.expr) for each in others)


def _read_base_metrics(text: str) -> frozenset[str]:
    """Return the names of the metrics of an expression, without the endings of histogram series
    such as `_bucket`.
    """
    names = read_expression(text).metrics
    return frozenset(map(read_base_name, names))


def _find_limited_labels(expression: Expression) -> frozenset[str]:
    """Return the labels in the matchers of an expression. If the matchers may select a single
    target, also return all labels that identify targets.
    """
    matched = frozenset(
        m.name for s in expression.selectors for m in s.matchers if m.op in {"=", "=~"}
    )
    selects_target = not matched.isdisjoint(_OF_TARGETS) or _filters_series(expression)
    return matched | _OF_TARGETS if selects_target else matched


def _filters_series(expression: Expression) -> bool:
    """Return whether a matcher with a variable limits the series. If so, all series may belong to
    one target.
    """
    return any(matcher.variable for s in expression.selectors for matcher in s.matchers)


def _count_chosen_series(expression: Expression) -> int:
    top = expression.tree.bare if expression.tree is not None else None
    if not isinstance(top, Aggregation) or top.op not in _CHOOSING or top.grouping:
        return 1
    if not expression.labels.can_differ:  # `topk(10, sum(x))` has one input series
        return 1
    count = top.param.bare if top.param is not None else None
    return int(count.value) if isinstance(count, Number) and count.value else 1
