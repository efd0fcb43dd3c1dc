"""A matcher accepts every series, with or without the label.

## Reported cases
`=~".*"` and its equivalents, without variables. A selector without a metric name is not reported.
Profile `strict`: such a matcher has no effect.

## Why
It looks like a condition and has no effect. Mostly a variable was there once, so that the filter at
the top of the board does not change this query.

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
    for selector in query.expression.selectors if query.expression else ():
        for matcher in selector.matchers if selector.name else ():
            if matcher.op == "=~" and matcher.value in _EVERYTHING and not matcher.variable:
                yield Finding(
                    what=f'{matcher.name}=~"{matcher.value}" matches every series, with or without'
                    " the label",
                    fix='Remove it, or write ".+" to require the label.',
                    node=matcher,
                )
