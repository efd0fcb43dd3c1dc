"""A suppression hides nothing, names an unknown rule, or has no reason.

## Reported cases
This rule checks comments `# boardwright: ignore[rule] reason` in declarations, and tables
`[[check.ignore]]` in `boardwright.toml`. A suppression that hides no problem is reported only if
`check` ran at least one of its rules.

## Why
A suppression that is no longer needed can hide the next problem. For example, somebody fixed the
panel but forgot to remove the suppression. Without a reason, nobody can decide whether a
suppression may be removed.

## Bad
```python
TimeSeries(title="Requests", ...)  # boardwright: ignore[promql-syntax]
```

## Good
```python
TimeSeries(title="Requests", ...)  # boardwright: ignore[promql-syntax] needs Prometheus 4
```

## Source
This rule exists only in boardwright.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, SuppressionView, rule


@rule(
    id="unused-suppression",
    group="suppressions",
    severity="warning",
    looks_at=SuppressionView,
)
def check(view: SuppressionView) -> Iterator[Finding]:
    rules = ", ".join(view.suppression.rules)
    if not view.suppression.rules:
        yield Finding(
            what="the suppression names no rule",
            fix="Name a rule: # boardwright: ignore[rule-id] reason.",
        )
    for name in view.unknown:
        yield Finding(
            what=f"the suppression names {name!r}, which is not a rule",
            fix="Run `boardwright check --list-rules` for the names of rules.",
        )
    if not view.suppression.reason:
        yield Finding(
            what=f"the suppression of {rules or 'no rule'} has no reason",
            fix="Write the reason after the closing bracket of the comment, or as `reason` in "
            "the [[check.ignore]] table.",
        )
    if not view.placed:
        yield Finding(
            what=f"the suppression of {rules} is not attached to a board or panel",
            fix="Move the suppression to the line where the panel or the board begins.",
        )
    elif view.ran and not view.used:
        yield Finding(
            what=f"the suppression of {rules} has no effect, because the rule reports no "
            "problem here",
            fix="Remove the suppression.",
        )
