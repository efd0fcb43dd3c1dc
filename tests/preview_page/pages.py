"""The data of test pages, and the HTML of a page."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support import ROOT

BUNDLE = ROOT / "src/boardwright/preview/bundle"
START = 1_700_000_000_000
STEP = 60_000
POINTS = 60

Json = dict[str, Any]


def html_of(page: Json, bundle: Path = BUNDLE, *, connect: str = "'none'") -> str:
    """Return the page as an HTML file with the same security policy as real pages."""
    script = (bundle / "preview.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline';"
        f" img-src data: blob:; font-src data:; connect-src {connect}"
    )
    data = json.dumps(page).replace("<", "\\u003c").replace("&", "\\u0026")
    style = (bundle / "preview.css").read_text("utf-8")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>page</title><style>{style}</style></head><body>"
        f'<script type="application/json" id="boardwright-page">{data}</script>'
        f"<script>{script}</script></body></html>"
    )


def page_of(
    panels: list[Json],
    results: Json,
    *,
    annotations: Sequence[Json] = (),
    links: Sequence[Json] = (),
    **more: Any,
) -> Json:
    """Return the data of a page with one section."""
    sections = [{"row": None, "panels": panels, "columns": None}]
    return {
        "kind": "board", "format": 3, "uid": "sampler", "title": "Sampler", "description": "",
        "tags": [], "place": "dashboards/sampler.py:3", "theme": "dark", "timezone": "utc",
        "range": {"from": START, "to": START + (POINTS - 1) * STEP, "text": "Last 1 hour"},
        "data": "recorded", "remark": None, "cursorSync": 1, "problems": [],
        "selections": [
            {"variables": [], "annotations": list(annotations), "links": list(links),
             "sections": sections, "hidden": []}
        ],
        "results": results, "reload": None, **more,
    }  # fmt: skip


def view_of(key: str, grid: tuple[int, int, int, int], panel: Json, *results: str) -> Json:
    """Return a panel with one query for each result."""
    x, y, w, h = grid
    queries = [
        {"refId": chr(65 + i), "datasource": "Prometheus", "language": "PromQL",
         "written": "rate(cpu[$__rate_interval])", "sent": "rate(cpu[1m])", "kind": "range",
         "stepMs": STEP, "hide": False, "result": result, "error": None, "remark": None,
         "exemplars": None}
        for i, result in enumerate(results)
    ]  # fmt: skip
    return {
        "key": key, "grid": {"x": x, "y": y, "w": w, "h": h}, "panel": panel, "queries": queries,
        "place": f"dashboards/sampler.py:{key}", "problems": [], "change": None, "remark": None,
    }  # fmt: skip


def series(name: str, values: list[Any], **labels: str) -> Json:
    """Return the data frame of one series."""
    fields = [
        {"name": "Time", "type": "time"},
        {"name": "Value", "type": "number", "labels": labels,
         "config": {"displayNameFromDS": name}},
    ]  # fmt: skip
    times = [START + i * STEP for i in range(len(values))]
    return {"schema": {"refId": "A", "fields": fields}, "data": {"values": [times, values]}}


def wave(period: float, height: float = 40, floor: float = 50) -> list[float]:
    """Return a wave of `POINTS` values."""
    return [round(floor + height * math.sin(i / period), 3) for i in range(POINTS)]


def marks(*rows: tuple[int, int], title: str = "Deployed", text: str = "", **more: Any) -> Json:
    """Return a result with annotation marks, each from one minute to another."""
    fields = [{"name": name, "type": "other"} for name in ("time", "timeEnd", "title", "text")]
    fields.append({"name": "tags", "type": "other"})
    tags = more.get("tags", ["shop", "web-1"])
    columns = [[START + row[i] * STEP for row in rows] for i in (0, 1)]
    columns += [[value] * len(rows) for value in (title, text, tags)]
    return {
        "frames": [{"schema": {"refId": "Anno", "fields": fields}, "data": {"values": columns}}]
    }


def annotation(name: str, result: str | None = "marks", **more: Any) -> Json:
    """Return an annotation with the marks of a result. Without a result, it cannot be drawn."""
    query = {
        "refId": "Anno", "datasource": "Prometheus", "language": "promql", "written": "deployed",
        "sent": "deployed", "kind": "range", "stepMs": STEP, "hide": False, "result": result,
        "error": None, "exemplars": None,
        "remark": None if result
        else "A preview cannot query deploys, because only Grafana itself can query it.",
    }  # fmt: skip
    return {
        "name": name, "color": "red", "enabled": True, "hidden": False, "panels": None,
        "query": query, **more,
    }  # fmt: skip


def exemplars(*points: tuple[int, float, str], user: str = "ann") -> Json:
    """Return a result with exemplars: minutes from the start, values, and jobs."""
    fields = [{"name": name, "type": "string"} for name in ("Time", "Value", "job", "user")]
    columns: list[list[Any]] = [
        [START + minute * STEP for minute, _, _ in points],
        [value for _, value, _ in points],
        [job for _, _, job in points],
        [user] * len(points),
    ]
    return {"frames": [{"schema": {"refId": "A", "fields": fields}, "data": {"values": columns}}]}
