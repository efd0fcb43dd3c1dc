"""A regular expression has an anchor at one end and no wildcard at the other.

## Reported cases
`=~"^text"` and `!~"text$"`: patterns with an anchor at only one end, and no wildcard at the other
end. Anchors at both ends, or next to a wildcard, are superfluous but correct, and are not reported.

## Why
Prometheus matches a regular expression against the whole value, as if the expression were enclosed
in `^(?:` and `)$`. `^api` therefore matches only `api`, not `api-1`, which the author probably
intended.

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
                    fix=f'Write "{pattern}", or use {_PLAIN[matcher.op]}.',
                    node=matcher,
                )


def _guess_intended_pattern(matcher: Matcher) -> str | None:
    if matcher.op not in _PLAIN or matcher.variable:
        return None
    begins, ends = _BEGINS.fullmatch(matcher.value), _ENDS.fullmatch(matcher.value)
    if begins:
        return begins["text"] + ".*"
    return ".*" + ends["text"] if ends else None
