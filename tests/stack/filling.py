"""Fills in a board's variables like Grafana, with values that Prometheus has."""

from __future__ import annotations

import re
from typing import Any

from stack.servers import Prometheus

MACROS = {
    "__rate_interval": "1m",
    "__interval": "10s",
    "__interval_ms": "10000",
    "__range": "5m",
    "__range_s": "300",
}
_LABEL_VALUES = re.compile(r"label_values\((?:(?P<selector>.+),\s*)?(?P<label>\w+)\)")
_NAME = re.compile(r"\$(?:([A-Za-z_]\w*)|\{(\w+)(?::\w+)?\})")


def variables(board: dict[str, Any], server: Prometheus) -> dict[str, str]:
    """Return name -> value for the board's variables: the current value, or the first found."""
    values = dict(MACROS)
    for variable in board.get("templating", {}).get("list", []):
        values[variable["name"]] = _value(variable, values, server)
    return values


def fill(text: str, values: dict[str, str]) -> str:
    """Return `text` with every variable replaced; KeyError if a variable is unknown."""
    return _NAME.sub(lambda match: values[match[1] or match[2]], text)


def escape_value(value: str) -> str:
    """Return a value as Grafana writes it into a PromQL regular expression: `a.b` is `a\\\\.b`."""
    return re.sub(r"[$^*{}\[\]'+?.()|]", r"\\\\\g<0>", value)


def _value(variable: dict[str, Any], values: dict[str, str], server: Prometheus) -> str:
    found = _known_values(variable, values, server)
    current = (variable.get("current") or {}).get("value")
    if variable["type"] == "query" and not found and not variable.get("allValue"):
        raise AssertionError(f"variable {variable['name']} has no values: {variable['query']}")
    if variable.get("includeAll") and current in (None, "", "$__all", ["$__all"]):
        return str(variable.get("allValue") or "|".join(escape_value(value) for value in found))
    if variable["type"] != "query" and isinstance(current, str) and current:
        return current
    return found[0]


def _known_values(
    variable: dict[str, Any], values: dict[str, str], server: Prometheus
) -> list[str]:
    if variable["type"] != "query":
        return [str(option["value"]) for option in variable.get("options", [])] or [
            str(variable.get("query", ""))
        ]
    query = variable["query"]
    text = fill(query["query"] if isinstance(query, dict) else query, values)
    match = _LABEL_VALUES.fullmatch(text)
    if match is None:
        raise AssertionError(f"variable {variable['name']}: unknown query {text}")
    selector = {"match[]": match["selector"]} if match["selector"] else {}
    found: list[str] = server.get(f"label/{match['label']}/values", **selector)
    pattern = (variable.get("regex") or "").strip("/")
    return [value for value in found if re.search(pattern, value)]
