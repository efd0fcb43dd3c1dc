"""Value mappings: texts and colours in place of values, such as a green `up` for 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def words(meanings: Mapping[int, tuple[str, str]]) -> list[dict[str, Any]]:
    """Return Grafana's value mappings.

    Args:
        meanings: Value -> its text and colour.
    """
    options = {
        str(value): {"text": text, "color": color, "index": index}
        for index, (value, (text, color)) in enumerate(meanings.items())
    }
    return [{"type": "value", "options": options}]


UP_OR_DOWN = words({1: ("up", "green"), 0: ("down", "red")})
"""For Prometheus's `up`."""

YES_OR_NO = words({1: ("yes", "green"), 0: ("no", "red")})
"""For a gauge that is 1 when everything is fine."""
