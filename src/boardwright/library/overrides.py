"""Field overrides, which change the options of some series of a panel."""

from __future__ import annotations

from boardwright.schema.panel_json import OverrideJson, SettingsJson, build_override


def by_name(name: str, properties: SettingsJson) -> OverrideJson:
    """Return an override for the series with this name.

    Args:
        name: The name of the series, as in the legend.
        properties: Grafana's ids of the options to change, with the new values, such as
            `{"custom.lineWidth": 2}`.
    """
    return build_override("byName", name, properties)


def by_regex(pattern: str, properties: SettingsJson) -> OverrideJson:
    """Return an override for the series whose names match a regular expression."""
    return build_override("byRegexp", f"/^(?:{pattern})$/", properties)


def by_pattern(pattern: str, properties: SettingsJson) -> OverrideJson:
    """Return an override for the series whose names match a regular expression with flags.

    Args:
        pattern: The regular expression as Grafana stores it, with slashes and flags. `"/errors/i"`
            matches anywhere in a name.
        properties: Grafana's ids of the options to change, with the new values.
    """
    return build_override("byRegexp", pattern, properties)


def colored(color: str, *, others: SettingsJson | None = None) -> SettingsJson:
    """Return the properties of an override that sets a fixed color.

        colored("red", others={"unit": "s"})

    Args:
        color: A color that Grafana accepts, such as `"#EAB839"` or `"dark-red"`.
        others: Grafana's ids of further properties, with their values.
    """
    return {"color": {"mode": "fixed", "fixedColor": color}, **(others or {})}


def dashes(color: str = "red") -> SettingsJson:
    """Return the properties of an override that draws a dashed line, such as a limit.

    Grafana does not stack the dashed line on other series.
    """
    return {
        **colored(color),
        "custom.lineStyle": {"fill": "dash", "dash": [8, 6]},
        "custom.fillOpacity": 0,
        "custom.stacking": {"mode": "none", "group": "A"},
    }


def limit_line(name: str, *, color: str = "red") -> OverrideJson:
    """Return an override that draws the series with this name as a dashed line."""
    return by_name(name, dashes(color))
