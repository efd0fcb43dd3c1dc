"""Reads series in the notation of promtool's unit tests, such as `up{job="a"}` with the values `1 1
_ 0+5x60 stale`.

Source: https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache

from boardwright.engine.engine_errors import SeriesError
from boardwright.errors import PromqlError
from boardwright.frozen import frozen
from boardwright.promql.parser import parse
from boardwright.promql.selectors import Selector
from boardwright.promql.syntax_error import PromqlSyntaxError, mark_span

METRIC_NAME = "__name__"

_SERIES_HINT = (
    'Write a metric name with labels, such as node_cpu_seconds_total{job="node",mode="idle"}'
)
_VALUES_HINT = (
    "Use numbers, or promtool's notation: 0+5x60, 1x10, _, _x3, stale, {{native histograms}}."
)

_REPEAT_HINT = "Write the value once for each step, such as: NaN NaN NaN"

_UNSIGNED = r"(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[iI][nN][fF]|[nN][aA][nN])"
_HISTOGRAM = r"\{\{[^{}]*\}\}"
_ITEM = re.compile(
    rf"_(?:x(?P<gaps>\d+))?|stale"
    rf"|(?:[+-]?{_UNSIGNED}(?:[+-]{_UNSIGNED})?|{_HISTOGRAM}(?:[+-]{_HISTOGRAM})?)(?:x(?P<times>\d+))?"
)
_REPEATED_WORD = re.compile(r"(?:.*[+-])?(?:inf|nan)x\d+", re.IGNORECASE)
"""Matches values such as `NaNx3`, because promtool cannot repeat NaN and Inf."""
_SPACE = re.compile(r"\s+")


@frozen
class InputSeries:
    """One series that a test declares.

    Attributes:
        labels: The labels of the series. The label `__name__` contains the metric name.
        text: The metric name and the labels, such as `up{job="a"}`.
        values: The values in promtool's notation, such as `0+5x60`.
        count: The number of values, including missing values. For example, `1x5` means 6 values.
    """

    labels: Mapping[str, str]
    text: str
    values: str = field(repr=False)
    count: int

    @property
    def has_histograms(self) -> bool:
        """Whether a value is a native histogram."""
        return "{{" in self.values


def read_series(text: str, values: str, *, where: str | None = None) -> InputSeries:
    """Return a series after checking its labels and its values.

    Args:
        text: The metric name and the labels, such as `up{job="a"}`.
        values: The values in promtool's notation, such as `0+5x60`.
        where: The file and line that contain the series; None for a series in a test.

    Raises:
        SeriesError: The name, a label or a value is invalid.
    """
    return InputSeries(
        labels=read_series_labels(text, where=where),
        text=text.strip(),
        values=values.strip(),
        count=_count_values(text, values, where),
    )


@lru_cache(maxsize=10_000)
def read_series_labels(text: str, *, where: str | None = None) -> Mapping[str, str]:
    """Return the labels of a series such as `up{job="a"}`.

    The label `__name__` contains the metric name.

    Raises:
        SeriesError: The text is not a metric name with labels.
    """
    try:
        selector = parse(text)
    except PromqlSyntaxError as error:
        raise SeriesError(error.what, where=where, hint=_SERIES_HINT) from None
    except PromqlError as error:
        raise SeriesError(f"{text}: {error.what}", where=where, hint=_SERIES_HINT) from None
    if not isinstance(selector, Selector) or selector.shift or selector.moment:
        raise _build_text_error(
            text, (0, len(text)), "this is not a metric name with labels", where, _SERIES_HINT
        )
    for matcher in selector.matchers:
        if matcher.op != "=":
            at = text.find(str(matcher.op))
            what = f"{matcher} is not a label: write = and the exact value of the label"
            raise _build_text_error(text, (at, at + len(matcher.op)), what, where, _SERIES_HINT)
    labels = {matcher.name: matcher.value for matcher in selector.matchers}
    return {METRIC_NAME: selector.name, **labels} if selector.name else labels


def _count_values(series: str, values: str, where: str | None) -> int:
    at, count, end = 0, 0, len(values)
    while at < end:
        space = _SPACE.match(values, at)
        if space:
            at = space.end()
            continue
        item = _ITEM.match(values, at)
        if item is None or not (item.end() == end or values[item.end()].isspace()):
            stop = item.end() if item else at
            what = f"the values of {series} do not follow promtool's notation"
            raise _build_text_error(values, (stop, stop + 1), what, where, _VALUES_HINT)
        if _REPEATED_WORD.fullmatch(item[0]):
            what = f"{series}: promtool cannot repeat {item[0].partition('x')[0]}"
            raise _build_text_error(values, item.span(), what, where, _REPEAT_HINT)
        count += _count_steps(item)
        at = item.end()
    if not count:
        raise SeriesError(f"{series} has no values", where=where, hint=_VALUES_HINT)
    return count


def _count_steps(item: re.Match[str]) -> int:
    if item["gaps"]:
        return int(item["gaps"])
    return int(item["times"]) + 1 if item["times"] else 1


def _build_text_error(
    text: str, span: tuple[int, int], what: str, where: str | None, hint: str
) -> SeriesError:
    """Return an error whose message underlines the characters in `span`."""
    return SeriesError(f"{what}\n{mark_span(text, span)}", where=where, hint=hint)
