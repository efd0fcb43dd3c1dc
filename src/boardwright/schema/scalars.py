"""Tables of the types that Grafana's v1beta1 API requires for the values of dashboard keys: text,
number, whole number or boolean. Each table lists the keys of one kind of object.

A real Grafana 12.2 rejected the whole board if a value under one of these keys had another type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from boardwright.schema.json_object import JsonObject, Pointer

ScalarKind = Literal["text", "number", "whole", "flag"]
ScalarKinds = Mapping[str, ScalarKind]


def _map_keys(
    text: str = "", number: str = "", whole: str = "", flag: str = ""
) -> Mapping[str, ScalarKind]:
    kinds: dict[str, ScalarKind] = {}
    kinds |= dict.fromkeys(text.split(), "text")
    kinds |= dict.fromkeys(number.split(), "number")
    kinds |= dict.fromkeys(whole.split(), "whole")
    return kinds | dict.fromkeys(flag.split(), "flag")


BOARD = _map_keys(
    text="title description timezone weekStart refresh gnetId",
    whole="graphTooltip fiscalYearStartMonth revision",
    flag="editable liveNow preload",
)
TIME = _map_keys(text="from to")
TIMEPICKER = _map_keys(text="nowDelay", flag="hidden")
PANEL = _map_keys(
    text="title description interval timeFrom timeShift timeCompare cacheTimeout repeat "
    "pluginVersion repeatDirection",
    number="maxDataPoints maxPerRow queryCachingTTL",
    flag="transparent hideTimeOverride collapsed",
)
TARGET = ("expr", "legendFormat")
"""The keys of a query whose values must be text."""

FIELD = _map_keys(
    text="unit displayName displayNameFromDS description noValue path",
    number="min max decimals",
    flag="filterable writeable fieldMinMax",
)
LINK = _map_keys(text="title url icon tooltip", flag="asDropdown targetBlank includeVars keepTime")
VARIABLE = _map_keys(
    text="name type label description allValue regex definition auto_min",
    whole="refresh sort hide auto_count",
    flag="multi includeAll skipUrlSync allowCustomValue auto",
)
ANNOTATION = _map_keys(
    text="name iconColor expr textFormat titleFormat tagKeys step type",
    number="builtIn",
    flag="enable hide useValueForTime",
)

_STRICT_TEXTS = ("gnetId", "cacheTimeout")
"""The keys of a board or panel for which Grafana's API accepts only text, even if the value has no
effect.
"""


def iter_non_texts(board: JsonObject) -> Iterator[tuple[Pointer, Any]]:
    """Yield the path and value of each key for which Grafana's API requires text but the board
    contains another type. The function checks the board and its panels outside of rows.
    """
    for part in (board, *board.objects("panels")):
        for key in _STRICT_TEXTS:
            value = part.raw.get(key, "")
            if not isinstance(value, str):
                yield (*part.pointer, key), value
