r"""Variables depend on each other in a circle.

## What
A variable whose query, regex or data source uses a variable that, in the end, uses the first one;
or one that uses itself.

## Why
None of a circle can be filled before the others: Grafana gives up, or fills them with what was
chosen last. One that uses itself offers only what is chosen already.

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

from collections.abc import Iterator, Mapping

from boardwright.checks import BoardView, Finding, rule

_FILLED = frozenset({"custom", "datasource", "interval", "query"})
"""Types whose values are made of other variables'."""


@rule(id="circular-variables", group="queries", severity="error", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    uses = {
        variable.name: sorted(variable.refers_to)
        for variable in board.variables
        if variable.type in _FILLED
    }
    told: set[str] = set()
    for variable in board.variables:
        circle = _circle(variable.name, uses) if variable.name in uses else ()
        if circle and not told & set(circle):
            told |= set(circle)
            way = " -> ".join(f"${name}" for name in (*circle, circle[0]))
            alone = len(circle) == 1
            yield Finding(
                what=f"${circle[0]} uses itself" if alone else f"variables use each other: {way}",
                fix=f"Take ${circle[0]} out of {'its own' if alone else f'that of ${circle[-1]}'}"
                " definition.",
                at=variable,
                key="query",
            )


def _circle(start: str, uses: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the shortest way from a variable back to itself; empty when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        for name in uses.get(way[-1], ()):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()
