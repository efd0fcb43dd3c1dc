"""A board's template variable."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from boardwright.notation.variables import variable_names
from boardwright.schema.json_object import JsonObject

_SPLIT = re.compile(r"(?<!\\),")


class DashboardVariable(JsonObject):
    """One template variable, in the classic schema."""

    @property
    def name(self) -> str:
        """The variable's name, without `$`."""
        return self.text("name")

    @property
    def type(self) -> str:
        """`query`, `custom`, `interval`, `datasource`, `constant`, `textbox`, `adhoc`, ..."""
        return self.text("type")

    @property
    def multi(self) -> bool:
        """Whether several values may be chosen."""
        return self.flag("multi")

    @property
    def include_all(self) -> bool:
        """Whether "All" may be chosen."""
        return self.flag("includeAll")

    @property
    def hidden(self) -> bool:
        """Whether the board does not show the variable at all."""
        return self.raw.get("hide") == 2

    @property
    def regex(self) -> str:
        """The regex that filters the values; empty for none. For `datasource` it filters names."""
        return self.text("regex")

    @property
    def all_value(self) -> str:
        """The value of "All"; empty for all values joined."""
        return self.text("allValue")

    @cached_property
    def query_text(self) -> str:
        """The text of the query; for `datasource` the plugin's type, for `custom` the values."""
        definition = self.text("definition") if self.type == "query" else ""
        return self.text("query") or self.text("query", "query") or definition

    @property
    def datasource_reference(self) -> Any:
        """The variable's data source reference as it is written; None when there is none."""
        return self.raw.get("datasource")

    @cached_property
    def values(self) -> tuple[str, ...] | None:
        """All possible values, if the board states them: `custom`, `interval`, `constant`."""
        if self.type in {"custom", "interval"}:
            parts = (part.strip().replace("\\,", ",") for part in _SPLIT.split(self.query_text))
            return tuple(part.partition(" : ")[2].strip() or part for part in parts if part)
        return (self.query_text,) if self.type == "constant" else None

    @cached_property
    def refers_to(self) -> frozenset[str]:
        """The variables that its query, regex or data source uses; macros are not among them."""
        reference = self.datasource_reference
        uid = self.text("datasource", "uid") if isinstance(reference, dict) else reference
        if self.type == "datasource":
            uid = None  # Grafana ignores it there
        texts = (self.query_text, self.regex, uid if isinstance(uid, str) else "")
        used = (name for text in texts for name in variable_names(text))
        return frozenset(name for name in used if not name.startswith("__"))
