"""Field overrides, which change options of some series of a panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def by_name(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Return an override for the series with this name. The name is the text in the legend.

    Args:
        name: The name of the series.
        properties: Grafana's ids of the options to change, with the new values, such as
            `{"custom.lineWidth": 2}`.
    """
    return _make_override({"id": "byName", "options": name}, properties)


def by_regex(pattern: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Return an override for the series whose names match a regular expression."""
    return _make_override({"id": "byRegexp", "options": f"/^(?:{pattern})$/"}, properties)


def by_pattern(pattern: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Return an override for the series whose names match a regular expression in Grafana's
    notation, with slashes and flags.

    Args:
        pattern: The regular expression with slashes and flags. `"/errors/i"` matches anywhere in a
            name.
        properties: Grafana's ids of the options to change, with the new values.
    """
    return _make_override({"id": "byRegexp", "options": pattern}, properties)


def colored(color: str, *, others: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the properties of an override that sets a fixed color, such as `colored("red",
    others={"unit": "s"})`.

    Args:
        color: A color in any form that Grafana accepts: `"#EAB839"`, `"dark-red"`.
        others: Grafana's ids of further properties, with their values.
    """
    return {"color": {"mode": "fixed", "fixedColor": color}, **(others or {})}


def dashes(color: str = "red") -> dict[str, Any]:
    """Return the properties of an override that draws a dashed line, which is not stacked, such as
    a limit.
    """
    return {
        **colored(color),
        "custom.lineStyle": {"fill": "dash", "dash": [8, 6]},
        "custom.fillOpacity": 0,
        "custom.stacking": {"mode": "none", "group": "A"},
    }


def limit_line(name: str, *, color: str = "red") -> dict[str, Any]:
    """Return an override that draws the series with this name as a limit: a dashed line."""
    return by_name(name, dashes(color))


def _make_override(matcher: dict[str, str], properties: dict[str, Any]) -> dict[str, Any]:
    values = [{"id": key, "value": value} for key, value in properties.items()]
    return {"matcher": matcher, "properties": values}
