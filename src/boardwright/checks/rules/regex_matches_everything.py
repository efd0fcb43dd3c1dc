"""A matcher takes every series, with the label or without it.

## What
`=~".*"` and its equals, literal and without variables. A selector without a metric's name is left
alone. Profile `strict`: such a matcher changes nothing.

## Why
It reads as a condition and is none. Mostly a variable stood there once, so that the filter at the
top of the board does nothing for this query.

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
                    what=f'{matcher.name}=~"{matcher.value}" matches every series, also those'
                    " without the label",
                    fix='Take it out, or write ".+" if the label has to be there.',
                    node=matcher,
                )
