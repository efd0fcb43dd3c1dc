"""A regular expression has an anchor at one end, and nothing open at the other.

## What
`=~"^text"` and `!~"text$"`: an anchor on one side only, and no wildcard at the other end.
Anchors on both ends, or beside a wildcard, are superfluous but right, and are not reported.

## Why
Prometheus' regular expressions match whole values, as if `^(?:` and `)$` stood around them.
`^api` therefore means `api` and nothing longer, which is not what its author had in mind.

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

_TEXT = r"(?:\w|[-/: ]|\\\.|\\\\\.)+"
"""Text without any meaning in regular expressions, but for escaped dots."""
_PLAIN = {"=~": "=", "!~": "!="}
_BEGINS = re.compile(rf"\^(?P<text>{_TEXT})")
_ENDS = re.compile(rf"(?P<text>{_TEXT})\$")

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(id="regex-half-anchored", group="queries", severity="warning", looks_at=LOOKS_AT)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    for selector in query.expression.selectors if query.expression else ():
        for matcher in selector.matchers:
            meant = _meant(matcher)
            if meant:
                yield Finding(
                    what=f'{matcher.name}{matcher.op}"{matcher.value}" compares the whole value: an'
                    " anchor leaves nothing open",
                    fix=f'Write "{meant}", or compare with {_PLAIN[matcher.op]}.',
                    node=matcher,
                )


def _meant(matcher: Matcher) -> str | None:
    if matcher.op not in _PLAIN or matcher.variable:
        return None
    begins, ends = _BEGINS.fullmatch(matcher.value), _ENDS.fullmatch(matcher.value)
    if begins:
        return begins["text"] + ".*"
    return ".*" + ends["text"] if ends else None
