"""A regular expression is plain text, which a plain comparison matches as well.

## What
`=~` and `!~` with a literal text that has no character with a meaning in regular expressions.
Profile `strict`: the result is the same.

## Why
It tells readers to look for a pattern that is not there. Those who expect a part of the value to
match are wrong: Prometheus' regular expressions match whole values.

## Bad
```promql
up{job=~"node"}
```

## Good
```promql
up{job="node"}
```
```promql
up{job=~"$job"}
```

## Source
[Selectors](https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardwright.checks import AnnotationView, Finding, QueryView, VariableView, rule

_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")
_PLAIN = {"=~": "=", "!~": "!="}

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(
    id="regex-plain-text",
    group="queries",
    severity="info",
    looks_at=LOOKS_AT,
    profiles=("strict",),
)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    for selector in query.expression.selectors if query.expression else ():
        for matcher in selector.matchers:
            plain = _PLAIN.get(matcher.op)
            if plain and not matcher.variable and not _SPECIAL.search(matcher.value):
                yield Finding(
                    what=f"{matcher.name}{matcher.op} is given plain text, {matcher.value!r}",
                    fix=f"Write {plain} for {matcher.op}.",
                    node=matcher,
                )
