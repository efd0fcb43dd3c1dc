"""Reads the series that a test passes to panels and rules, as a mapping, as text, or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from boardwright.engine.engine_errors import SeriesError
from boardwright.engine.series_file import read_series_file
from boardwright.engine.series_notation import METRIC_NAME, InputSeries, read_series
from boardwright.frozen import frozen
from boardwright.promql.lexical import is_plain_name, quote_text
from boardwright.promql.matchers import Matcher
from boardwright.promql.regexes import matches_value
from boardwright.promql.selectors import Selector

InputValues = str | int | float | Iterable[float | None]
SeriesLike = "SeriesSet | Mapping[str, InputValues] | str | Path"
"""The ways to pass series: a mapping from name and labels to values, lines of text, or the path of
a file.
"""

_MAX_SAMPLES = 2_000_000
"""The largest number of samples in a test. Without a limit, promtool could need too much memory."""


@frozen
class SeriesSet:
    """The series of a test.

    Attributes:
        series: The series with their samples.
        interval: Milliseconds between two samples; None for the project's scrape interval.
    """

    series: tuple[InputSeries, ...]
    interval: int | None = None

    def select(self, selector: Selector) -> Iterator[InputSeries]:
        """Yield the series that a selector selects."""
        for each in self.series:
            if not find_failed_matchers(selector, each):
                yield each

    def list_label_values(self, label: str, selector: Selector | None = None) -> list[str]:
        """Return the sorted values of a label, in all series or in the selected series."""
        selected = self.series if selector is None else self.select(selector)
        return sorted({each.labels[label] for each in selected if label in each.labels})


def read_series_set(series: object) -> SeriesSet:
    """Return the series of a test.

    Args:
        series: A `SeriesSet`, a mapping from series (text or selectors) to values, text with one
            series in each line, or the path of a file. The file was written by
            `boardwright test --capture`, or contains metrics in Prometheus's text format or in the
            OpenMetrics format.

    Raises:
        SeriesError: The series are invalid, have too many samples, or are of an unsupported type.
    """
    series_set = _read_series_argument(series)
    samples = sum(each.count for each in series_set.series)
    if samples > _MAX_SAMPLES:
        raise SeriesError(
            f"the series have {samples:,} samples, but a test may have at most {_MAX_SAMPLES:,}",
            hint="Keep only the series that the queries use, as boardwright test --capture does.",
        )
    _refuse_duplicates(series_set)
    return series_set


def _refuse_duplicates(series_set: SeriesSet) -> None:
    """Raise SeriesError if a series is given twice. promtool would silently drop one of the two."""
    seen: dict[tuple[tuple[str, str], ...], str] = {}
    for each in series_set.series:
        key = tuple(sorted(each.labels.items()))
        if key in seen:
            raise SeriesError(
                f"the test contains the same series twice, as {seen[key]} and as {each.text}"
            )
        seen[key] = each.text


def _read_series_argument(given: object) -> SeriesSet:
    if isinstance(given, SeriesSet):
        return given
    if isinstance(given, Path):
        series, interval = read_series_file(given)
        return SeriesSet(series=series, interval=interval)
    if isinstance(given, str):
        return _read_series_set(given)
    if isinstance(given, Mapping):
        named = ((_read_series_name(key), values) for key, values in given.items())
        pairs = ((name, format_values(name, values)) for name, values in named)
        return SeriesSet(series=tuple(read_series(name, text) for name, text in pairs))
    raise SeriesError(
        f"the argument series is of type {type(given).__name__}, which is not supported",
        hint='Pass a dict such as {\'up{job="a"}\': "1x60"}, lines of text, or the Path of a file.',
    )


def _read_series_name(key: object) -> str:
    """Return the name and labels of a series as text."""
    if isinstance(key, str | Selector):
        return str(key)
    raise SeriesError(
        f"the key {key!r} does not name a series",
        hint="Write a metric name with labels, such as 'up{job=\"a\"}'.",
    )


def _read_series_set(text: str) -> SeriesSet:
    from boardwright.engine.series_file import read_series_text

    series, interval = read_series_text(text)
    return SeriesSet(series=series, interval=interval)


def format_values(series: str, values: object) -> str:
    """Return values in promtool's notation: `1 _ 2.5` for `[1, None, 2.5]`.

    Text is returned unchanged.

    Args:
        series: Name and labels of the series, for error messages.
        values: Text in promtool's notation, a number, or numbers and None.
    """
    if isinstance(values, str):
        return values
    if isinstance(values, int | float):
        return repr(values)
    if isinstance(values, Iterable):
        return " ".join("_" if value is None else repr(value) for value in values)
    raise SeriesError(
        f"the values of {series} are of type {type(values).__name__}, which is not supported",
        hint='Write text in promtool\'s notation, such as "0+5x60", or a list of numbers.',
    )


def find_failed_matchers(selector: Selector, series: InputSeries) -> list[Matcher]:
    """Return the matchers of a selector that do not match a series.

    The metric name in the selector counts as a matcher on `__name__`.
    """
    failed = [each for each in selector.matchers if not matches_series(each, series)]
    if selector.name and series.labels.get(METRIC_NAME) != selector.name:
        failed.insert(0, Matcher(name=METRIC_NAME, op="=", value=selector.name))
    return failed


def matches_series(matcher: Matcher, series: InputSeries) -> bool:
    """Return whether a matcher on a label matches a series."""
    value = series.labels.get(matcher.name, "")
    if matcher.op in {"=", "!="}:
        return (value == matcher.value) is (matcher.op == "=")
    return matches_value(matcher.value, value) is (matcher.op == "=~")


def format_labels(labels: Mapping[str, str]) -> str:
    """Return labels in PromQL's notation for a series: `up{job="a"}`."""
    name = labels.get(METRIC_NAME, "")
    plain = name if name and is_plain_name(name) else ""
    rest = {key: labels[key] for key in sorted(labels) if key != METRIC_NAME or not plain}
    inside = ",".join(f"{key}={quote_text(value)}" for key, value in rest.items())
    return f"{plain}{{{inside}}}" if inside or not plain else plain
