"""Builders of boards for testing diffs."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

PROMETHEUS = {"type": "prometheus", "uid": "prometheus"}


def panel(title: str, number: int | None = None, **more: Any) -> dict[str, Any]:
    """Return a panel of half the board's width, with a query named after its title."""
    name = title.lower().replace(" ", "_")
    place = {"w": 12, "h": 8, **more.pop("place", {})}
    return {
        "type": "timeseries",
        "title": title,
        "datasource": PROMETHEUS,
        "targets": [query(f"sum(rate({name}_total[5m]))")],
        "gridPos": place,
        **({"id": number} if number is not None else {}),
        **more,
    }


def query(expr: str, letter: str = "A", **more: Any) -> dict[str, Any]:
    """Return a PromQL query."""
    return {"refId": letter, "expr": expr, "datasource": PROMETHEUS, **more}


def row(title: str, number: int, *inner: dict[str, Any]) -> dict[str, Any]:
    """Return a row. It is collapsed if it contains panels."""
    collapsed = bool(inner)
    return {
        "type": "row",
        "title": title,
        "id": number,
        "collapsed": collapsed,
        "panels": list(inner),
    }


def board(*panels: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a board with its panels placed one after the other."""
    return {
        "title": "Board",
        "uid": "board",
        "schemaVersion": 41,
        "panels": place_panels(panels),
        **more,
    }


def place_panels(panels: Any) -> list[dict[str, Any]]:
    """Return panels placed two per line, and rows on separate lines."""
    found, x, y = [], 0, 0
    for each in panels:
        if each["type"] == "row":
            y, x = (y + 8 if x else y), 0
            place = {"x": 0, "y": y, "w": 24, "h": 1}
            found.append({**each, "gridPos": place, "panels": place_panels(each["panels"])})
            y += 1
            continue
        size = {"w": 12, "h": 8, **each.get("gridPos", {})}
        found.append({**each, "gridPos": {"x": x, "y": y, **size}})
        x, y = (12, y) if x == 0 else (0, y + 8)
    return found


def thresholds(orange: float) -> dict[str, Any]:
    """Return field options whose thresholds turn orange at a value."""
    steps = [{"color": "green", "value": None}, {"color": "orange", "value": orange}]
    return {"defaults": {"thresholds": {"mode": "absolute", "steps": steps}}, "overrides": []}


NAMES = st.lists(
    st.sampled_from("ABCDEFGHIJKL"), min_size=0, max_size=10, unique=True
)  # titles of panels
