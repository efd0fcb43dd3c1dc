"""No panel of the project shows the value of an alert.

## Reported cases
`check` reports an alert of the project if no panel shows the value that the alert compares with its
limit. A panel shows this value if one of its queries equals the compared expression, or the whole
expression of the alert. This rule runs only when `check` reads the whole project.

## Why
The person on call needs a graph of the compared value. Without such a panel, the notification
contains no link to a panel.

## Bad
A project has the alert `busy > 0.9`, but no panel with the query `busy`.

## Good
A panel of the project has the query `Target(expr=busy)`. boardwright draws the limit of the alert
in this panel, and the notification contains a link to the panel.

## Source
boardwright's guide [Alerts and recording rules](../how-to/rules.md) explains how alerts and panels
are connected.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.promql.bounds import compute_shape, list_bounds


@rule(id="alert-without-panel", group="alerts", severity="info", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    queried_shapes = configuration.settings.shown
    if queried_shapes is None or not configuration.settings.in_project:
        return
    for each in configuration.rules:
        tree = each.expression.tree if each.is_alert else None
        if tree is None:
            continue
        values = {compute_shape(tree), *(compute_shape(bound.value) for bound in list_bounds(tree))}
        if not values & queried_shapes:
            yield Finding(
                what=f"no panel shows the value of the {each.called}",
                fix="Add a panel whose query is the left side of the alert's comparison.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )
