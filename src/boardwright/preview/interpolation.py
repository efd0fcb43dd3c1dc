"""Putting variables' values into texts and into a panel's JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from boardwright.frozen import frozen
from boardwright.notation.variables import VARIABLE
from boardwright.preview import variable_formats as formats
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import NOTHING, Choices, VariableChoice

Texts = Mapping[str, str]
_FIELD = re.compile(r"\$\{\w+\.(?P<field>[^:}]+)")
_MOMENT_WORDS = (
    ("YYYY", "%Y"),
    ("MM", "%m"),
    ("DD", "%d"),
    ("HH", "%H"),
    ("mm", "%M"),
    ("ss", "%S"),
)


@frozen
class Interpolation:
    """What fills a text: variables, and macros.

    Attributes:
        choices: The variables.
        macros: Name -> text.
        range: What the board shows.
        uid: The board's uid; `title` is its title.
    """

    choices: Choices
    range: TimeRange
    macros: Texts = field(default_factory=lambda: MappingProxyType({}))
    uid: str = ""
    title: str = ""

    def within(self, choices: Choices) -> Interpolation:
        """Return it with some variables replaced: what a repeated panel sees."""
        return Interpolation(
            choices={**self.choices, **choices},
            range=self.range,
            macros=self.macros,
            uid=self.uid,
            title=self.title,
        )

    def with_macros(self, macros: Texts) -> Interpolation:
        """Return it with further macros."""
        return Interpolation(
            choices=self.choices,
            range=self.range,
            macros={**self.macros, **macros},
            uid=self.uid,
            title=self.title,
        )

    def text(self, text: str, default: str = "glob") -> str:
        """Return a text with its variables filled in; unknown ones stay.

        Args:
            text: The text.
            default: The format where none is written: one of Grafana's, or `prometheus`.
        """
        if "$" not in text and "[[" not in text:
            return text
        return VARIABLE.sub(lambda found: self._value(found, default), text)

    def promql(self, text: str) -> str:
        """Return PromQL with its variables filled in as Grafana's data source does."""
        return self.text(text, "prometheus")

    def _value(self, found: re.Match[str], default: str) -> str:
        name = found["braced"] or found["plain"] or found["old"]
        written = found["format"] or found["old_format"]
        choice = self.choices.get(name)
        if choice is not None:
            return _formatted(choice, written or default)
        known = self.macros.get(name)
        return known if known is not None else self._built_in(name, written or "", found.group())

    def _built_in(self, name: str, form: str, source: str) -> str:
        if name in {"__from", "__to"}:
            return _moment(self.range.start if name == "__from" else self.range.end, form)
        if name == "__dashboard":
            inner = _FIELD.match(source)
            return self.uid if inner and inner["field"] == "uid" else self.title
        if name == "__url_time_range":
            return f"from={self.range.start}&to={self.range.end}"
        if name == "__all_variables":
            return "&".join(
                formats.query_parameters(choice.name, _url_values(choice))
                for choice in self.choices.values()
            )
        return source


def _url_values(choice: VariableChoice) -> tuple[str, ...]:
    return ("$__all",) if choice.is_all else choice.values


def _formatted(choice: VariableChoice, form: str) -> str:
    values = choice.values
    if form == "queryparam":
        return formats.query_parameters(choice.name, _url_values(choice))
    if form == "text":
        return choice.text
    if choice.is_all and choice.all_value:
        return quote(choice.all_value, safe="") if form == "percentencode" else choice.all_value
    if form == "prometheus":
        write = formats.prometheus if choice.many else formats.prometheus_single
        return write(values) if values else ""
    written = formats.FORMATS.get(form, formats.glob)
    return written(values) if values else ""


def _moment(milliseconds: int, form: str) -> str:
    """Return a moment as `${__from:date:YYYY-MM-DD}` asks for it."""
    if not form.startswith("date"):
        return str(milliseconds)
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    wanted = form.removeprefix("date").removeprefix(":")
    if wanted == "seconds":
        return str(milliseconds // 1000)
    if wanted in {"", "iso"}:
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for word, code in _MOMENT_WORDS:
        wanted = wanted.replace(word, moment.strftime(code))
    return wanted


_URLS = frozenset({"url", "href"})
_LEFT = frozenset({"targets", "datasource", "gridPos", "repeat", "libraryPanel", "mappings"})
"""What is no text for people, or is filled elsewhere."""


def filled_panel(panel: Mapping[str, Any], filling: Interpolation) -> dict[str, Any]:
    """Return a panel's JSON with the variables in its texts and links filled in.

    `${__field.name}` and its kin are left to the script, which knows the data.
    """
    kept = {key: value for key, value in panel.items() if key not in {"targets", "panels"}}
    form = "html" if panel.get("type") == "text" else "text"
    return {
        key: value if key in _LEFT else _filled(value, filling, _form(key, form))
        for key, value in kept.items()
    }


def _form(key: str, inner: str) -> str:
    return inner if key == "options" else "text"


def _filled(value: Any, filling: Interpolation, form: str) -> Any:
    if isinstance(value, str):
        return filling.text(value, form)
    if isinstance(value, list):
        return [_filled(item, filling, form) for item in value]
    if isinstance(value, dict):
        return {
            key: item
            if key in _LEFT
            else _filled(item, filling, "uriencode" if key in _URLS else form)
            for key, item in value.items()
        }
    return value


NO_FILLING = Interpolation(choices=NOTHING, range=TimeRange(start=0, end=1, text=""))
