"""The only query of a panel returns a constant.

## Reported cases
This rule reports a query that consists of literal numbers, such as `1` or `vector(1)`, if the panel
shows no other query. Queries that contain `time()` or a variable are not reported. A constant next
to other queries is not reported either, because graphs draw limits in this way. The rule belongs to
the profile `strict`, because a board may show a number on purpose.

## Why
A query without a metric measures nothing. Usually the author wrote the constant as a placeholder
and forgot to replace it.

## Bad
```promql
vector(1)
```

## Good
```promql
vector($limit)
```
```promql
time() - process_start_time_seconds
```

## Source
[vector](https://prometheus.io/docs/prometheus/latest/querying/functions/#vector)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Binary, Call, Expr, Finding, Number, Paren, QueryView, Unary, rule

_CONSTANT = frozenset({"pi", "scalar", "vector"})


@rule(
    id="constant-result",
    group="queries",
    severity="warning",
    looks_at=QueryView,
    profiles=("strict",),
)
def check(query: QueryView) -> Iterator[Finding]:
    expression = query.expression
    if expression is None or expression.tree is None or expression.selectors or query.hidden:
        return
    tree = expression.tree
    alone = sum(not other.hidden for other in query.panel.targets) == 1
    if alone and all(map(_is_constant, tree.walk())):
        yield Finding(
            what="the result of the query is a constant number",
            fix="Query a metric, or write the number in a text panel.",
            node=tree,
        )


def _is_constant(part: Expr) -> bool:
    if isinstance(part, Call):
        return part.name in _CONSTANT
    return isinstance(part, Binary | Number | Paren | Unary)
