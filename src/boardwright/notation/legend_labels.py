"""Finds labels, such as `{{instance}}`, in the legends of queries.

Source: https://grafana.com/docs/grafana/latest/datasources/prometheus/query-editor/#legend.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_LABEL = re.compile(r"\{\{\s*(.+?)\s*\}\}")


def list_legend_labels(legend: str) -> list[str]:
    """Return the labels in a legend in their order, including repeated labels."""
    return [match[1] for match in _LABEL.finditer(legend)]


def fill_legend(legend: str, value: Callable[[str], str]) -> str:
    """Replace each `{{label}}` in a legend by the text that `value` returns for the label."""
    return _LABEL.sub(lambda match: value(match[1]), legend)
