r"""Variables of a board depend on each other in a circle.

## Reported cases
This rule reports variables that depend on each other in a circle, through their queries, their
regexes or their data sources. For example, the query of `job` uses `$instance`, and the query of
`instance` uses `$job`. A variable that uses itself is reported as well.

## Why
Grafana loads a variable only after the variables that it uses. In a circle, no variable can be
loaded first. Grafana therefore stops loading the variables, or keeps the values that were selected
before. A variable that uses itself offers only its selected value.

## Bad
```json
{
  "title": "Requests",
  "templating": {"list": [
    {"name": "job", "type": "query", "query": "label_values(up{instance=\"$instance\"}, job)"},
    {"name": "instance", "type": "query", "query": "label_values(up{job=\"$job\"}, instance)"}
  ]}
}
```

## Good
```json
{
  "title": "Requests",
  "templating": {"list": [
    {"name": "job", "type": "query", "query": "label_values(up, job)"},
    {"name": "instance", "type": "query", "query": "label_values(up{job=\"$job\"}, instance)"}
  ]}
}
```

## Source
[Chained variables](https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.checks.circles import find_circle

_FILLED = frozenset({"custom", "datasource", "interval", "query"})
"""Types of variables whose values can depend on other variables."""


@rule(id="circular-variables", group="queries", severity="error", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    uses = {
        variable.name: variable.refers_to
        for variable in board.variables
        if variable.type in _FILLED
    }
    reported: set[str] = set()
    for variable in board.variables:
        circle = find_circle(variable.name, uses) if variable.name in uses else ()
        if circle and not reported & set(circle):
            reported |= set(circle)
            path = " -> ".join(f"${name}" for name in (*circle, circle[0]))
            uses_itself = len(circle) == 1
            yield Finding(
                what=f"the variable ${circle[0]} uses itself"
                if uses_itself
                else f"variables use each other: {path}",
                fix=f"Remove ${circle[0]} from the definition of ${circle[-1]}.",
                at=variable,
                key="query",
            )
