"""Determining whether a panel shows its thresholds, as lines or as colours."""

from __future__ import annotations

from boardwright.schema.panel import Panel

_BY_THRESHOLDS = frozenset({"bargauge", "gauge", "stat"})
"""Panel types that colour values by thresholds unless the panel sets another colour scheme."""


def shows_thresholds(panel: Panel) -> bool:
    """Return whether a panel draws its thresholds, or colours values by its thresholds."""
    mode = panel.color_mode
    if panel.type in _BY_THRESHOLDS:
        return mode in {"", "thresholds"}
    drawn = panel.thresholds_style
    return panel.type == "timeseries" and (mode == "thresholds" or drawn not in {"", "off"})
