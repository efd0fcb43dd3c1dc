"""A regular expression has an anchor at one end and no wildcard at the other.

## Reported cases
This rule reports a regular expression that consists of plain text and one anchor, such as
`=~"^text"` or `!~"text$"`. Patterns with a wildcard, or with anchors at both ends, are not
reported, because their anchors are superfluous but correct.

## Why
Prometheus matches a regular expression against the whole value, as if the expression were enclosed
in `^(?:` and `)$`. The pattern `^api` therefore matches only the value `api`. The author probably
wanted to match `api-1` too.

## Bad
```promql
up{instance=~"^web"}
```
```promql
up{instance!~":9100$"}
```

## Good
```promql
up{instance=~"web.*"}
```
```promql
up{instance!~".*:9100"}
```

## Source
[Selectors](https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardwright.checks import AnnotationView, Finding, Matcher, QueryView, VariableView, rule
from boardwright.promql.expression import list_selectors

_TEXT = r"(?:\w|[-/: ]|\\\.|\\\\\.)+"
"""Text without characters that have a special meaning in regular expressions. Dots must be
escaped.
"""
_PLAIN = {"=~": "=", "!~": "!="}
_BEGINS = re.compile(rf"\^(?P<text>{_TEXT})")
_ENDS = re.compile(rf"(?P<text>{_TEXT})\$")

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(id="regex-half-anchored", group="queries", severity="warning", looks_at=LOOKS_AT)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    for selector in list_selectors(query.expression):
        for matcher in selector.matchers:
            pattern = _guess_intended_pattern(matcher)
            if pattern:
                yield Finding(
                    what=f'{matcher.name}{matcher.op}"{matcher.value}" matches only whole values, '
                    "with or without the anchor",
                    fix=f'Write "{pattern}", or use {_PLAIN[matcher.op]} without the anchor.',
                    node=matcher,
                )


def _guess_intended_pattern(matcher: Matcher) -> str | None:
    if matcher.op not in _PLAIN or matcher.variable:
        return None
    begins, ends = _BEGINS.fullmatch(matcher.value), _ENDS.fullmatch(matcher.value)
    if begins:
        return begins["text"] + ".*"
    return ".*" + ends["text"] if ends else None
