"""A matcher accepts every series, even series without the label.

## Reported cases
This rule reports `=~".*"` and equivalent patterns without variables. A selector without a metric
name is not reported, because such a selector needs a matcher. The rule belongs to the profile
`strict`, because a matcher that accepts every series is harmless.

## Why
The matcher looks like a filter, but it has no effect. Often somebody removed a variable from the
matcher. The value that a reader selects at the top of the board then does not affect this query.

## Bad
```promql
up{job=~".*"}
```

## Good
```promql
up
```
```promql
up{job=~".+"}
```
```promql
up{job=~"$job"}
```

## Source
[Selectors](https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import AnnotationView, Finding, QueryView, VariableView, rule
from boardwright.promql.expression import list_selectors

_EVERYTHING = frozenset({".*", "(.*)", "^.*$", ".*?", "(?:.*)", "|.+", ".+|", ".*.*", "(|.+)"})

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(
    id="regex-matches-everything",
    group="queries",
    severity="info",
    looks_at=LOOKS_AT,
    profiles=("strict",),
)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    for selector in list_selectors(query.expression):
        for matcher in selector.matchers if selector.name else ():
            if matcher.op == "=~" and matcher.value in _EVERYTHING and not matcher.variable:
                yield Finding(
                    what=f'{matcher.name}=~"{matcher.value}" matches every series, even series '
                    "without the label",
                    fix='Remove the matcher, or write ".+" to require the label.',
                    node=matcher,
                )
