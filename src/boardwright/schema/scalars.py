"""Tables of the types (text, number or boolean) that Grafana's v1beta1 API requires for the values
of dashboard keys.

Grafana 12.2 was observed to reject the whole board if a value under one of these keys has another
type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Kind = Literal["text", "number", "whole", "flag"]
Kinds = Mapping[str, Kind]


def _list_kinds(
    text: str = "", number: str = "", whole: str = "", flag: str = ""
) -> Mapping[str, Kind]:
    kinds: dict[str, Kind] = {}
    kinds |= dict.fromkeys(text.split(), "text")
    kinds |= dict.fromkeys(number.split(), "number")
    kinds |= dict.fromkeys(whole.split(), "whole")
    return kinds | dict.fromkeys(flag.split(), "flag")


BOARD = _list_kinds(
    text="title description timezone weekStart refresh gnetId",
    whole="graphTooltip fiscalYearStartMonth revision",
    flag="editable liveNow preload",
)
TIME = _list_kinds(text="from to")
TIMEPICKER = _list_kinds(text="nowDelay", flag="hidden")
PANEL = _list_kinds(
    text="title description interval timeFrom timeShift timeCompare cacheTimeout repeat "
    "pluginVersion repeatDirection",
    number="maxDataPoints maxPerRow queryCachingTTL",
    flag="transparent hideTimeOverride collapsed",
)
TARGET = ("expr", "legendFormat")
FIELD = _list_kinds(
    text="unit displayName displayNameFromDS description noValue path",
    number="min max decimals",
    flag="filterable writeable fieldMinMax",
)
LINK = _list_kinds(
    text="title url icon tooltip", flag="asDropdown targetBlank includeVars keepTime"
)
VARIABLE = _list_kinds(
    text="name type label description allValue regex definition auto_min",
    whole="refresh sort hide auto_count",
    flag="multi includeAll skipUrlSync allowCustomValue auto",
)
ANNOTATION = _list_kinds(
    text="name iconColor expr textFormat titleFormat tagKeys step type",
    number="builtIn",
    flag="enable hide useValueForTime",
)
"""Kind of object -> key -> required type of the value. For queries, only the keys of texts are
listed.
"""
