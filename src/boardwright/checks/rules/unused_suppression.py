"""A suppression hides nothing, names no rule, or gives no reason.

## What
Comments `# boardwright: ignore[rule] reason` in declarations, and `[[check.ignore]]` in
`boardwright.toml`. Whether one hides anything is told only when a rule that it names has run.

## Why
What was right once hides the next fault: the panel was mended, its suppression stayed. And
nobody can tell whether a suppression without a reason may go.

## Bad
```python
TimeSeries(title="Requests", ...)  # boardwright: ignore[promql-syntax]
```

## Good
```python
TimeSeries(title="Requests", ...)  # boardwright: ignore[promql-syntax] needs Prometheus 4
```

## Source
boardwright's own.
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
    named = ", ".join(view.suppression.rules)
    if not view.suppression.rules:
        yield Finding(
            what="the suppression names no rule",
            fix="Write it as: # boardwright: ignore[rule-id] reason.",
        )
    for name in view.unknown:
        yield Finding(
            what=f"the suppression names {name!r}, and no rule is called that",
            fix="`boardwright check --list-rules` tells what they are called.",
        )
    if not view.suppression.reason:
        yield Finding(
            what=f"the suppression of {named or 'no rule'} gives no reason",
            fix="Say why after the bracket, or in `reason`.",
        )
    if not view.placed:
        yield Finding(
            what=f"the suppression of {named} stands at no board and no panel",
            fix="Move it to the line where the panel or the board begins.",
        )
    elif view.ran and not view.used:
        yield Finding(
            what=f"the suppression of {named} hides nothing",
            fix="Remove it.",
        )
