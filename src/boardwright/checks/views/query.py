"""A panel's query, and a board's annotation query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boardwright.checks.expression import Expression, read_expression
from boardwright.checks.lazy import lazy
from boardwright.checks.problem import Pointer
from boardwright.checks.views.datasource import DataSource, Language
from boardwright.checks.views.view import View

if TYPE_CHECKING:
    from boardwright.checks.views.board import BoardView
    from boardwright.checks.views.panel import PanelView


def judged_language(found: DataSource, text: str) -> Language:
    """Return the language of a query, by its data source; by its text when nothing tells that."""
    language = found.language
    if language == "unknown" and text.strip():
        return "promql" if read_expression(text).tree is not None else "unknown"
    return language


_OF_ALL = frozenset(
    {
        *("datasource", "editorMode", "exemplar", "format", "hide", "instant", "interval"),
        *("intervalFactor", "key", "legendFormat", "queryType", "range", "refId", "step"),
    }
)
"""Keys that tell nothing about which plugin a query is for."""


class QueryView(View):
    """One query of a panel.

    Attributes:
        panel: The panel.
        board: The board.
    """

    def __init__(self, raw: Mapping[str, Any], pointer: Pointer, panel: PanelView) -> None:
        """Take the query's JSON and its panel."""
        super().__init__(raw, pointer)
        self.panel = panel
        self.board: BoardView = panel.board

    @lazy
    def ref_id(self) -> str:
        """Its letter."""
        return self.text("refId")

    @lazy
    def hidden(self) -> bool:
        """Whether its result is not shown (it may feed another query)."""
        return self.flag("hide")

    @lazy
    def legend(self) -> str:
        """`legendFormat`; empty when there is none, or it is Grafana's `__auto`."""
        legend = self.text("legendFormat")
        return "" if legend == "__auto" else legend

    @property
    def interval(self) -> str:
        """Its own minimum step; empty when there is none."""
        return self.text("interval") or self.text("step")

    @property
    def instant(self) -> bool:
        """Whether it asks for one point in time only."""
        return self.flag("instant") and not self.flag("range")

    @property
    def format(self) -> str:
        """`time_series`, `table` or `heatmap`."""
        return self.text("format") or "time_series"

    @lazy
    def datasource(self) -> DataSource:
        """Its data source: the panel's, unless that is mixed; else its own, else the default.

        So Grafana asks: what a query names counts where its panel names none. Expressions ask none.
        The default of this project is not that of the Grafana a board came from: a query that
        is plainly another plugin's has none that could be told.
        """
        own, panels = self.raw.get("datasource"), self.panel.raw.get("datasource")
        found = self.board.references.resolve((own, "query"))
        if found.language != "expression":
            found = self.board.references.resolve((panels, "panel"), (own, "query"))
        if found.given_by == "default" and self._is_of_another_plugin:
            return DataSource(None)
        return found

    @lazy
    def _is_of_another_plugin(self) -> bool:
        """Whether it has no `expr`, but something else: what the default was where it was made."""
        if "expr" in self.raw:
            return False
        return any(value for key, value in self.raw.items() if key not in _OF_ALL)

    @lazy
    def language(self) -> Language:
        """What its text is written in; `promql` only if it is surely Prometheus'."""
        return judged_language(self.datasource, self.expr)

    @lazy
    def expr(self) -> str:
        """Its text, for Prometheus and Loki; empty when it has none."""
        return self.text("expr")

    @lazy
    def expression(self) -> Expression | None:
        """Its expression when it is PromQL, whether it parses or not; None when there is none."""
        if self.language != "promql" or not self.expr.strip():
            return None
        return read_expression(self.expr)


class AnnotationView(View):
    """One of the board's annotation queries.

    Attributes:
        board: The board.
    """

    def __init__(self, raw: Mapping[str, Any], pointer: Pointer, board: BoardView) -> None:
        """Take the annotation's JSON and its board."""
        super().__init__(raw, pointer)
        self.board = board

    @property
    def name(self) -> str:
        """Its name."""
        return self.text("name")

    @property
    def built_in(self) -> bool:
        """Whether it is Grafana's own "Annotations & Alerts"."""
        return self.raw.get("builtIn") in (1, True)

    @property
    def enabled(self) -> bool:
        """Whether it is on when the board opens."""
        return self.flag("enable")

    @property
    def expr(self) -> str:
        """Its text, for Prometheus and Loki."""
        return self.text("expr") or self.text("target", "expr")

    @lazy
    def datasource(self) -> DataSource:
        """Its data source."""
        return self.board.references.resolve((self.raw.get("datasource"), "query"))

    @lazy
    def language(self) -> Language:
        """What its text is written in."""
        return judged_language(self.datasource, self.expr)

    @lazy
    def expression(self) -> Expression | None:
        """Its expression when it is PromQL."""
        if self.language != "promql" or not self.expr.strip():
            return None
        return read_expression(self.expr)
