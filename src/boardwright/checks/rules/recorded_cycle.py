"""Recording rules depend on each other in a circle.

## Reported cases
A recording rule whose expression reads the series that the rule records, directly or through other
recording rules.

## Why
Each evaluation reads the result of the evaluation before. A value can therefore grow without end,
and once there is a gap, the rule never returns a result again. This is hardly ever intended.

## Bad
```yaml
groups:
  - name: node
    rules:
      - record: job:a:sum
        expr: sum by (job) (job:b:sum)
      - record: job:b:sum
        expr: sum by (job) (job:a:sum)
```

## Good
```yaml
groups:
  - name: node
    rules:
      - record: job:a:sum
        expr: sum by (job) (a)
      - record: job:b:sum
        expr: sum by (job) (job:a:sum)
```

## Source
[Recording rules](https://prometheus.io/docs/practices/rules/)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule


@rule(id="recorded-cycle", group="alerts", severity="error", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    reads: dict[str, set[str]] = {}
    for each in configuration.settings.rules:
        if each.records:
            reads.setdefault(each.name, set()).update(each.expression.metrics)
    for each in configuration.rules:
        way = _way_back(each.name, reads) if each.records else []
        if way:
            yield Finding(
                what=f"the {each.called} reads its own result: {' reads '.join([each.name, *way])}",
                fix="Compute one of these series from scraped metrics instead.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )


def _way_back(name: str, reads: Mapping[str, set[str]]) -> list[str]:
    """Return the series on the shortest way from a series back to itself; empty if there is
    none.
    """
    ways = {read: [read] for read in sorted(reads.get(name, ()))}
    waiting = [*ways]
    for read in waiting:
        if read == name:
            return ways[read]
        for inner in sorted(reads.get(read, ())):
            if inner not in ways:
                ways[inner] = [*ways[read], inner]
                waiting.append(inner)
    return []
