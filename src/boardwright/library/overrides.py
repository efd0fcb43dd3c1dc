"""Settings of some of a panel's series, as Grafana's field overrides."""

from __future__ import annotations

from typing import Any


def by_name(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Return an override of the series called `name`: the legend's text, exactly.

    Args:
        name: What the series is called.
        properties: Grafana's property ids and their values: `{"custom.lineWidth": 2}`.
    """
    return _override({"id": "byName", "options": name}, properties)


def by_regex(pattern: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Return an override of the series whose names match a regular expression."""
    return _override({"id": "byRegexp", "options": f"/^(?:{pattern})$/"}, properties)


def by_pattern(pattern: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Return an override of the series that a pattern finds, written as Grafana keeps it.

    Args:
        pattern: With its slashes, and flags behind them: `"/errors/i"` is anywhere in a name.
        properties: Grafana's property ids and their values.
    """
    return _override({"id": "byRegexp", "options": pattern}, properties)


def colored(color: str) -> dict[str, Any]:
    """Return the properties of a series that always has one color: `colored("#EAB839")`."""
    return {"color": {"mode": "fixed", "fixedColor": color}}


def dashes(color: str = "red") -> dict[str, Any]:
    """Return the properties of a dashed line on its own, above what is stacked: a limit's."""
    return {
        **colored(color),
        "custom.lineStyle": {"fill": "dash", "dash": [8, 6]},
        "custom.fillOpacity": 0,
        "custom.stacking": {"mode": "none", "group": "A"},
    }


def limit_line(name: str, *, color: str = "red") -> dict[str, Any]:
    """Return an override that draws the series called `name` as a limit."""
    return by_name(name, dashes(color))


def _override(matcher: dict[str, str], properties: dict[str, Any]) -> dict[str, Any]:
    values = [{"id": key, "value": value} for key, value in properties.items()]
    return {"matcher": matcher, "properties": values}
