"""Targets are scraped at different intervals, or outside 10 to 60 seconds.

## Reported cases
The scrape interval of `boardwright.toml`, those of the jobs in a `prometheus.yml` that is checked,
and the `timeInterval` of Prometheus data sources, from which Grafana takes the scrape interval.

## Why
A window holds as many samples as the interval allows: one minute has 6 at 10 s, 1 at 60 s. Graphs
of targets with different intervals cannot be compared, and a window that fits one is too short for
another. Under 10 s a scrape costs more than it shows; over 60 s the usual windows hold too few
samples, and after five minutes a series is stale.

## Bad
```yaml
global:
  scrape_interval: 15s
scrape_configs:
  - job_name: node
    scrape_interval: 5s
```

## Good
```yaml
global:
  scrape_interval: 15s
scrape_configs:
  - job_name: node
```

## Source
Prometheus 101: one interval for all targets, and never a single-digit one;
[keep it simple](https://www.robustperception.io/keep-it-simple-scrape_interval-id/).
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.notation.durations import milliseconds

_LEAST, _MOST = 10_000, 60_000
_DEFAULT = "1m"
"""Prometheus's own default."""


@rule(id="scrape-interval", group="principles", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    common = configuration.settings.scrape_interval
    stated = [scrape for scrape in configuration.scrapes if not scrape.name]
    if stated:
        common = milliseconds(stated[0].interval or _DEFAULT) or common
    for scrape in configuration.scrapes:
        whose = f"the job {scrape.name!r}" if scrape.name else "Prometheus"
        yield from _interval(scrape.interval, f"{whose} scrapes every", PlaceAt(scrape.place))
        if scrape.name and scrape.interval and milliseconds(scrape.interval) != common:
            yield Finding(
                what=f"the job {scrape.name!r} is scraped every {scrape.interval}, others are not",
                fix="Remove its scrape_interval, so that all targets share one.",
                at=PlaceAt(scrape.place),
            )
    for source in configuration.datasources:
        interval = source.time_interval
        if source.type == "prometheus" and interval and milliseconds(interval) != common:
            yield Finding(
                what=f"the data source {source.name!r} has the timeInterval {interval}, not the"
                " scrape interval",
                fix="Set it to the scrape interval: Grafana calculates $__rate_interval from it.",
                at=PlaceAt(source.place),
            )


def _interval(interval: str | None, what: str, at: PlaceAt) -> Iterator[Finding]:
    length = milliseconds(interval or _DEFAULT)
    if length is not None and not _LEAST <= length <= _MOST:
        yield Finding(
            what=f"{what} {interval}, which is not between 10s and 60s",
            fix="Use 10s, 15s, 30s or 60s, the same for all targets.",
            at=at,
        )
