r"""One query lacks a matcher that all other queries of the board have.

## Reported cases
This rule reports a query that lacks a matcher such as `cluster="$cluster"`, if all other PromQL
queries of the board have this matcher. The board must have at least five other queries. The metrics
of the query must also be similar to the metrics of the other queries:

- For labels of a whole installation (`cluster`, `namespace`, `environment`, `job`, ...), other
  queries must use metrics whose names begin with the same word.
- For other labels (`instance`, `pod`, ...), other queries must read the same metrics. A query that
  returns a single number (`sum(x)`) is not reported, because the author may want the total of all
  series.

A query that groups by the label is not reported. If the label is `namespace`, queries about objects
without a namespace (nodes, persistent volumes) are not reported. The rule belongs to the profile
`strict`, because the author may want to show data of all clusters, jobs or instances.

## Why
The query returns data that all other queries exclude. For example, one panel shows the sum of all
clusters, and all other panels show one cluster. Readers cannot see the difference.

## Bad
```json
{
  "title": "Requests",
  "panels": [
    {
      "type": "timeseries",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "targets": [
        {"refId": "A", "expr": "sum(rate(http_requests_total{job=~\"$job\"}[5m]))"},
        {"refId": "B", "expr": "sum(rate(http_errors_total{job=~\"$job\"}[5m]))"},
        {"refId": "C", "expr": "sum(http_connections{job=~\"$job\"})"},
        {"refId": "D", "expr": "sum(http_queue_length{job=~\"$job\"})"},
        {"refId": "E", "expr": "sum(http_workers{job=~\"$job\"})"},
        {"refId": "F", "expr": "sum(rate(http_requests_total{code=\"500\"}[5m]))"}
      ]
    }
  ]
}
```

## Good
```json
{
  "title": "Requests",
  "panels": [
    {
      "type": "timeseries",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "targets": [
        {"refId": "A", "expr": "sum(rate(http_requests_total{job=~\"$job\"}[5m]))"},
        {"refId": "B", "expr": "sum(rate(http_errors_total{job=~\"$job\"}[5m]))"},
        {"refId": "C", "expr": "sum(http_connections{job=~\"$job\"})"},
        {"refId": "D", "expr": "sum(http_queue_length{job=~\"$job\"})"},
        {"refId": "E", "expr": "sum(http_workers{job=~\"$job\"})"},
        {"refId": "F", "expr": "sum(rate(http_requests_total{job=~\"$job\",code=\"500\"}[5m]))"}
      ]
    }
  ]
}
```

## Source
[Variables](https://grafana.com/docs/grafana/latest/dashboards/variables/)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from boardwright.checks import BoardView, Finding, QueryView, rule
from boardwright.notation.variable_syntax import read_whole_variable
from boardwright.promql.expression import list_selectors

_LEAST = 5
"""If at least this many queries have a matcher, the remaining query should have it too."""
_WIDE = frozenset(
    {
        *("account", "cluster", "cluster_id", "cluster_name", "datacenter", "env", "environment"),
        *("job", "namespace", "project", "region", "tenant_id"),
    }
)
"""Labels that all metrics of a program have."""
_WITHOUT_NAMESPACE = ("kube_node_", "kube_persistentvolume_", "kube_storageclass_")
"""Prefixes of the metrics of kube-state-metrics for objects that belong to no namespace."""


@rule(
    id="missing-common-matcher",
    group="queries",
    severity="warning",
    looks_at=BoardView,
    profiles=("strict",),
)
def check(board: BoardView) -> Iterator[Finding]:
    queries = [query for query in board.queries if _is_compared(query)]
    queries_with_matcher: dict[tuple[str, str], list[QueryView]] = defaultdict(list)
    for query in queries:
        for key in _collect_label_variables(query):
            queries_with_matcher[key].append(query)
    missing: dict[int, list[str]] = defaultdict(list)
    for (label, variable), others in queries_with_matcher.items():
        if len(others) == len(queries) - 1 and len(others) >= _LEAST:
            (lacking,) = (query for query in queries if query not in others)
            if _needs_label(lacking, others, label) and not _uses_label(lacking, label, variable):
                missing[queries.index(lacking)].append(f'{label}=~"${variable}"')
    for index, matchers in sorted(missing.items()):
        listed = " and ".join(sorted(matchers))
        yield Finding(
            what=f"the query lacks the matcher {listed}, which all other queries of the board have",
            fix=f"Add the matcher {listed}.",
            at=queries[index],
        )


def _is_compared(query: QueryView) -> bool:
    expression = query.expression
    judged = expression is not None and expression.tree is not None and bool(expression.selectors)
    return judged and not query.hidden and not query.panel.is_repeat_clone


def _collect_label_variables(query: QueryView) -> set[tuple[str, str]]:
    """Return the label and the variable of each matcher such as `job=~"$job"`."""
    selectors = list_selectors(query.expression)
    return {
        (matcher.name, variable)
        for selector in selectors
        for matcher in selector.matchers
        if (variable := read_whole_variable(matcher.value))
    }


def _uses_label(query: QueryView, label: str, variable: str) -> bool:
    """Return whether a query uses the label in a matcher or in `by (...)`, or contains the
    variable.
    """
    expression = query.expression
    if expression is None:
        return False
    matchers = [matcher.name for s in expression.selectors for matcher in s.matchers]
    grouped = [name for node in expression.aggregations for name in node.labels]
    return label in {*matchers, *grouped} or variable in {name for name, _ in expression.variables}


def _needs_label(query: QueryView, others: Collection[QueryView], label: str) -> bool:
    """Return whether the metrics of a query probably have the label, as in the other queries."""
    if label not in _WIDE and query.expression and not query.expression.labels.can_differ:
        return False
    metrics = query.expression.metrics if query.expression else frozenset()
    if label == "namespace" and any(name.startswith(_WITHOUT_NAMESPACE) for name in metrics):
        return False
    other_metrics = {
        name for other in others if other.expression for name in other.expression.metrics
    }
    if label in _WIDE:
        metrics, other_metrics = _list_programs(metrics), {*_list_programs(other_metrics)}
    return bool(metrics) and metrics <= other_metrics


def _list_programs(names: Collection[str]) -> frozenset[str]:
    """Return the first words of metric names, which usually name the program."""
    return frozenset(name.partition("_")[0] for name in names)
