"""Panels contain fields that Grafana no longer reads.

## Reported cases
This rule reports the key `alert` of a panel, which contains an alert of legacy alerting. Grafana 11
removed legacy alerting.

The rule also reports options of the old `graph` panel (`yaxes`, `xaxis`, `lines`, `nullPointMode`,
...) in a time series panel. A time series panel has such options if it was a `graph` panel before.
If no setting is lost, because the old options have no effect or the new options set the same
things, only the profile `strict` reports the options, with severity `info`. Panels that Grafana's
API converted (`autoMigrateFrom`) are not reported, because Grafana still reads their old options.

One problem lists all panels of a board that have such an alert, and one problem lists all panels
that have such options.

## Why
Grafana never evaluates an alert in a panel, so nobody is notified. A unit or limit in `yaxes` seems
to be set in the file, but the graph does not use it.

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
Grafana 11 removed [legacy
alerting](https://grafana.com/docs/grafana/latest/whatsnew/whats-new-in-v11-0/). Grafana's page
[Time
series](https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/time-series/)
describes the current options.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardwright.checks import BoardView, Finding, PanelView, rule
from boardwright.checks.combined_findings import format_panel_names
from boardwright.schema.graph_options import list_graph_options, list_lost_options


@rule(id="unread-field", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    panels = [panel for panel in board.panels if not panel.is_repeat_clone]
    yield from _report_alerts([panel for panel in panels if panel.has_alert])
    losing = [panel for panel in panels if list_lost_options(panel)]
    if losing:
        keys = dict.fromkeys(key for panel in losing for key in list_lost_options(panel))
        yield Finding(
            what=f"{format_panel_names(losing)}: a time series panel ignores the keys "
            f"{', '.join(keys)} of the old graph panel, so these settings are lost",
            fix="Make the same settings in the panel's fieldConfig or options, and remove the "
            "old keys.",
            key=(*losing[0].pointer, list_lost_options(losing[0])[0]),
        )
        return
    yield from _report_leftovers([panel for panel in panels if list_graph_options(panel)])


def _report_alerts(panels: Sequence[PanelView]) -> Iterator[Finding]:
    if panels:
        yield Finding(
            what="Grafana 11 removed alerts in panels, so the alert of "
            f"{format_panel_names(panels)} is never evaluated",
            fix="Write an alert rule, and remove the alert from the panel.",
            key=(*panels[0].pointer, "alert"),
        )


def _report_leftovers(panels: Sequence[PanelView]) -> Iterator[Finding]:
    if panels:
        keys = dict.fromkeys(key for panel in panels for key in list_graph_options(panel))
        yield Finding(
            what=f"{format_panel_names(panels)}: a time series panel ignores the keys "
            f"{', '.join(keys)} of the old graph panel, but no setting is lost",
            fix="Remove the old keys.",
            key=(*panels[0].pointer, list_graph_options(panels[0])[0]),
            certain=False,
        )
