"""Converts the column styles of an old table panel to field defaults and overrides."""

from __future__ import annotations

import re

from boardwright.compiler.edit import drop_none, parse_number
from boardwright.compiler.graph.series_overrides import build_matcher
from boardwright.compiler.values import TRAFFIC_LIGHT, convert_classic_mappings
from boardwright.schema.document import Json

CELLS: dict[str, Json] = {
    "cell": {"type": "color-background", "mode": "basic"},
    "value": {"type": "color-text"},
    "row": {"type": "color-background", "mode": "basic", "applyToRow": True},
}
"""Maps the `colorMode` of a column style to the current cell type."""


def is_for_all_columns(style: Json) -> bool:
    """Return whether a style applies to every column."""
    return str(style.get("pattern")) == "/.*/"


def build_style_defaults(style: Json) -> Json:
    """Return the settings of a column style as field defaults."""
    result: Json = {}
    for name, value in _build_properties(style).items():
        if name.startswith("custom."):
            result["custom"] = {**result.get("custom", {}), name.removeprefix("custom."): value}
        else:
            result[name] = value
    return result


def build_column_override(style: Json) -> Json:
    """Return a column style as an override for the columns that match the pattern of the style."""
    properties = [{"id": key, "value": value} for key, value in _build_properties(style).items()]
    return {"matcher": build_matcher(str(style.get("pattern") or "")), "properties": properties}


def _build_properties(style: Json) -> Json:
    kind = style.get("type")
    if kind == "hidden":
        return {"custom.hidden": True}
    common = drop_none(
        displayName=style.get("alias") or None,
        links=_build_links(style) or None,
        mappings=convert_classic_mappings(style) or None,
    )
    align = style.get("align")
    if align not in (None, "", "auto"):
        common["custom.align"] = align
    return common | _build_unit(style, str(kind)) | _build_colors(style)


def _build_unit(style: Json, kind: str) -> Json:
    if kind == "date":
        return {"unit": f"time: {style.get('dateFormat') or 'YYYY-MM-DD HH:mm:ss'}"}
    if kind != "number":
        return {}
    return drop_none(unit=style.get("unit") or None, decimals=parse_number(style.get("decimals")))


def _build_colors(style: Json) -> Json:
    cell = CELLS.get(str(style.get("colorMode")))
    values = [parse_number(value) for value in style.get("thresholds") or []]
    if cell is None:
        return {}
    if not values:
        return {"custom.cellOptions": cell}
    colors = [str(color) for color in style.get("colors") or TRAFFIC_LIGHT]
    steps = [
        {"value": value, "color": color}
        for value, color in zip([None, *values], colors, strict=False)
    ]
    return {"custom.cellOptions": cell, "thresholds": {"mode": "absolute", "steps": steps}}


def _build_links(style: Json) -> list[Json]:
    if not style.get("link") or not style.get("linkUrl"):
        return []
    return [
        {
            "title": _replace_old_variables(str(style.get("linkTooltip") or "")),
            "url": _replace_old_variables(str(style["linkUrl"])),
            "targetBlank": bool(style.get("linkTargetBlank")),
        }
    ]


def _replace_old_variables(text: str) -> str:
    """Replace old variables in a link, such as `$__cell` and `$__cell_2`, by current variables."""
    text = re.sub(r"\$\{__cell_(\d+)(:\w+)?\}", r"${__data.fields[\1]}", text)
    text = re.sub(r"\$__cell_(\d+)", r"${__data.fields[\1]}", text)
    return re.sub(r"\$\{__cell(:\w+)?\}|\$__cell\b", "${__value.text}", text)
