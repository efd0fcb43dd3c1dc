"""A query uses a value that the label never has.

## Reported cases
This rule reports a value in a matcher with `=` or `=~` if, according to `--metrics`, the label
never has this value. The alternatives of a regular expression, such as `user|sys`, are checked one
by one. Matchers with a variable are not reported.

A value is reported only if it is certainly a mistake. The value is certainly a mistake in two
cases:

- The label has a value with nearly the same spelling, such as `idle` for `mode="idel"`.
- The label has a fixed set of values, as `le`, `quantile` and `mode` have.

Names of machines, names of devices, and status codes change, so unknown values of these labels are
not reported.

## Why
A matcher that no value fulfils selects no series. The panel shows "No data", so readers may believe
that nothing is wrong.

## Bad
```text
rate(node_cpu_seconds_total{mode="idel"}[5m])
```
```text
rate(node_cpu_seconds_total{mode=~"user|sys"}[5m])
```

## Good
```text
rate(node_cpu_seconds_total{mode="idle"}[5m])
```
```text
rate(node_cpu_seconds_total{mode=~"$mode"}[5m])
```

## Source
[Time series selectors](https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, Matcher, VariableView, rule
from boardwright.checks.judged_selectors import (
    collect_label_values,
    iter_judged_selectors,
    iter_required_matchers,
)
from boardwright.notation.similar_names import ask_for_name, find_similar_name, list_names

_CLOSED = frozenset({"le", "mode", "quantile"})
"""Labels with a fixed set of values, all of which a process exports from its start."""
_PLAIN = re.compile(r"[\w .:/-]+(?:\|[\w .:/-]+)*")
_DIGITS = re.compile(r"\d+")
_CUTOFF = 0.75


@rule(
    id="unknown-label-value",
    group="metrics",
    severity="error",
    looks_at=BoardView,
    needs_metrics=True,
)
def check(board: BoardView) -> Iterator[Finding]:
    catalogue = board.settings.catalogue
    if catalogue is None:
        return
    added = catalogue.added_labels or frozenset()
    for judged in iter_judged_selectors(board, catalogue):
        for matcher in iter_required_matchers(judged):
            values = collect_label_values(judged.metrics, matcher.name)
            if not values or matcher.name in added:
                continue
            for value in _list_missing_values(matcher, values):
                near = _find_near_value(value, values)
                if near is None and matcher.name not in _CLOSED:
                    continue
                name = judged.selector.name or judged.metrics[0].name
                yield Finding(
                    what=f"the label {matcher.name} of {name} never has the value {value!r}",
                    fix=ask_for_name(near)
                    if near
                    else list_names("Values of the label", sorted(values)),
                    at=judged.view,
                    node=None if isinstance(judged.view, VariableView) else matcher,
                )


def _list_missing_values(matcher: Matcher, values: frozenset[str]) -> list[str]:
    """Return the value, or the alternatives of the regex, that the label does not have."""
    if matcher.op == "=":
        wanted = [matcher.value]
    elif matcher.op == "=~" and _PLAIN.fullmatch(matcher.value):
        wanted = [alternative for alternative in matcher.value.split("|") if "." not in alternative]
    else:
        return []
    numbers = frozenset(filter(None, map(_normalise_number, values)))
    return [
        value for value in wanted if value not in values and _normalise_number(value) not in numbers
    ]


def _find_near_value(value: str, values: frozenset[str]) -> str | None:
    """Return the existing value that the author probably meant, or None. Values that differ only in
    a number are not regarded as misspellings.
    """
    near = find_similar_name(value, values, cutoff=_CUTOFF)
    if near is None or near.casefold() == value.casefold():
        return near
    differs_in_number = _DIGITS.sub("0", near) == _DIGITS.sub("0", value)
    return None if len(value) <= 2 or differs_in_number else near


def _normalise_number(value: str) -> str | None:
    """Return a number in its shortest form, because 1 and 1.0 are the same bucket bound."""
    try:
        return repr(float(value))
    except ValueError:
        return None
