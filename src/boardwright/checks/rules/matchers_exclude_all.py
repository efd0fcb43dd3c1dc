"""The matchers of a selector exclude every series.

## Reported cases
This rule reports two matchers on the same label that contradict each other, such as `a="x",a="y"`,
`a="x",a!="x"` or `a="x",a=~"y|z"`. The rule also reports a matcher that no value can fulfil, such
as `a!~".*"`. Matchers with a variable are not reported.

## Why
A series must fulfil all matchers, so the selector never returns a series. Usually the author meant
`a=~"x|y"`, or forgot to remove a matcher from a copied query.

## Bad
```promql
up{job="node",job="cadvisor"}
```
```promql
up{job!~".*"}
```

## Good
```promql
up{job=~"node|cadvisor"}
```
```promql
up{job=~"node.*",job!="node-test"}
```

## Source
[Selectors](https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardwright.checks import (
    AnnotationView,
    Finding,
    Matcher,
    QueryView,
    Selector,
    VariableView,
    find_regex_fault,
    matches_value,
    rule,
)
from boardwright.promql.expression import list_selectors

_NOTHING = frozenset({".*", "(.*)", "^.*$", "|.+", ".+|", "(?:.*)"})

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(id="matchers-exclude-all", group="queries", severity="error", looks_at=LOOKS_AT)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    for selector in list_selectors(query.expression):
        contradiction = _find_contradiction(selector)
        if contradiction:
            first, second = contradiction
            also = "" if first is second else f" and {_format_matcher(first)}"
            yield Finding(
                what=f"no series matches {_format_matcher(second)}{also}",
                fix=(
                    f"Remove one of the two matchers, or write one matcher {second.name}=~ "
                    "that lists all values."
                )
                if also
                else 'Remove the matcher, or write ="" to select the series without this label.',
                node=second,
            )


def _find_contradiction(selector: Selector) -> tuple[Matcher, Matcher] | None:
    if not _may_contradict(selector):
        return None
    literal = [matcher for matcher in selector.matchers if not matcher.variable]
    for matcher in literal:
        if matcher.op == "!~" and matcher.value in _NOTHING:
            return matcher, matcher
    for name in dict.fromkeys(matcher.name for matcher in literal):
        pair = _find_contradicting_pair([matcher for matcher in literal if matcher.name == name])
        if pair:
            return pair
    return None


def _may_contradict(selector: Selector) -> bool:
    """Return whether the matchers may contradict each other. Most selectors fail this fast test, so
    the slow test is not needed for them.
    """
    matchers = selector.matchers
    names = {matcher.name for matcher in matchers}
    return len(names) < len(matchers) or any(matcher.op == "!~" for matcher in matchers)


def _find_contradicting_pair(matchers: Sequence[Matcher]) -> tuple[Matcher, Matcher] | None:
    for first in matchers:
        for second in matchers:
            if first.op == "=" and second is not first and not _meets_matcher(first.value, second):
                return first, second
    return None


def _meets_matcher(value: str, matcher: Matcher) -> bool:
    """Return whether a value fulfils a matcher; True if the answer is uncertain."""
    if matcher.op in {"=", "!="}:
        return (value == matcher.value) == (matcher.op == "=")
    if find_regex_fault(matcher.value):
        return True
    return matches_value(matcher.value, value) == (matcher.op == "=~")


def _format_matcher(matcher: Matcher) -> str:
    return f'{matcher.name}{matcher.op}"{matcher.value}"'
