"""Replaces Grafana's variables and macros by their values, in texts and in the JSON of a panel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import VARIABLE, may_contain_variable, read_variable_name
from boardwright.preview import variable_formats as formats
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import Choices, VariableChoice
from boardwright.schema.panel import Panel
from boardwright.schema.variable import ALL

Texts = Mapping[str, str]
_FIELD = re.compile(r"\$\{\w+\.(?P<field>[^:}]+)")
_DATE_PARTS = (
    ("YYYY", "%Y"),
    ("MM", "%m"),
    ("DD", "%d"),
    ("HH", "%H"),
    ("mm", "%M"),
    ("ss", "%S"),
)


@frozen
class Interpolation:
    """Replaces variables and macros in texts.

    Attributes:
        choices: The variables of the board with their selected values.
        macros: Name of a macro -> the text that replaces it.
        range: The time range of the board.
        uid: The uid of the board.
        title: The title of the board.
    """

    choices: Choices
    range: TimeRange
    macros: Texts = field(default_factory=lambda: MappingProxyType({}))
    uid: str = ""
    title: str = ""

    def with_choices(self, choices: Choices) -> Interpolation:
        """Return a copy of this object with other choices for some variables, as in a copy of a
        repeated panel.
        """
        return replace(self, choices={**self.choices, **choices})

    def with_macros(self, macros: Texts) -> Interpolation:
        """Return a copy of this object with additional macros."""
        return replace(self, macros={**self.macros, **macros})

    def fill(self, text: str, default: str = "glob") -> str:
        """Return a text in which variables are replaced by their values. Unknown variables are not
        replaced.

        Args:
            text: The text with variables.
            default: The format for variables without a format of their own, such as `$name`.
                Possible formats are Grafana's formats and `prometheus`.
        """
        if not may_contain_variable(text):
            return text
        return VARIABLE.sub(lambda match: self._resolve_value(match, default), text)

    def fill_promql(self, text: str) -> str:
        """Return PromQL in which variables are replaced as by Grafana's data source."""
        return self.fill(text, "prometheus")

    def _resolve_value(self, match: re.Match[str], default: str) -> str:
        name = read_variable_name(match)
        written = match["format"] or match["old_format"]
        choice = self.choices.get(name)
        if choice is not None:
            return _format_values(choice, written or default)
        macro = self.macros.get(name)
        if macro is not None:
            return macro
        return self._resolve_built_in_variable(name, written or "", match.group())

    def _resolve_built_in_variable(self, name: str, form: str, source: str) -> str:
        if name in {"__from", "__to"}:
            return _format_time(self.range.start if name == "__from" else self.range.end, form)
        if name == "__dashboard":
            inner = _FIELD.match(source)
            return self.uid if inner and inner["field"] == "uid" else self.title
        if name == "__url_time_range":
            return f"from={self.range.start}&to={self.range.end}"
        if name == "__all_variables":
            return "&".join(
                formats.format_query_parameters(choice.name, _list_url_values(choice))
                for choice in self.choices.values()
            )
        return source


def _list_url_values(choice: VariableChoice) -> tuple[str, ...]:
    return (ALL,) if choice.is_all else choice.values


def _format_values(choice: VariableChoice, form: str) -> str:
    values = choice.values
    if form == "queryparam":
        return formats.format_query_parameters(choice.name, _list_url_values(choice))
    if form == "text":
        return choice.text
    if choice.is_all and choice.all_value:
        return quote(choice.all_value, safe="") if form == "percentencode" else choice.all_value
    if form == "prometheus":
        write = formats.format_prometheus_regex if choice.many else formats.format_prometheus_string
        return write(values) if values else ""
    if not values:
        return ""
    return formats.FORMATS.get(form, formats.format_glob)(values)


def _format_time(milliseconds: int, form: str) -> str:
    """Return a time in the format that Grafana uses for a variable such as
    `${__from:date:YYYY-MM-DD}`.

    `form` is the text after the first colon, such as `date:YYYY-MM-DD` or `date`.
    """
    if not form.startswith("date"):
        return str(milliseconds)
    time = datetime.fromtimestamp(milliseconds / 1000, UTC)
    wanted = form.removeprefix("date").removeprefix(":")
    if wanted == "seconds":
        return str(milliseconds // 1000)
    if wanted in {"", "iso"}:
        return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for word, code in _DATE_PARTS:
        wanted = wanted.replace(word, time.strftime(code))
    return wanted


_URLS = frozenset({"url", "href"})
_UNCHANGED = frozenset({"targets", "datasource", "gridPos", "repeat", "libraryPanel", "mappings"})
"""Keys of a panel that `interpolate_panel` does not change, because their values are not text, or
because another function replaces their variables.
"""


def interpolate_panel(panel: Panel, filling: Interpolation) -> Panel:
    """Return a panel in which the variables in texts and links are replaced by their values.

    The script of the page, not this function, replaces variables that depend on the data, such as
    `${__field.name}`.
    """
    form = "html" if panel.type == "text" else "text"
    filled = {
        key: value
        if key in _UNCHANGED
        else _interpolate_value(value, filling, _choose_format(key, form))
        for key, value in panel.raw.items()
        if key not in {"targets", "panels"}
    }
    return Panel(filled)


def _choose_format(key: str, inner: str) -> str:
    return inner if key == "options" else "text"


def _interpolate_value(value: Any, filling: Interpolation, form: str) -> Any:
    if isinstance(value, str):
        return filling.fill(value, form)
    if isinstance(value, list):
        return [_interpolate_value(item, filling, form) for item in value]
    if isinstance(value, dict):
        return {
            key: item
            if key in _UNCHANGED
            else _interpolate_value(item, filling, "uriencode" if key in _URLS else form)
            for key, item in value.items()
        }
    return value
