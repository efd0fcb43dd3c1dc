"""Describes the keys and values of Grafana's JSON in words, mostly the words of Grafana's
editor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from boardwright.schema.document import Json
from boardwright.schema.field_config import Thresholds
from boardwright.schema.target import Annotation

KEYS: Mapping[str, str] = {
    "allValue": "custom all value",
    "calcs": "calculations",
    "current": "choice",
    "customized": "custom",
    "datasource": "data source",
    "defaults": "",
    "editorMode": "editor",
    "execErrState": "alert state on errors",
    "expr": "",
    "fieldConfig": "",
    "for": "pending period",
    "graphTooltip": "shared tooltip",
    "hide": "hidden",
    "includeAll": "include All option",
    "legendFormat": "legend",
    "missingSeriesEvalsToResolve": "missing series evaluations to resolve",
    "noDataState": "alert state without data",
    "multi": "multi-value",
    "options": "",
    "custom": "",
    "reduceOptions": "",
    "repeat": "repeated by",
    "templating": "variables",
    "timezone": "time zone",
    "w": "width",
    "h": "height",
}
"""Key of Grafana's JSON -> name of the setting in a description. If the name is empty, the
description does not mention the key.
"""

UNITS: Mapping[str, str] = {
    "Bps": "bytes a second",
    "binBps": "bytes a second, IEC",
    "bps": "bits a second",
    "bytes": "bytes, IEC",
    "celsius": "degrees Celsius",
    "dateTimeAsIso": "date and time",
    "decbytes": "bytes, SI",
    "dtdurations": "duration in seconds",
    "hertz": "hertz",
    "ms": "milliseconds",
    "ns": "nanoseconds",
    "ops": "operations a second",
    "percent": "percent, 0 to 100",
    "percentunit": "percent, 0 to 1",
    "reqps": "requests a second",
    "s": "seconds",
    "short": "short",
    "µs": "microseconds",
}
"""Id of a unit -> name of the unit in words."""

NAMED_BY_USERS = frozenset({"excludeByName", "includeByName", "indexByName", "renameByName"})
"""The options of transformations whose values are objects with names of fields as keys."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")
_IDENTIFIER = re.compile(r"[A-Za-z][\w-]*")


def describe_keys(keys: Iterable[str]) -> str:
    """Return a path of keys in words. For example, `options.legend.showLegend` becomes `legend show
    legend`.
    """
    names, previous = [], ""
    for key in keys:
        names.append(key if previous in NAMED_BY_USERS else KEYS.get(key, _split_key(key)))
        previous = key
    return " ".join(name for name in names if name)


def _split_key(key: str) -> str:
    if key.isupper() or not _IDENTIFIER.fullmatch(key):
        return key
    return _HUMP.sub(" ", key).lower()


def format_json_line(value: Any) -> str:
    """Return a value as one line of JSON; return text without quotes."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def describe_property(name: str, value: Any) -> str:
    """Return the value of an override property in words, such as `red from 80` for thresholds."""
    if name == "unit":
        return format_json_line(describe_unit(value))
    if name == "thresholds" and isinstance(value, dict):
        return ", ".join(describe_thresholds(Thresholds(value)))
    if name in ("mappings", "links") and isinstance(value, list):
        return ", ".join(
            (describe_mapping if name == "mappings" else describe_link)(each) for each in value
        )
    if name == "color" and isinstance(value, dict):
        return str(value.get("fixedColor") or value.get("mode"))
    return describe_value(value)


def describe_value(value: Any) -> str:
    """Return a value in words, without the brackets of JSON, such as `mode gradient, gauge`."""
    if isinstance(value, dict):
        return ", ".join(_describe_setting(key, setting) for key, setting in value.items())
    if isinstance(value, list):
        return ", ".join(map(describe_value, value)) or "none"
    return format_json_line(value)


def _describe_setting(key: str, value: Any) -> str:
    if key == "type":
        return describe_value(value)
    return f"{describe_keys([key])} {describe_value(value)}"


def describe_unit(value: Any) -> Any:
    """Return the id of a unit, followed by the name of the unit, such as `s (seconds)`."""
    name = UNITS.get(value) if isinstance(value, str) else None
    return f"{value} ({name})" if name and name != value else value


def describe_data_source(value: Any) -> Any:
    """Return the type and the uid of a data source reference, such as `prometheus P1`."""
    if not isinstance(value, dict):
        return value
    uid, kind = value.get("uid"), value.get("type")
    return f"{kind} {uid}" if uid and kind and uid != kind else str(uid or kind or "")


def describe_thresholds(thresholds: Thresholds) -> list[str]:
    """Return each threshold in words, such as `red from 80`, or `green as base` for the lowest
    step.
    """
    return [_describe_threshold(step, thresholds.mode) for step in thresholds.steps]


def _describe_threshold(value: Any, mode: str) -> str:
    if not isinstance(value, dict):
        return format_json_line(value)
    color, start = value.get("color") or "no colour", value.get("value")
    if start is None:
        return f"{color} as base"
    sign = "%" if mode == "percentage" else ""
    return f"{color} from {format_json_line(start)}{sign}"


def describe_conditions(value: Any) -> str:
    """Return the conditions of an alert rule in words, such as `last of A gt 80 or max of B lt
    1`.
    """
    items = value if isinstance(value, list) else [value]
    return " ".join(_describe_condition(item, first=index == 0) for index, item in enumerate(items))


def _describe_condition(value: Any, *, first: bool) -> str:
    if not isinstance(value, dict) or not isinstance(value.get("evaluator"), dict):
        return format_json_line(value)
    query, evaluator = value.get("query"), value["evaluator"]
    names = query.get("params") if isinstance(query, dict) else None
    parts = (
        "" if first else _read_type(value.get("operator")),
        _read_type(value.get("reducer")),
        f"of {', '.join(map(str, names))}" if names else "",
        _read_type(evaluator),
        ", ".join(format_json_line(each) for each in evaluator.get("params") or ()),
    )
    return " ".join(filter(None, parts))


def _read_type(value: Any) -> str:
    return str(value.get("type") or "") if isinstance(value, dict) else ""


def describe_mapping(value: Any) -> str:
    """Return a value mapping in words, such as `0 is "Down"`."""
    options = value.get("options") if isinstance(value, dict) else None
    if not isinstance(options, dict):
        return format_json_line(value)
    if value.get("type") == "value":
        return ", ".join(f"{key} is {_describe_result(result)}" for key, result in options.items())
    rest = {key: item for key, item in options.items() if key != "result"}
    return f"{format_json_line(rest)} is {_describe_result(options.get('result'))}"


def _describe_result(result: Any) -> str:
    if not isinstance(result, dict):
        return format_json_line(result)
    text = f'"{result["text"]}"' if "text" in result else "itself"
    return f"{text} in {result['color']}" if result.get("color") else text


def describe_matcher(value: Any) -> str:
    """Return in words which fields an override matches, such as `field "x"`, `fields /x/` or `query
    A`.
    """
    if not isinstance(value, dict):
        return format_json_line(value)
    kind, options = value.get("id"), value.get("options")
    if kind == "byName":
        return f'field "{options}"'
    if kind == "byRegexp":
        return f"fields {options}"
    if kind == "byFrameRefID":
        return f"query {options}"
    return (
        f"{_split_key(str(kind))} {format_json_line(options)}"
        if options is not None
        else _split_key(str(kind))
    )


def describe_transformation(value: Json) -> str:
    """Return the id and the options of a transformation."""
    options = value.get("options")
    text = str(value.get("id"))
    return f"{text} {format_json_line(options)}" if options else text


def describe_variable(value: Json) -> str:
    """Return the type and the query of a variable, such as `query label_values(up, job)`."""
    query = value.get("query")
    return f"{value.get('type')} {format_json_line(query)}" if query else str(value.get("type"))


def describe_annotation(value: Json) -> str:
    """Return the expression of an annotation; its data source if it has no expression."""
    annotation = Annotation(value)
    source = describe_data_source(annotation.datasource_reference)
    return annotation.expr or format_json_line(source)


def describe_range(value: Any) -> Any:
    """Return the time range of a board in words, such as `now-6h to now`."""
    if not isinstance(value, dict):
        return value
    return f"{value.get('from', 'now-6h')} to {value.get('to', 'now')}"


def describe_choice(value: Any) -> Any:
    """Return the selected values of a variable, separated by commas."""
    if not isinstance(value, dict):
        return value
    found = value.get("text", value.get("value"))
    return ", ".join(map(str, found)) if isinstance(found, list) else found


def describe_layout(value: Any) -> Any:
    """Return the settings of a layout in words, such as `at most 3 columns, column width
    standard`.
    """
    spec = value.get("spec") if isinstance(value, dict) else None
    if not isinstance(spec, dict):
        return describe_value(value)
    columns = spec.get("maxColumnCount")
    shown = [f"at most {columns} columns"] if columns is not None else []
    for side in ("columnWidth", "rowHeight"):
        mode = spec.get(f"{side}Mode")
        size = spec.get(side) if mode == "custom" else mode
        shown += [f"{describe_keys([side])} {size}"] if size is not None else []
    return ", ".join(shown)


def describe_link(value: Any) -> str:
    """Return a link in words, such as `"Runbook" to https://...`."""
    if not isinstance(value, dict):
        return format_json_line(value)
    title = value.get("title") or ""
    if value.get("type") == "dashboards":
        tags = ", ".join(map(str, value.get("tags") or ()))
        return f'"{title}" to dashboards tagged {tags}'
    return f'"{title}" to {value.get("url") or "nowhere"}'
