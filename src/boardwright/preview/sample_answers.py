"""Makes up answers to PromQL queries. A query gets the same answer in every run.

The labels of the series depend on the query, its panel, and metrics that were recorded from real
servers. The values of the series depend on the settings of the panel. Made-up data only shows what
a panel looks like.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import cycle, islice

from boardwright.errors import PromqlError
from boardwright.frozen import frozen
from boardwright.notation.legend_labels import list_legend_labels
from boardwright.preview.query_answers import Answer, AnswerSeries, QueryRequest
from boardwright.preview.sample_labels import BUCKETS, SampleCatalogue, make_up_matches
from boardwright.preview.time_ranges import HOUR
from boardwright.promql import Aggregation, Call, Expr, Number, Selector, Text, parse
from boardwright.schema.named_columns import find_named_columns
from boardwright.schema.panel import Panel

MOMENT = 1_767_268_800_000
"""The latest time in made-up data, noon UTC on 2026-01-01, in milliseconds since 1970."""

MOST_SERIES = 5
_BUCKET_SHARES = (0.02, 0.06, 0.15, 0.3, 0.55, 0.75, 0.9, 0.97, 0.99, 1.0)
"""For each bound in `BUCKETS`, the fraction of made-up observations that are less than or equal to
the bound.
"""

METRIC_NAME = "__name__"
_LABEL = re.compile(r"[a-zA-Z_]\w*")
_NOT_LABELS = re.compile(r"Time|Value|Value #.*|__.*")
_DAY = 24 * HOUR
_UNIT_RANGES = {
    "percent": (5.0, 85.0),
    "percentunit": (0.05, 0.85),
    "bytes": (2e8, 8e9),
    "decbytes": (2e8, 8e9),
    "bits": (1e5, 5e7),
    "kbytes": (2e5, 8e6),
    "mbytes": (2e2, 8e3),
    "gbytes": (2.0, 80.0),
    "Bps": (1e4, 5e6),
    "binBps": (1e4, 5e6),
    "bps": (1e5, 5e7),
    "binbps": (1e5, 5e7),
    "s": (0.01, 0.9),
    "ms": (5.0, 900.0),
    "µs": (50.0, 900.0),
    "ns": (5e3, 9e5),
    "m": (1.0, 90.0),
    "h": (1.0, 90.0),
    "d": (1.0, 90.0),
    "dtdurations": (5e3, 5e6),
    "dtdurationms": (5e6, 5e9),
    "clockms": (5e6, 5e9),
    "celsius": (30.0, 70.0),
    "watt": (20.0, 400.0),
    "hertz": (1e9, 4e9),
    "reqps": (1.0, 200.0),
    "ops": (1.0, 200.0),
    "iops": (1.0, 200.0),
    "dateTimeAsIso": (MOMENT - 30 * _DAY, MOMENT - HOUR),
    "dateTimeAsLocal": (MOMENT - 30 * _DAY, MOMENT - HOUR),
    "dateTimeFromNow": (MOMENT - 30 * _DAY, MOMENT - HOUR),
}
"""Unit of a panel -> the smallest and largest made-up value."""


@frozen
class SampleHint:
    """The settings of a panel and a query on which made-up data depends.

    Attributes:
        unit: The unit of the panel.
        least: The minimum that the panel sets.
        most: The maximum that the panel sets.
        threshold: The highest threshold of the panel.
        states: The numbers for which the panel has value mappings.
        legend: The `legendFormat` of the query.
        columns: Labels to which transformations and overrides of the panel refer.
    """

    unit: str = ""
    least: float | None = None
    most: float | None = None
    threshold: float | None = None
    states: tuple[float, ...] = ()
    legend: str = ""
    columns: tuple[str, ...] = ()

    def with_labels_of(self, other: SampleHint) -> SampleHint:
        """Return a copy of these settings that also contains the label names of another panel with
        the same query.
        """
        columns = dict.fromkeys((*self.columns, *other.columns))
        return replace(self, legend=f"{self.legend} {other.legend}", columns=tuple(columns))

    @classmethod
    def from_panel(cls, panel: Panel, legend: str) -> SampleHint:
        """Return the settings of a panel, with the legend of a query."""
        return cls(
            unit=panel.unit,
            least=_convert_plausible(panel.min),
            most=_convert_plausible(panel.max),
            threshold=_find_highest_threshold(panel),
            states=tuple(_iter_mapped_numbers(panel)),
            legend=legend,
            columns=tuple(
                name
                for name in _iter_named_labels(panel)
                if _LABEL.fullmatch(name) and not _NOT_LABELS.fullmatch(name)
            ),
        )


def _iter_named_labels(panel: Panel) -> Iterator[str]:
    named = find_named_columns(panel)
    return (name for name in named.names if name not in named.numbers)


def make_up_answer(query: QueryRequest, hint: SampleHint, catalogue: SampleCatalogue) -> Answer:
    """Return a made-up answer to a query.

    Args:
        query: The query to answer.
        hint: The settings of the query's panel.
        catalogue: The labels of metrics that were recorded from real servers.
    """
    expression = SampledExpression(query.sent)
    count = query.step_count if query.kind == "range" else 1
    start = query.start if query.kind == "range" else query.end
    sizes = _choose_expression_range(hint, expression)
    series = tuple(
        AnswerSeries(
            labels=labels,
            values=tuple(_make_up_values(query, hint, expression, labels, sizes, start, count)),
        )
        for labels in make_up_label_sets(expression, hint, catalogue)
    )
    return Answer(start=start, step=query.step, series=series)


def make_up_marks(
    query: QueryRequest, legend: str, catalogue: SampleCatalogue, *, at_value: bool
) -> Answer:
    """Return a made-up answer for an annotation. With the answer, graphs show a line at one time,
    and a region after the line.

    Args:
        query: The query to answer.
        legend: The legend of the query, such as `{{job}}`.
        catalogue: The labels of metrics that were recorded from real servers.
        at_value: Whether the values of the series are the times of the marks.
    """
    count = query.step_count
    first = count // 8 + _compute_seed(query.text) % max(1, count // 4)
    later = first + count // 3
    marked = {first, *range(later, later + max(1, count // 20))}
    values = tuple(
        (float(query.start + index * query.step) if at_value else 1.0) if index in marked else None
        for index in range(count)
    )
    labels = make_up_label_sets(
        SampledExpression(query.sent), SampleHint(legend=legend), catalogue
    )[:1]
    series = tuple(AnswerSeries(labels=each, values=values) for each in labels)
    return Answer(start=query.start, step=query.step, series=series)


class SampledExpression:
    """The properties of an expression on which made-up data depends.

    Attributes:
        metric: Name of the metric; empty if the expression contains no metric name.
        matchers: Label -> the values that the matchers for this label allow.
        grouped: The labels in the result of an aggregation; None if the expression does not remove
            labels.
        counts: Whether the expression counts series.
        keeps_name: Whether the series in the result have the label `__name__`.
    """

    def __init__(self, text: str) -> None:
        self.metric, self.matchers = "", dict[str, tuple[str, ...]]()
        self.grouped: tuple[str, ...] | None = None
        self.counts = self.keeps_name = False
        try:
            node = parse(text)
        except PromqlError:
            self.grouped = ()
            return
        self.keeps_name = isinstance(node, Selector)
        self._read_node(node)

    def _read_node(self, node: Expr) -> None:
        if isinstance(node, Aggregation):
            self._read_aggregation(node)
        elif isinstance(node, Selector):
            self._read_selector(node)
        inner = _find_labelled_part(node)
        if inner is not None:
            self._read_node(inner)
        if isinstance(node, Call) and node.name == "histogram_quantile" and self.grouped:
            self.grouped = tuple(label for label in self.grouped if label != "le")

    def _read_aggregation(self, node: Aggregation) -> None:
        if node.op in {"topk", "bottomk"} or self.grouped is not None:
            return
        self.counts = node.op in {"count", "count_values"}
        self.grouped = node.labels if node.grouping == "by" else ()

    def _read_selector(self, node: Selector) -> None:
        self.metric = node.name or ""
        for matcher in node.matchers:
            texts: tuple[str, ...] = ()
            if matcher.op == "=" and matcher.value:
                texts = (matcher.value,)
            elif matcher.op == "=~" and matcher.value not in {".*", ".+", ""}:
                texts = make_up_matches(matcher.value, MOST_SERIES)
            if texts:
                self.matchers[matcher.name] = texts


def _find_labelled_part(node: Expr) -> Expr | None:
    """Return the subexpression that determines the labels of the result."""
    if isinstance(node, Aggregation):
        return node.expr
    return next((part for part in node.children if not isinstance(part, Number | Text)), None)


def make_up_label_sets(
    expression: SampledExpression, hint: SampleHint, catalogue: SampleCatalogue
) -> list[dict[str, str]]:
    """Return the labels of each made-up series. The number of series is the largest number of
    values of a label.

    All label values differ between neighbouring series, so that a legend with one label
    distinguishes the series. The series of a histogram differ only in the label `le`.
    """
    names = dict.fromkeys(
        (*_iter_label_names(expression, catalogue), *list_legend_labels(hint.legend), *hint.columns)
    )
    known = {
        name: make_up_label_values(name, expression, catalogue)
        for name in sorted(names)
        if name != METRIC_NAME
    }
    if expression.grouped is None and "job" in known:
        known["job"] = known["job"][:1]
    if expression.keeps_name and expression.metric:
        known[METRIC_NAME] = (expression.metric,)
    buckets = known.pop("le", ())
    count = min(MOST_SERIES, max((len(values) for values in known.values()), default=1))
    columns = {name: islice(cycle(values), count) for name, values in known.items()}
    rows = zip(*columns.values(), strict=True) if columns else [()]
    label_sets = [dict(zip(columns, row, strict=True)) for row in rows]
    if not buckets:
        return label_sets
    return [{**labels, "le": bucket} for labels in label_sets[:1] for bucket in buckets]


def _iter_label_names(expression: SampledExpression, catalogue: SampleCatalogue) -> Iterator[str]:
    if expression.grouped is not None:
        yield from expression.grouped
    else:
        yield from catalogue.find_labels(expression.metric)
        yield from ("instance", "job")


def make_up_label_values(
    name: str, expression: SampledExpression, catalogue: SampleCatalogue
) -> tuple[str, ...]:
    """Return made-up values of a label in the result of an expression."""
    if name in expression.matchers:
        return expression.matchers[name][:MOST_SERIES]
    if name == "le":
        return BUCKETS
    return catalogue.list_values(expression.metric, name)[:3]


def _choose_expression_range(
    hint: SampleHint, expression: SampledExpression
) -> tuple[float, float]:
    if expression.metric == "up" or expression.metric.endswith("_info"):
        return (1.0, 1.0)
    if expression.counts and hint.unit not in _UNIT_RANGES:
        return (1.0, 20.0)
    return choose_value_range(hint)


def choose_value_range(hint: SampleHint) -> tuple[float, float]:
    """Return the smallest and the largest value that are plausible for a panel."""
    if hint.unit in _UNIT_RANGES:
        return _UNIT_RANGES[hint.unit]
    most = hint.most if hint.most is not None else hint.threshold
    if most is not None and most > (hint.least or 0.0):
        least = hint.least or 0.0
        return least + 0.1 * (most - least), least + 0.9 * (most - least)
    return (1.0, 100.0)


def _make_up_values(
    query: QueryRequest,
    hint: SampleHint,
    expression: SampledExpression,
    labels: Mapping[str, str],
    sizes: tuple[float, float],
    start: int,
    count: int,
) -> Iterator[float]:
    """Yield values that form a slow wave with small variations, or the numbers for which the panel
    has value mappings.

    All buckets of a histogram have the same wave, so that a bucket is never smaller than the next
    lower bucket.
    """
    low, high = sizes
    bucket = labels.get("le")
    others = sorted((name, value) for name, value in labels.items() if name != "le")
    part = _BUCKET_SHARES[BUCKETS.index(bucket)] if bucket in BUCKETS else 1.0
    for share in iter_wave(query.text + repr(others), start, query.step, count):
        if bucket is not None:
            yield float(f"{high * share * part:.4g}")
            continue
        if hint.states:
            yield hint.states[min(len(hint.states) - 1, int(share * len(hint.states)))]
        elif expression.counts:
            yield float(round(low + (high - low) * share))
        else:
            yield float(f"{low + (high - low) * share:.4g}") if high > low else low


def iter_wave(text: str, start: int, step: int, count: int) -> Iterator[float]:
    """Yield numbers from 0 to 1 that form a slow wave with small variations.

    Args:
        text: Text that determines the wave. Waves for equal texts are equal.
        start: Time of the first number, in milliseconds since 1970.
        step: The time between two numbers, in milliseconds.
        count: The number of numbers to yield.
    """
    seed = _compute_seed(text)
    level = 0.2 + (seed % 1000) / 1000 * 0.6
    phase, pace = (seed >> 10) % 628 / 100, 1 + (seed >> 20) % 5
    for index in range(count):
        turn = (start + index * step) / HOUR * 2 * math.pi
        slow = 0.14 * math.sin(turn * pace / 2 + phase)
        ripple = 0.05 * math.sin(turn * 9 * pace + seed % 7)
        yield min(1.0, max(0.0, level + slow + ripple))


def _compute_seed(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _find_highest_threshold(panel: Panel) -> float | None:
    if panel.thresholds_in_percent:
        return None
    values = [_convert_plausible(step.value) for step in panel.thresholds]
    positive = [value for value in values if value is not None and value > 0]
    return 1.25 * max(positive) if positive else None


def _iter_mapped_numbers(panel: Panel) -> Iterator[float]:
    for text in panel.mapped_values:
        try:
            number = float(text)
        except ValueError:
            continue
        if math.isfinite(number):
            yield number


def _convert_plausible(value: float | None) -> float | None:
    """Return a number as a float; None for a number that is too large to calculate with."""
    return float(value) if value is not None and abs(value) < 1e300 else None
