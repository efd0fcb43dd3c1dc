"""Made-up answers: series of the right kind for any query, the same each time.

Their labels come from the query, its legend and what is known of the metric; their size from the
panel's unit. They show how a panel looks, and nothing else.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from boardwright.errors import PromqlError
from boardwright.frozen import frozen
from boardwright.preview.data_frames import NAME
from boardwright.preview.query_answers import Answer, AnswerSeries, QueryRequest
from boardwright.preview.sample_catalogue import SampleCatalogue
from boardwright.preview.time_ranges import HOUR, TimeRange
from boardwright.promql import Aggregation, Call, Expr, Number, Selector, Text, parse

MOMENT = 1_767_268_800_000
"""When all made-up data ends: 2026-01-01, noon, UTC."""

MOST_SERIES = 5
_LEGEND = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_WORDS = re.compile(r"[\w.:/-]+(?:\|[\w.:/-]+)*")
_BUCKETS = ("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf")
_SIZES = {
    "percent": (5.0, 85.0),
    "percentunit": (0.05, 0.85),
    "bytes": (2e8, 8e9),
    "decbytes": (2e8, 8e9),
    "kbytes": (2e5, 8e6),
    "mbytes": (2e2, 8e3),
    "Bps": (1e4, 5e6),
    "binBps": (1e4, 5e6),
    "bps": (1e5, 5e7),
    "s": (0.01, 0.9),
    "ms": (5.0, 900.0),
    "µs": (50.0, 900.0),
    "ns": (5e3, 9e5),
    "dtdurations": (5e3, 5e6),
    "celsius": (30.0, 70.0),
    "dateTimeAsIso": (MOMENT - 30 * 24 * HOUR, MOMENT - HOUR),
    "dateTimeFromNow": (MOMENT - 30 * 24 * HOUR, MOMENT - HOUR),
}
"""Unit -> between what the values lie."""


def made_up_range(text: str) -> TimeRange:
    """Return a range of that length that ends when all made-up data ends."""
    from boardwright.preview.time_ranges import last

    return last(text, MOMENT)


@frozen
class SampleHint:
    """What a panel tells about the size of its values, and a query about its labels."""

    unit: str = ""
    least: float | None = None
    most: float | None = None
    legend: str = ""

    @classmethod
    def of(cls, panel: Mapping[str, Any], legend: str) -> SampleHint:
        """Return what a panel's JSON tells."""
        config = panel.get("fieldConfig")
        defaults = config.get("defaults") if isinstance(config, dict) else None
        told = defaults if isinstance(defaults, dict) else {}
        return cls(
            unit=str(told.get("unit") or ""),
            least=_number(told.get("min")),
            most=_number(told.get("max")),
            legend=legend,
        )


def made_up(ask: QueryRequest, hint: SampleHint, catalogue: SampleCatalogue) -> Answer:
    """Return an answer that nobody gave."""
    seen = _Seen(ask.sent)
    labels = _labels(seen, hint, catalogue)
    count = (ask.end - ask.start) // ask.step + 1 if ask.kind == "range" else 1
    start = ask.start if ask.kind == "range" else ask.end
    sizes = _between(hint, seen)
    series = tuple(
        AnswerSeries(
            labels=each, values=tuple(_values(ask.text, each, sizes, start, ask.step, count))
        )
        for each in labels
    )
    return Answer(start=start, step=ask.step, series=series)


def made_up_marks(
    ask: QueryRequest, legend: str, catalogue: SampleCatalogue, *, at_value: bool
) -> Answer:
    """Return an answer for an annotation: a moment, and later a stretch of time.

    Args:
        ask: The question.
        legend: Its texts, with labels in double braces.
        catalogue: What is known of metrics.
        at_value: Whether its values tell the moments.
    """
    count = (ask.end - ask.start) // ask.step + 1
    first = count // 8 + _seed(ask.text) % max(1, count // 4)
    later = first + count // 3
    marked = {first, *range(later, later + max(1, count // 20))}
    values = tuple(
        (float(ask.start + index * ask.step) if at_value else 1.0) if index in marked else None
        for index in range(count)
    )
    labels = _labels(_Seen(ask.sent), SampleHint(legend=legend), catalogue)[:1]
    series = tuple(AnswerSeries(labels=each, values=values) for each in labels)
    return Answer(start=ask.start, step=ask.step, series=series)


class _Seen:
    """What an expression tells: the metric, its matchers, and the labels of the result.

    Attributes:
        grouped: The labels that an aggregation leaves; None when all are left.
    """

    def __init__(self, text: str) -> None:
        self.metric, self.matchers = "", dict[str, str]()
        self.grouped: tuple[str, ...] | None = None
        self.buckets = False
        try:
            self._look(parse(text))
        except PromqlError:
            self.grouped = ()

    def _look(self, node: Expr) -> None:
        if isinstance(node, Aggregation):
            self._aggregation(node)
        elif isinstance(node, Selector):
            self._selector(node)
        inner = _inner(node)
        if inner is not None:
            self._look(inner)
        if isinstance(node, Call) and node.name == "histogram_quantile" and self.grouped:
            self.grouped = tuple(label for label in self.grouped if label != "le")

    def _aggregation(self, node: Aggregation) -> None:
        if node.op not in {"topk", "bottomk"} and self.grouped is None:
            self.grouped = node.labels if node.grouping == "by" else ()

    def _selector(self, node: Selector) -> None:
        self.metric = node.name or ""
        for matcher in node.matchers:
            if matcher.op in {"=", "=~"} and _WORDS.fullmatch(matcher.value):
                self.matchers[matcher.name] = matcher.value


def _inner(node: Expr) -> Expr | None:
    """Return the part of an expression that gives its result's labels."""
    if isinstance(node, Aggregation):
        return node.expr
    return next((part for part in node.children if not isinstance(part, Number | Text)), None)


def _labels(seen: _Seen, hint: SampleHint, catalogue: SampleCatalogue) -> list[dict[str, str]]:
    """Return the labels of the series."""
    names = list(dict.fromkeys([*_names(seen, catalogue), *_LEGEND.findall(hint.legend)]))
    names = [name for name in names if name != NAME]
    known = {name: _label_values(name, seen, catalogue) for name in sorted(names)}
    combined = product(*known.values())
    return [dict(zip(known, values, strict=True)) for values in islice(combined, _most(known))]


def _most(known: Mapping[str, Sequence[str]]) -> int:
    return len(_BUCKETS) if "le" in known else MOST_SERIES


def _names(seen: _Seen, catalogue: SampleCatalogue) -> Iterator[str]:
    if seen.grouped is not None:
        yield from seen.grouped
    else:
        yield from catalogue.labels(seen.metric)
        yield from ("instance", "job")


def _label_values(name: str, seen: _Seen, catalogue: SampleCatalogue) -> tuple[str, ...]:
    if name == "le":
        return _BUCKETS
    if name in seen.matchers:
        return tuple(value for value in seen.matchers[name].split("|") if value)[:MOST_SERIES]
    if name in {"instance", "job"}:
        return (f"{name}-1",)
    found = catalogue.values(seen.metric, name)
    return found[:3] or tuple(f"{name}-{number}" for number in (1, 2, 3))


def _between(hint: SampleHint, seen: _Seen) -> tuple[float, float]:
    if seen.metric == "up" or seen.metric.endswith("_info"):
        return (1.0, 1.0)
    if hint.unit in _SIZES:
        return _SIZES[hint.unit]
    if hint.most is not None:
        least = hint.least or 0.0
        width = hint.most - least
        return least + 0.1 * width, least + 0.9 * width
    return (1.0, 100.0)


def _values(
    text: str,
    labels: Mapping[str, str],
    sizes: tuple[float, float],
    start: int,
    step: int,
    count: int,
) -> Iterator[float]:
    """Yield a slow wave with a ripple on it."""
    seed = _seed(text + repr(sorted(labels.items())))
    low, high = sizes
    level = 0.2 + (seed % 1000) / 1000 * 0.6
    phase, pace = (seed >> 10) % 628 / 100, 1 + (seed >> 20) % 5
    for index in range(count):
        turn = (start + index * step) / HOUR * 2 * math.pi
        swing = 0.14 * math.sin(turn * pace / 2 + phase) + 0.05 * math.sin(
            turn * 9 * pace + seed % 7
        )
        share = min(1.0, max(0.0, level + swing))
        yield float(f"{low + (high - low) * share:.6g}") if high > low else low


def _seed(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and abs(value) < 1e300 else None
