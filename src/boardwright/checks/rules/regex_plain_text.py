"""A regular expression consists of plain text.

## Reported cases
This rule reports a literal pattern after `=~` or `!~` in which no character has a special meaning
in regular expressions. The rule belongs to the profile `strict`, because `=` and `!=` have the same
result.

## Why
Readers expect a pattern after `=~`, or believe that the text may match a part of the label's value.
However, Prometheus matches a regular expression against the whole value.

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
from boardwright.promql.expression import list_selectors

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
    for selector in list_selectors(query.expression):
        for matcher in selector.matchers:
            plain = _PLAIN.get(matcher.op)
            if plain and not matcher.variable and not _SPECIAL.search(matcher.value):
                yield Finding(
                    what=f"{matcher.name}{matcher.op} has a plain text as its pattern: "
                    f"{matcher.value!r}",
                    fix=f"Use {plain} instead of {matcher.op}.",
                    node=matcher,
                )
