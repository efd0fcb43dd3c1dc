"""The classes for a query of a panel and for an annotation query of a board."""

from __future__ import annotations

from typing import Any

from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.datasource_references import read_reference
from boardwright.schema.json_object import JsonObject, Pointer, ensure_list

_OF_ANY_PLUGIN = frozenset(
    {
        *("datasource", "editorMode", "exemplar", "format", "hide", "instant", "interval"),
        *("intervalFactor", "key", "legendFormat", "queryType", "range", "refId", "step"),
    }
)
"""The query keys that several data source plugins use. These keys do not show to which data source
plugin a query belongs.
"""

_TEXTS = (
    *("expr", "query", "rawSql", "rawSQL", "rawQuery", "queryText", "expression", "target", "url"),
)
"""The keys under which queries of the various data sources store their text."""


class Target(JsonObject):
    """One query of a panel in the classic schema."""

    @lazy_property
    def ref_id(self) -> str:
        """The refId of the query."""
        return self.text("refId")

    @lazy_property
    def hidden(self) -> bool:
        """Whether the panel hides the result of the query. An expression may still use the
        result.
        """
        return self.flag("hide")

    @lazy_property
    def legend(self) -> str:
        """The `legendFormat` of the query; empty if it is missing or has Grafana's special value
        `__auto`.
        """
        return "" if self.legend_format == "__auto" else self.legend_format

    @property
    def legend_format(self) -> str:
        """The `legendFormat` of the query, even if it has Grafana's special value `__auto`; empty
        if it is missing.
        """
        return self.text("legendFormat")

    @property
    def interval(self) -> str:
        """The minimum interval of the query, from the key `interval` or the older key `step`; empty
        if both keys are missing.
        """
        return self.own_interval or self.text("step")

    @property
    def own_interval(self) -> str:
        """The minimum interval of the query, from the key `interval`; empty if the key is
        missing.
        """
        return self.text("interval")

    @property
    def instant(self) -> bool:
        """Whether the query is an instant query."""
        return self.flag("instant") and not self.flag("range")

    @property
    def format(self) -> str:
        """The format of the result, such as `time_series`, `table` or `heatmap`."""
        return self.text("format") or "time_series"

    @property
    def asks_exemplars(self) -> bool:
        """Whether the query also asks for exemplars."""
        return self.flag("exemplar")

    @property
    def source_panel(self) -> Any:
        """The id of the panel whose results a query to `-- Dashboard --` uses; None for other
        queries.
        """
        return self.raw.get("panelId")

    @property
    def content(self) -> Any:
        """The expression of the query. For a query without an expression, the value is the JSON of
        the query, without refId and data source.
        """
        return self.raw.get("expr") or {
            key: value for key, value in self.raw.items() if key not in ("refId", "datasource")
        }

    @property
    def text_key(self) -> str | None:
        """The key under which the query stores its text, such as `rawSql`; None if the query has no
        text.
        """
        return next((key for key in _TEXTS if self.text(key)), None)

    @property
    def written_text(self) -> str:
        """The text of the query, in the language of its data source. For a query without a text,
        the value is the JSON of the query, without `refId`, `datasource` and `hide`.
        """
        text = next(filter(str.strip, map(self.text, _TEXTS)), None)
        if text is not None:
            return text
        if "expr" in self.raw:
            return ""
        rest = {k: v for k, v in self.raw.items() if k not in {"refId", "datasource", "hide"}}
        return encode_canonical_json(rest).decode().strip() if rest else ""

    @lazy_property
    def expr(self) -> str:
        """The expression of a Prometheus or Loki query; empty for other queries."""
        return self.text("expr")

    @property
    def expr_key(self) -> Pointer:
        """The path of the expression in the JSON of the query."""
        return ("expr",)

    @property
    def datasource_reference(self) -> Any:
        """The value of the query's key `datasource`; None if the key is missing."""
        return self.raw.get("datasource")

    @property
    def interval_factor(self) -> float | None:
        """The factor by which Grafana multiplies the step of the query; None if the query sets no
        factor.
        """
        return self.number("intervalFactor")

    @property
    def is_expression(self) -> bool:
        """Whether the query is a server-side expression, which Grafana computes from the results of
        other queries.
        """
        return read_reference(self.datasource_reference).is_expression

    @lazy_property
    def is_of_another_plugin(self) -> bool:
        """Whether the query has no `expr`, but at least one key that Prometheus queries do not
        have.
        """
        if "expr" in self.raw:
            return False
        return any(value for key, value in self.raw.items() if key not in _OF_ANY_PLUGIN)


@frozen
class AnnotationFilter:
    """The selection of the panels that show an annotation.

    Attributes:
        ids: The ids of the selected panels.
        exclude: Whether all panels except the selected panels show the annotation.
    """

    ids: tuple[Any, ...]
    exclude: bool


class Annotation(JsonObject):
    """One annotation query of a board in the classic schema."""

    @property
    def name(self) -> str:
        """The name of the annotation."""
        return self.text("name")

    @property
    def built_in(self) -> bool:
        """Whether the annotation is Grafana's own "Annotations & Alerts"."""
        return self.raw.get("builtIn") in (1, True)

    @property
    def enabled(self) -> bool:
        """Whether Grafana shows the annotation when the board opens."""
        return bool(self.raw.get("enable", True))

    @property
    def hidden(self) -> bool:
        """Whether the board hides the switch with which users turn the annotation on and off."""
        return bool(self.raw.get("hide"))

    @property
    def color(self) -> str:
        """The colour of the annotation in graphs, such as `red` or `#5c4ee5`; empty if the
        annotation sets no colour.
        """
        return self.text("iconColor")

    @property
    def title_format(self) -> str:
        """The template for the title of each event, with label names in double braces."""
        return self.text("titleFormat")

    @property
    def text_format(self) -> str:
        """The template for the text of each event, with label names in double braces."""
        return self.text("textFormat")

    @property
    def tag_keys(self) -> tuple[str, ...]:
        """The names of the labels whose values become tags of the events."""
        return tuple(self.text("tagKeys").split(","))

    @property
    def uses_value_for_time(self) -> bool:
        """Whether the values of the series, in milliseconds, are the times of the events."""
        return bool(self.raw.get("useValueForTime"))

    @property
    def step(self) -> str:
        """The minimum step of the query, from the annotation or from its `target`; empty if neither
        contains a step.
        """
        places = [(*owner, key) for owner in ((), ("target",)) for key in ("step", "interval")]
        value = next(filter(None, (self.at(*place) for place in places)), None)
        return value if isinstance(value, str) else ""

    @property
    def panel_filter(self) -> AnnotationFilter | None:
        """The panels that show the annotation; None for all panels."""
        found = self.raw.get("filter")
        if not isinstance(found, dict):
            return None
        ids = tuple(ensure_list(found.get("ids")))
        return AnnotationFilter(ids=ids, exclude=bool(found.get("exclude")))

    @property
    def expr(self) -> str:
        """The expression of a Prometheus or Loki annotation query."""
        return self.text(*self.expr_key)

    @property
    def expr_key(self) -> Pointer:
        """The path of the expression in the JSON of the annotation, which is `expr` or
        `target.expr`.
        """
        return ("expr",) if self.text("expr") else ("target", "expr")

    @property
    def datasource_reference(self) -> Any:
        """The value of the annotation's key `datasource`; None if the key is missing."""
        return self.raw.get("datasource")
