"""Creates the `select` lists of InfluxQL queries, as Grafana's query editor stores them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boardwright.schema.document import Json


def select(field: str, *functions: str | Sequence[Any], alias: str = "") -> list[Json]:
    """Return one item of the `select` list of a query: a field, and functions applied to it.

    For example, this call returns the item for `non_negative_derivative(last("rx_bytes"), 1s) AS
    "Received"`:

        select("rx_bytes", "last", ["non_negative_derivative", "1s"], alias="Received")

    Args:
        field: Name of the field.
        functions: The functions in the order in which they are applied. A function with parameters
            is a list of its name and its parameters.
        alias: The name of the result; empty for no alias.
    """
    calls = [(each,) if isinstance(each, str) else tuple(each) for each in functions]
    parts: list[Json] = [{"type": "field", "params": [field]}]
    parts += [{"type": name, "params": [*params]} for name, *params in calls]
    return [*parts, *([{"type": "alias", "params": [alias]}] if alias else [])]
