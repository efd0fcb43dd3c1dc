"""Targets are scraped at different intervals, or at an interval outside 10 to 60 seconds.

## Reported cases
`check` reports a scrape interval outside 10 to 60 seconds, in `boardwright.toml` or in a checked
`prometheus.yml`. `check` also reports a job of the `prometheus.yml` whose scrape interval differs
from the global scrape interval. A Prometheus data source is reported if its `timeInterval` differs
from the scrape interval, because Grafana uses `timeInterval` as the scrape interval.

## Why
The scrape interval determines how many samples a range contains. A range of one minute contains 6
samples if targets are scraped every 10 s, and 1 sample if targets are scraped every 60 s. Readers
cannot compare graphs of targets with different scrape intervals, and a range that fits one interval
is too short for another. Scrapes every few seconds cost more than they are worth. If the interval
is longer than 60 s, the usual ranges contain too few samples. Prometheus treats a series as stale
after five minutes without a sample.

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
The board "Prometheus 101", which boardwright ships, recommends one scrape interval of 10 s or more
for all targets. The article [Keep it
simple](https://www.robustperception.io/keep-it-simple-scrape_interval-id/) explains why one
interval is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.notation.durations import format_duration, parse_range_milliseconds

_LEAST, _MOST = 10_000, 60_000
_DEFAULT = "1m"
"""Prometheus's default scrape interval."""


@rule(id="scrape-interval", group="principles", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    common = configuration.settings.scrape_interval
    global_settings = [scrape for scrape in configuration.scrapes if not scrape.name]
    if global_settings:
        common = parse_range_milliseconds(global_settings[0].interval or _DEFAULT) or common
    for scrape in configuration.scrapes:
        owner = f"the job {scrape.name!r}" if scrape.name else "Prometheus"
        yield from _check_interval(scrape.interval, owner, PlaceAt(scrape.place))
        if scrape.name and scrape.interval and parse_range_milliseconds(scrape.interval) != common:
            yield Finding(
                what=f"the job {scrape.name!r} is scraped every {scrape.interval}, but "
                f"the global scrape interval is {format_duration(common)}",
                fix="Remove scrape_interval from this job, so that all targets are scraped at "
                "the same interval.",
                at=PlaceAt(scrape.place),
            )
    for source in configuration.datasources:
        interval = source.time_interval
        if (
            source.type == "prometheus"
            and interval
            and parse_range_milliseconds(interval) != common
        ):
            yield Finding(
                what=f"the timeInterval of the data source {source.name!r} is {interval}, "
                f"but the scrape interval is {format_duration(common)}",
                fix=f"Set timeInterval to {format_duration(common)}: Grafana calculates "
                "$__rate_interval from timeInterval.",
                at=PlaceAt(source.place),
            )


def _check_interval(interval: str | None, owner: str, at: PlaceAt) -> Iterator[Finding]:
    length = parse_range_milliseconds(interval or _DEFAULT)
    if length is not None and not _LEAST <= length <= _MOST:
        yield Finding(
            what=f"{owner} scrapes every {interval}, which is not between 10s and 60s",
            fix="Use 10s, 15s, 30s or 60s for all targets.",
            at=at,
        )
