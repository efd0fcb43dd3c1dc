"""The class for a template variable of a classic board."""

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
    """One template variable in the classic schema."""

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
        """The label of the variable; empty if the board shows the variable's name instead."""
        return self.text("label")

    @property
    def multi(self) -> bool:
        """Whether users can select several values."""
        return self.flag("multi")

    @property
    def include_all(self) -> bool:
        """Whether users can select the option "All"."""
        return self.flag("includeAll")

    @property
    def hidden(self) -> bool:
        """Whether the board hides the variable and its label."""
        return self.raw.get("hide") == 2

    @property
    def hide(self) -> int:
        """0 if the board shows the variable with its label, 1 if it shows the variable without the
        label, 2 if it hides the variable.
        """
        value = self.number("hide")
        return int(value) if value in {0, 1, 2} else 0

    @property
    def regex(self) -> str:
        """The regular expression that filters the values; empty if the variable has none.

        In a variable of type `datasource`, the expression filters the names of data sources.
        """
        return self.text("regex")

    @property
    def all_value(self) -> str:
        """The text that Grafana inserts while "All" is selected; empty if Grafana joins all values
        instead.
        """
        return self.text("allValue")

    @lazy_property
    def query_text(self) -> str:
        """The text of the query.

        In a variable of type `datasource`, the query is a plugin type. In a variable of type
        `custom`, the query is the list of values.
        """
        definition = self.text("definition") if self.type == "query" else ""
        return self.text("query") or self.text("query", "query") or definition

    @property
    def whole_query(self) -> str:
        """The text of the query. If Grafana's editor stored the query as an object, the property
        makes a text from the object, such as `label_values(up, job)` for `{"metric": "up", "label":
        "job"}`.
        """
        return self.query_text or _format_query_fields(self.table("query"))

    @property
    def query_value(self) -> str:
        """The value of the key `query` as text, even if it is a number; empty if the key is
        missing.
        """
        return str(self.raw.get("query") or "")

    @property
    def sort_order(self) -> int:
        """Grafana's number for the sort order of the options, from 1 to 8; 0 if Grafana does not
        sort them.
        """
        value = self.raw.get("sort")
        return value if isinstance(value, int) and 1 <= value <= 8 else 0

    @property
    def stored_options(self) -> Iterator[tuple[str, str]]:
        """The text and value of each option that the board stores, without the option "All"."""
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
        """Whether users can select the option "Auto" of a variable of type `interval`."""
        return self.flag("auto")

    @property
    def auto_count(self) -> int | None:
        """The number of intervals into which the option "Auto" divides the time range; None if the
        board sets no number.
        """
        value = self.raw.get("auto_count")
        return value if isinstance(value, int) and value > 0 else None

    @property
    def auto_min(self) -> str:
        """The shortest interval that the option "Auto" can choose; empty if the board sets none."""
        return self.text("auto_min")

    def with_regex(self, regex: str) -> DashboardVariable:
        """Return a copy of the variable with this regular expression as its filter."""
        return DashboardVariable({**self.raw, "regex": regex}, self.pointer)

    @property
    def datasource_reference(self) -> Any:
        """The value of the variable's key `datasource`; None if the key is missing."""
        return self.raw.get("datasource")

    @lazy_property
    def values(self) -> tuple[str, ...] | None:
        """All values of a variable of type `custom`, `interval` or `constant`. None for other
        types, because the board does not contain all their values.
        """
        if self.type in {"custom", "interval"}:
            return tuple(value for _, value in read_listed_options(self.query_text))
        return (self.query_text,) if self.type == "constant" else None

    @lazy_property
    def refers_to(self) -> frozenset[str]:
        """The names of other variables that the query, the regular expression or the data source
        uses, without built-in variables.
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
    """Yield the text and the value of each option in the query of a `custom` or `interval`
    variable. In `5m, a day : 1d`, the second option has the text `a day` and the value `1d`. An
    option contains a comma if the query contains `\\,`.
    """
    for part in _SPLIT.split(query):
        text, colon, value = part.replace("\\,", ",").strip().partition(" : ")
        if text:
            yield text.strip(), (value if colon else text).strip()
