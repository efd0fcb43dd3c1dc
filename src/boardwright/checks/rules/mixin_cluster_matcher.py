r"""A query of a mixin lacks the matcher for the cluster that is selected on the board.

## Reported cases
If a board has a variable `cluster`, this rule reports each selector of a Prometheus query that has
no matcher such as `cluster="$cluster"`. If the variable allows several values, the operator of the
matcher must be `=~` instead of `=`.

## Why
The board is meant to show one cluster, but a query without the matcher adds up all clusters.

## Bad
```json
{
  "title": "Up",
  "templating": {
    "list": [
      {"name": "cluster", "type": "query", "query": "label_values(up, cluster)"}
    ]
  },
  "panels": [{"id": 1, "type": "stat", "targets": [{"refId": "A", "expr": "up"}]}]
}
```

## Good
```json
{
  "title": "Up",
  "templating": {
    "list": [
      {"name": "cluster", "type": "query", "query": "label_values(up, cluster)"}
    ]
  },
  "panels": [
    {"id": 1, "type": "stat", "targets": [{"refId": "A", "expr": "up{cluster=\"$cluster\"}"}]}
  ]
}
```

## Source
[kubernetes-mixin: multi-cluster
support](https://github.com/kubernetes-monitoring/kubernetes-mixin#multi-cluster-support)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule


@rule(
    id="mixin-cluster-matcher",
    group="mixin",
    severity="warning",
    looks_at=QueryView,
    profiles=("mixin",),
)
def check(query: QueryView) -> Iterator[Finding]:
    expression, variable = query.expression, query.board.find_variable("cluster")
    for selector in expression.selectors if expression and variable else ():
        values = {matcher.value for matcher in selector.matchers if matcher.name == "cluster"}
        if not values & _CLUSTER_VARIABLE:
            yield Finding(
                what=f"{selector.name or 'the selector'} has no matcher for $cluster",
                fix='Add cluster="$cluster", or cluster=~"$cluster" if the variable allows '
                "several values.",
                node=selector,
            )


_CLUSTER_VARIABLE = frozenset({"$cluster", "${cluster}", "[[cluster]]"})
