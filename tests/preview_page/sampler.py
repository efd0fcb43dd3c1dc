"""A board with a panel of every type, with the options that public boards use most."""

from __future__ import annotations

from typing import Any

from preview_page.pages import (
    POINTS,
    START,
    STEP,
    Json,
    annotation,
    exemplars,
    marks,
    page_of,
    series,
    view_of,
    wave,
)

STATES = {"0": {"text": "down", "color": "red"}, "1": {"text": "up", "color": "green"}}
MAPPED = {"mappings": [{"type": "value", "options": STATES}]}
PERCENT = {"unit": "percent", "min": 0, "max": 100}
TABLE = {
    "schema": {
        "refId": "A",
        "fields": [
            {"name": "instance", "type": "string"},
            {"name": "Value", "type": "number"},
        ],
    },
    "data": {"values": [["node-1", "node-2", "node-3"], [12.5, 64, 91.25]]},
}
LINES = {
    "schema": {
        "refId": "A",
        "fields": [{"name": "Time", "type": "time"}, {"name": "Line", "type": "string"}],
    },
    "data": {"values": [[START, START + STEP], ["level=info started", "level=error no disk"]]},
}


def heat() -> Json:
    """Return a heatmap result: buckets over time, with higher counts in the middle."""
    names = ("0.1", "0.5", "1", "+Inf")
    fields: list[Json] = [{"name": "Time", "type": "time"}]
    fields += [
        {"name": n, "type": "number", "config": {"displayNameFromDS": n}, "labels": {"le": n}}
        for n in names
    ]
    times = [START + i * STEP for i in range(POINTS)]
    counts = [[(i * weight) % 17 for i in range(POINTS)] for weight in (1, 5, 3, 0)]
    meta = {"type": "heatmap-rows"}
    return {
        "schema": {"refId": "A", "meta": meta, "fields": fields},
        "data": {"values": [times, *counts]},
    }


def results() -> dict[str, Json]:
    """Return the results of the sampler's queries."""
    flips = [float(i // 12 % 2) for i in range(POINTS)]
    return {
        "two": {"frames": [series("cpu", wave(6), job="a"), series("disk", wave(9), job="b")]},
        "one": {"frames": [series("cpu", wave(6), job="a")]},
        "states": {"frames": [series("node-1", flips), series("node-2", flips[::-1])]},
        "table": {"frames": [TABLE]},
        "heat": {"frames": [heat()]},
        "logs": {"frames": [LINES]},
        "marks": marks((12, 12), (30, 40)),
        "exemplars": exemplars((8, 60.0, "a"), (25, 20.0, "b"), (45, 85.0, "a")),
    }


def panel(kind: str, options: Json | None = None, **defaults: Any) -> Json:
    """Return a panel in the form in which boards contain it."""
    return {
        "type": kind,
        "title": kind.replace("-", " ").capitalize(),
        "options": options or {},
        "fieldConfig": {"defaults": defaults, "overrides": []},
    }


LEGEND = {
    "legend": {
        "showLegend": True,
        "displayMode": "table",
        "placement": "right",
        "calcs": ["mean", "max"],
    }
}
STEPS = [{"color": "green", "value": None}, {"color": "orange", "value": 70}]
RED_LINE = {"thresholds": {"mode": "absolute", "steps": STEPS}}
FILLED = {"fillOpacity": 30, "lineWidth": 2, "stacking": {"mode": "normal", "group": "A"}}


def kinds() -> list[tuple[Json, str]]:
    """Return each panel with the name of the result that it draws."""
    return [
        (panel("timeseries", LEGEND, **PERCENT), "two"),
        (panel("timeseries", custom=FILLED, unit="bytes", **RED_LINE), "two"),
        (panel("stat", **PERCENT, **RED_LINE), "two"),
        (panel("gauge", **PERCENT, **RED_LINE), "one"),
        (panel("bargauge", {"orientation": "horizontal"}, **PERCENT, **RED_LINE), "two"),
        (panel("table", unit="percent"), "table"),
        (panel("text", {"mode": "markdown", "content": "# Nodes\n\n- one\n- **two**"}), ""),
        (panel("piechart", {"pieType": "donut", "displayLabels": ["percent"]}), "two"),
        (panel("state-timeline", **MAPPED), "states"),
        (panel("status-history", **MAPPED), "states"),
        (panel("heatmap"), "heat"),
        (panel("histogram"), "two"),
        (panel("barchart"), "table"),
        (panel("logs", {"showTime": True}), "logs"),
        (panel("geomap"), "table"),
    ]


def sampler(**more: Any) -> Json:
    """Return the data of the page, with three panels per line."""
    views = [
        view_of(str(i + 1), (i % 3 * 8, i // 3 * 8, 8, 8), one, *([result] if result else []))
        for i, (one, result) in enumerate(kinds())
    ]
    views[0]["queries"][0]["exemplars"] = "exemplars"
    annotations = [
        annotation("Deployments", panels=["2", "9"], color="blue"),
        annotation("Backups", enabled=False),
        annotation("Changes", None),
    ]
    return page_of(views, results(), annotations=annotations, **more)
