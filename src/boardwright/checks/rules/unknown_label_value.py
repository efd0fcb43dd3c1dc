"""A query asks for a value that a label never has.

## What
Matchers `=` and `=~` on a label of the metric that select none of the values that `--metrics`
tells, where that is surely a fault: a value is spelt almost the same (`mode="idel"`), or in other
letter case; or the label is one whose values are known from the start, such as `le`, `quantile` and
`mode`. Names of machines, devices and codes come and go, and are left alone; so are matchers that
hold a variable.

## Why
A matcher that no value fits selects nothing: the panel says "No data", as if nothing happened.

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

import difflib
import re
from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, Matcher, VariableView, rule
from boardwright.checks.emitted import asked_of, judged_matchers, values_of

_CLOSED = frozenset({"le", "mode", "quantile"})
"""Labels all of whose values are there from a process' start."""
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
    for asked in asked_of(board, catalogue):
        for matcher in judged_matchers(asked):
            values = values_of(asked.metrics, matcher.name)
            if not values or matcher.name in added:
                continue
            for value in _unknown(matcher, values):
                near = _near(value, values)
                if near is None and matcher.name not in _CLOSED:
                    continue
                name = asked.selector.name or asked.metrics[0].name
                yield Finding(
                    what=f"{matcher.name} of {name} is never {value}",
                    fix=f"Did you mean {near}?" if near else _among(values),
                    at=asked.view,
                    node=None if isinstance(asked.view, VariableView) else matcher,
                )


def _unknown(matcher: Matcher, values: frozenset[str]) -> list[str]:
    """Return the values asked for that there are not; of a regex those of its alternatives."""
    if matcher.op == "=":
        wanted = [matcher.value]
    elif matcher.op == "=~" and _PLAIN.fullmatch(matcher.value):
        wanted = [alternative for alternative in matcher.value.split("|") if "." not in alternative]
    else:
        return []
    numbers = frozenset(filter(None, map(_number, values)))
    return [value for value in wanted if value not in values and _number(value) not in numbers]


def _near(value: str, values: frozenset[str]) -> str | None:
    """Return the value that was meant; those that differ in their numbers only are others."""
    same = next((known for known in values if known.lower() == value.lower()), None)
    if same is not None:
        return same
    found = difflib.get_close_matches(value, values, n=1, cutoff=_CUTOFF)
    shape = _DIGITS.sub("0", value)
    return found[0] if found and len(value) > 2 and _DIGITS.sub("0", found[0]) != shape else None


def _number(value: str) -> str | None:
    """Return a number in one form, since 1 and 1.0 are the same bound of a bucket."""
    try:
        return repr(float(value))
    except ValueError:
        return None


def _among(values: frozenset[str]) -> str:
    shown = sorted(values)
    more = ", ..." if len(shown) > 12 else ""
    return f"Take one of its values: {', '.join(shown[:12])}{more}."
