"""Hypothesis strategies for boards of any shape that a declaration may have."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

KINDS = (
    "timeseries",
    "stat",
    "gauge",
    "bargauge",
    "table",
    "heatmap",
    "text",
    "graph",
    "singlestat",
    "grafana-piechart-panel",
    "logs",
    "alertlist",
    "unknown-panel",
)
TITLES = st.sampled_from(["", "CPU", "Memory", "Errors", "🚀"]) | st.text(max_size=5)
SIZES = st.fixed_dictionaries({}, optional={"w": st.integers(1, 24), "h": st.integers(1, 12)})
PLACES = st.builds(
    lambda x, y, w, h: {"x": min(x, 24 - w), "y": y, "w": w, "h": h},
    st.integers(0, 23),
    st.integers(0, 40),
    st.integers(1, 24),
    st.integers(1, 12),
)
REFERENCES = st.sampled_from(
    [None, "", "Prometheus", "Logs", "$ds", {"uid": "logs"}, {"type": "loki"}, "-- Mixed --", "pg"]
)
TARGETS = st.fixed_dictionaries(
    {"expr": st.sampled_from(["up", "", "sum by (le) (x_bucket)"])},
    optional={
        "refId": st.sampled_from(["", "A", "B"]),
        "datasource": REFERENCES,
        "instant": st.booleans(),
        "format": st.sampled_from(["time_series", "table"]),
        "legendFormat": st.sampled_from(["", "{{job}}"]),
        "step": st.just(10),
    },
)
THRESHOLDS = st.sampled_from(
    [None, "", [], "50,80", [{"color": "green", "value": "null"}, {"color": "red", "value": 80.0}]]
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "unit": st.sampled_from(["", "s", None]),
        "min": st.sampled_from([None, 0, "0", "$x"]),
        "color": st.sampled_from([None, "red", {"mode": "thresholds"}]),
        "mappings": st.sampled_from([[], [{"type": 1, "value": "0", "text": "x"}]]),
        "thresholds": THRESHOLDS.map(lambda steps: {"mode": "absolute", "steps": steps}),
        "custom": st.sampled_from([{}, {"displayMode": "auto"}, {"stacking": {}}]),
    },
)


def panels(*, placed: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Return panels of any type, with or without positions."""
    places = (PLACES | SIZES) if placed else SIZES
    return st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS), "title": TITLES},
        optional={
            "id": st.integers(0, 20) | st.none(),
            "gridPos": places | st.none(),
            "targets": st.lists(TARGETS, max_size=3),
            "datasource": REFERENCES,
            "fieldConfig": st.fixed_dictionaries({"defaults": FIELDS}),
            "thresholds": st.sampled_from(["", "50,80"]),
            "legend": st.fixed_dictionaries({"show": st.booleans(), "values": st.booleans()}),
            "span": st.none() | st.integers(1, 12),
            "height": st.sampled_from([None, "250px", 100]),
            "repeat": st.sampled_from([None, "host"]),
            "options": st.sampled_from([{}, [], {"legend": {"displayMode": "hidden"}}]),
            "description": st.none() | st.just("d"),
        },
    )


def rows(*, placed: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Return open and collapsed rows, some of which contain rows."""
    base = panels(placed=placed)
    inner = st.recursive(
        base,
        lambda children: st.fixed_dictionaries(
            {
                "type": st.just("row"),
                "title": TITLES,
                "collapsed": st.booleans(),
                "panels": st.lists(children, max_size=3),
            }
        ),
        max_leaves=6,
    )
    return inner.filter(lambda panel: panel["type"] == "row")


def boards(*, placed: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Return boards with panels, rows and classic rows."""
    panel = panels(placed=placed)
    classic = st.fixed_dictionaries(
        {"panels": st.lists(panel, max_size=3)},
        optional={
            "title": TITLES,
            "showTitle": st.booleans(),
            "collapse": st.booleans(),
            "height": st.sampled_from(["100px", 250]),
        },
    )
    return st.fixed_dictionaries(
        {
            "title": st.just("Board"),
            "panels": st.lists(panel | rows(placed=placed), max_size=6),
        },
        optional={
            "rows": st.lists(classic, max_size=3),
            "schemaVersion": st.integers(5, 42),
            "gnetId": st.sampled_from([None, 5, "5"]),
            "refresh": st.sampled_from([False, "10s", None]),
        },
    )
