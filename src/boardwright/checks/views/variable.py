"""A board's variable: what it holds, and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from boardwright.checks.expression import Expression, read_expression
from boardwright.checks.lazy import lazy
from boardwright.checks.problem import Pointer
from boardwright.checks.views.datasource import DataSource, Language
from boardwright.checks.views.view import View
from boardwright.promql.substitute import names

if TYPE_CHECKING:
    from boardwright.checks.views.board import BoardView

_LABEL_VALUES = re.compile(
    r"\s*label_values\s*\(\s*(?:(?P<of>.+?)\s*,)?\s*(?P<label>[^,(){}\s]+)\s*\)\s*", re.DOTALL
)
_QUERY_RESULT = re.compile(r"\s*query_result\s*\((?P<expr>.+)\)\s*", re.DOTALL)
_SPLIT = re.compile(r"(?<!\\),")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query variable asks Prometheus for.

    Attributes:
        function: `label_values` or `query_result`.
        expression: The series; None for all of them.
        label: Whose values; None for `query_result`.
        offset: Where the expression's text begins in the variable's query.
    """

    function: str
    expression: Expression | None
    label: str | None
    offset: int


class VariableView(View):
    """One template variable.

    Attributes:
        board: The board.
    """

    def __init__(self, raw: Mapping[str, Any], pointer: Pointer, board: BoardView) -> None:
        """Take the variable's JSON and its board."""
        super().__init__(raw, pointer)
        self.board = board

    @property
    def name(self) -> str:
        """Its name, without `$`."""
        return self.text("name")

    @property
    def type(self) -> str:
        """`query`, `custom`, `interval`, `datasource`, `constant`, `textbox`, `adhoc`, …"""
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
        """Whether it is not shown at all."""
        return self.raw.get("hide") == 2

    @property
    def regex(self) -> str:
        """What narrows the values down; empty for nothing. For `datasource`, of their names."""
        return self.text("regex")

    @lazy
    def query_text(self) -> str:
        """Its query's text; for `datasource` the plugin's type, for `custom` the values."""
        return self.text("query") or self.text("query", "query") or self._definition

    @property
    def _definition(self) -> str:
        return self.text("definition") if self.type == "query" else ""

    @lazy
    def datasource(self) -> DataSource:
        """Where a `query` variable asks."""
        return self.board.references.resolve((self.raw.get("datasource"), "query"))

    @lazy
    def language(self) -> Language:
        """Of the data source; `unknown` when nothing tells."""
        language = self.datasource.language
        if language == "unknown" and _LABEL_VALUES.fullmatch(self.query_text):
            return "promql"  # Loki's has `{…}` for a metric, which reads as PromQL, too
        return language

    @lazy
    def asks(self) -> Asked | None:
        """What a `query` variable asks Prometheus for; None for anything else."""
        if self.type != "query" or self.language != "promql":
            return None
        found = _LABEL_VALUES.fullmatch(self.query_text)
        if found:
            of = read_expression(found["of"]) if found["of"] else None
            return Asked("label_values", of, found["label"], found.start("of"))
        found = _QUERY_RESULT.fullmatch(self.query_text)
        if found:
            return Asked("query_result", read_expression(found["expr"]), None, found.start("expr"))
        return None

    @property
    def expression(self) -> Expression | None:
        """The expression in its query."""
        return self.asks.expression if self.asks else None

    @lazy
    def values(self) -> tuple[str, ...] | None:
        """All values it can have, where the board tells: `custom`, `interval`, `constant`."""
        if self.type in {"custom", "interval"}:
            parts = (part.strip().replace("\\,", ",") for part in _SPLIT.split(self.query_text))
            return tuple(part.partition(" : ")[2].strip() or part for part in parts if part)
        return (self.query_text,) if self.type == "constant" else None

    @lazy
    def refers_to(self) -> frozenset[str]:
        """The variables that its query, regex or data source uses; macros are not among them."""
        reference = self.raw.get("datasource")
        uid = self.text("datasource", "uid") if isinstance(reference, dict) else reference
        texts = (self.query_text, self.regex, uid if isinstance(uid, str) else "")
        used = (name for text in texts for name in names(text))
        return frozenset(name for name in used if not name.startswith("__"))
