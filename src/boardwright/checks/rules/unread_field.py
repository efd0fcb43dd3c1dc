"""A panel holds fields that Grafana no longer reads.

## What
`alert`, an alert of the kind that was kept in panels and that Grafana 11 took out; and on a time
series the options of the `graph` that it once was: `yaxes`, `xaxis`, `lines`, `nullPointMode`, …

## Why
Nobody is told when an alert in a panel is never evaluated. An axis' unit or limit that stands in
`yaxes` looks set to whoever reads the file, and the graph does not have it.

## Bad
```json
{
  "type": "timeseries",
  "yaxes": [{"format": "bytes", "min": 0}, {"format": "short"}],
  "targets": [{"refId": "A", "expr": "process_resident_memory_bytes"}]
}
```

## Good
```json
{
  "type": "timeseries",
  "fieldConfig": {"defaults": {"unit": "bytes", "min": 0}},
  "targets": [{"refId": "A", "expr": "process_resident_memory_bytes"}]
}
```

## Source
[Legacy alerting](https://grafana.com/docs/grafana/latest/whatsnew/whats-new-in-v11-0/) is gone;
[options of time series](https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/time-series/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, rule

_OF_GRAPH = (
    *("yaxes", "xaxis", "yaxis", "lines", "linewidth", "fill", "bars", "points", "pointradius"),
    *("stack", "percentage", "steppedLine", "nullPointMode", "seriesOverrides", "aliasColors"),
    *("renderer", "dashes"),
)


@rule(id="unread-field", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    if panel.table("alert"):
        yield Finding(
            what="its alert is never evaluated: Grafana 11 took out alerts that are kept in panels",
            fix="Write it as an alert rule, and take it out of the panel.",
            key="alert",
        )
    left = [key for key in _OF_GRAPH if key in panel.raw] if panel.type == "timeseries" else []
    if left:
        yield Finding(
            what=f"a time series does not read {', '.join(left)}, options of the old graph",
            fix="Set what is wanted in fieldConfig and options, and take them out.",
            key=left[0],
        )
