"""Value mappings: texts and colours that replace values, such as a green `up` for the value 1."""

from __future__ import annotations

from collections.abc import Mapping

from boardwright.schema.panel_json import MappingJson, build_value_mapping


def words(meanings: Mapping[int, tuple[str, str]]) -> list[MappingJson]:
    """Return value mappings as Grafana stores them in the JSON of a panel.

    Args:
        meanings: Maps each value to a text and a colour. Grafana shows the text instead of the
            value.
    """
    return [build_value_mapping({str(value): meaning for value, meaning in meanings.items()})]


UP_OR_DOWN = words({1: ("up", "green"), 0: ("down", "red")})
"""Mappings for Prometheus's metric `up`."""

YES_OR_NO = words({1: ("yes", "green"), 0: ("no", "red")})
"""Mappings for a gauge that is 1 if everything is fine."""
