"""The class for a template variable of a classic board. Its properties read values from the
variable's JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.lazy import lazy_property
from boardwright.notation.variable_syntax import iter_variable_names
from boardwright.schema.json_object import JsonObject

ALL = "$__all"
"""The value of a variable while the option "All" is selected."""

_SPLIT = re.compile(r"(?<!\\),")
_NOT_FIELDS = frozenset({"query", "qryType", "refId", "type"})
"""The keys of a variable's query that have no influence on the values of the variable."""


class DashboardVariable(JsonObject):
    """One template variable of the classic schema."""

    @property
    def name(self) -> str:
        """The name of the variable, without `$`."""
        return self.text("name")

    @property
    def type(self) -> str:
        """The type, such as `query`, `custom`, `interval`, `datasource`, `constant` or `adhoc`."""
        return self.text("type")

    @property
    def label(self) -> str:
        """The label that the board shows; empty if it shows the name."""
        return self.text("label")

    @property
    def multi(self) -> bool:
        """Whether several values can be selected."""
        return self.flag("multi")

    @property
    def include_all(self) -> bool:
        """Whether "All" can be selected."""
        return self.flag("includeAll")

    @property
    def hidden(self) -> bool:
        """Whether the board does not show the variable at all."""
        return self.raw.get("hide") == 2

    @property
    def hide(self) -> int:
        """0 if the board shows the variable, 1 if the board shows it without label, 2 if the board
        hides it.
        """
        value = self.number("hide")
        return int(value) if value in {0, 1, 2} else 0

    @property
    def regex(self) -> str:
        """The regex that filters the values; empty if the variable has no regex.

        For variables of type `datasource`, the regex filters the names of data sources.
        """
        return self.text("regex")

    @property
    def all_value(self) -> str:
        """The text that replaces the variable if "All" is selected; empty if Grafana joins all
        values instead.
        """
        return self.text("allValue")

    @lazy_property
    def query_text(self) -> str:
        """The text of the query.

        For variables of type `datasource`, this text is the plugin type; for `custom`, the list of
        values.
        """
        definition = self.text("definition") if self.type == "query" else ""
        return self.text("query") or self.text("query", "query") or definition

    @property
    def whole_query(self) -> str:
        """The text of the query. If Grafana's editor stored the query in fields, the text is made
        from these fields: `label_values(up, job)` for `{"metric": "up", "label": "job"}`.
        """
        return self.query_text or _format_query_fields(self.table("query"))

    @property
    def query_value(self) -> str:
        """The key `query` as text, even if its value is a number; empty if it is missing."""
        return str(self.raw.get("query") or "")

    @property
    def sort_order(self) -> int:
        """The order of the options, from 1 to 8; 0 if the options are not sorted."""
        value = self.raw.get("sort")
        return value if isinstance(value, int) and 1 <= value <= 8 else 0

    @property
    def stored_options(self) -> Iterator[tuple[str, str]]:
        """Text and value of each option that the board stores, without the option All."""
        for _, option in self.items("options"):
            if option.get("value") not in (None, ALL):
                value = str(option["value"])
                yield str(option.get("text", value)), value

    @property
    def selected_values(self) -> list[str]:
        """The selected values that the board stores."""
        value = self.at("current", "value")
        values = value if isinstance(value, list) else [value]
        return [str(each) for each in values if each not in (None, "")]

    @property
    def has_auto(self) -> bool:
        """Whether the option "Auto" of an interval variable can be selected."""
        return self.flag("auto")

    @property
    def auto_count(self) -> int | None:
        """The number of intervals into which `auto` divides the time range; None if the board sets
        no number.
        """
        value = self.raw.get("auto_count")
        return value if isinstance(value, int) and value > 0 else None

    @property
    def auto_min(self) -> str:
        """The shortest interval of `auto`; empty if the board sets none."""
        return self.text("auto_min")

    def with_regex(self, regex: str) -> DashboardVariable:
        """Return a copy with another regex."""
        return DashboardVariable({**self.raw, "regex": regex}, self.pointer)

    @property
    def datasource_reference(self) -> Any:
        """The data source reference of the variable as written; None if the variable has no
        reference.
        """
        return self.raw.get("datasource")

    @lazy_property
    def values(self) -> tuple[str, ...] | None:
        """All possible values of a variable of type `custom`, `interval` or `constant`; None for
        other types, whose values are not in the board.
        """
        if self.type in {"custom", "interval"}:
            return tuple(value for _, value in read_listed_options(self.query_text))
        return (self.query_text,) if self.type == "constant" else None

    @lazy_property
    def refers_to(self) -> frozenset[str]:
        """The variables to which the query, regex or data source of this variable refers. Built-in
        variables are omitted.
        """
        reference = self.datasource_reference
        uid = self.text("datasource", "uid") if isinstance(reference, dict) else reference
        if self.type == "datasource":
            uid = None  # Grafana ignores the data source of such a variable
        query = self.raw.get("query")  # an object if Grafana's editor stored the query in fields
        fields = (
            json.dumps(query, ensure_ascii=False, default=str) if isinstance(query, dict) else ""
        )
        texts = (self.query_text, fields, self.regex, uid if isinstance(uid, str) else "")
        used = (name for text in texts for name in iter_variable_names(text))
        return frozenset(name for name in used if not name.startswith("__"))


def _format_query_fields(query: Mapping[str, Any]) -> str:
    fields = {key: value for key, value in query.items() if value and key not in _NOT_FIELDS}
    if isinstance(fields.get("label"), str):
        names = (fields.get("metric") or fields.get("stream"), fields["label"])
        return f"label_values({', '.join(str(name) for name in names if name)})"
    return json.dumps(fields, sort_keys=True, default=str) if fields else ""


def read_listed_options(query: str) -> Iterator[tuple[str, str]]:
    """Yield the text and the value of each option that the query of a variable of type `custom` or
    `interval` lists. In `5m, a day : 1d`, the second option has the text `a day` and the value
    `1d`. A comma within an option is written as `\\,`.
    """
    for part in _SPLIT.split(query):
        text, colon, value = part.replace("\\,", ",").strip().partition(" : ")
        if text:
            yield text.strip(), (value if colon else text).strip()
