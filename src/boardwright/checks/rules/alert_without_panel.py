"""No panel of the project shows the value of an alert.

## Reported cases
Alerts of the project whose value no query of any board shows. A query shows the value if the query
equals the alert's expression, or equals the part of the expression that is compared with a limit.
The rule runs only when a whole project is checked.

## Why
The person on call needs a graph of the value. Without such a panel, the notification has no link to
a panel.

## Bad
A project with the alert `busy > 0.9`, and no panel with the query `busy`.

## Good
A panel with `Target(expr=busy)`. The panel draws the limit of the alert, and the notification links
to the panel.

## Source
[Alerts and recording rules](../how-to/rules.md)
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
