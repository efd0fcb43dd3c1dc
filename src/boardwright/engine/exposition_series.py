"""Converts files in Prometheus's text format or in OpenMetrics to series in promtool's notation.

The earliest timestamp becomes the time 0. One step is the median distance between consecutive
samples of a series. The module rounds the times of all samples to multiples of the step. A sample
without a timestamp is repeated for 360 steps, or until the latest timestamp if that is later.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping

from boardwright.engine.engine_errors import SeriesError
from boardwright.engine.series_notation import METRIC_NAME, InputSeries
from boardwright.notation.expositions import iter_samples
from boardwright.promql.lexical import format_label, format_number, quote_text

_CONSTANT_COUNT = 360
"""Number of steps for which a sample without a timestamp is repeated. 360 steps of 10 seconds are
one hour.
"""

MAX_STEPS = 2_000_000
"""Maximum number of steps between the earliest and the latest sample. 2 million steps of 10 seconds
are 231 days.
"""

_SeriesKey = tuple[tuple[str, str], ...]
_Points = dict[_SeriesKey, list[tuple[float | None, float]]]


def read_exposition_series(text: str, *, where: str) -> tuple[tuple[InputSeries, ...], int | None]:
    """Return the series of a file, and the step of the series: the milliseconds between consecutive
    values.

    The step is None if no sample has a timestamp.

    Args:
        text: Metrics in Prometheus's text format or in OpenMetrics.
        where: The path of the file, for error messages.

    Raises:
        SeriesError: The text has neither of the two formats, or its samples cover too many steps.
    """
    points: _Points = {}
    try:
        for sample in iter_samples(text):
            key = tuple(sorted({METRIC_NAME: sample.name, **sample.labels}.items()))
            moment = None if sample.timestamp is None else float(sample.timestamp)
            points.setdefault(key, []).append((moment, float(sample.value)))
    except (ValueError, KeyError, IndexError) as error:
        raise SeriesError(
            f"is not a valid page of Prometheus metrics: {error}", where=where
        ) from None
    moments = [moment for pairs in points.values() for moment, _ in pairs if moment is not None]
    step = _find_step(points.values()) if moments else 1.0
    start = min(moments, default=0.0)
    last = _find_last_step(start, max(moments, default=0.0), step, where)
    series = tuple(
        _build_input_series(dict(key), pairs, start, step, last) for key, pairs in points.items()
    )
    return series, round(step * 1000) if moments else None


def _find_last_step(start: float, end: float, step: float, where: str) -> int:
    if not (end - start) / step <= MAX_STEPS:
        raise SeriesError(
            f"has samples from {start:.0f} to {end:.0f} (seconds since 1970), which is "
            f"more than {MAX_STEPS} steps of {step:.0f} s",
            where=where,
            hint="Correct the timestamps, or remove the samples that are much earlier or later "
            "than the others.",
        )
    return round((end - start) / step)


def _find_step(series: Iterable[list[tuple[float | None, float]]]) -> float:
    """Return the median distance between two consecutive samples of a series, in whole seconds.

    The result is at least 1 second. If no series has two samples with timestamps, the result is 10
    seconds.
    """
    gaps = sorted(
        later - earlier
        for pairs in series
        for (earlier, _), (later, _) in itertools.pairwise(pairs)
        if earlier is not None and later is not None and later > earlier
    )
    return max(1.0, float(round(gaps[(len(gaps) - 1) // 2]))) if gaps else 10.0


def _build_input_series(
    labels: Mapping[str, str],
    points: list[tuple[float | None, float]],
    start: float,
    step: float,
    last: int,
) -> InputSeries:
    value_by_step = {
        round((moment - start) / step): v for moment, v in points if moment is not None
    }
    count = max(value_by_step, default=max(last, _CONSTANT_COUNT)) + 1
    values = (
        compress_values([value_by_step.get(index) for index in range(count)])
        if value_by_step
        else _repeat_value(points[-1][1], count)
    )
    return InputSeries(labels=labels, text=_format_series(labels), values=values, count=count)


def _repeat_value(value: float, count: int) -> str:
    """Return promtool's notation for a value that is repeated `count` times.

    promtool accepts `1x20`, but does not accept `NaNx20` or `Infx20`.
    """
    text = format_number(value)
    return f"{text}x{count - 1}" if math.isfinite(value) else " ".join([text] * count)


def _format_series(labels: Mapping[str, str]) -> str:
    inside = ",".join(f"{format_label(name)}={quote_text(value)}" for name, value in labels.items())
    return f"{{{inside}}}"


def compress_values(values: list[float | None]) -> str:
    """Return values in promtool's notation.

    The function shortens three or more values that are equal or differ by equal steps. For
    example, `1 1 1` becomes `1x2`, and `0 5 10` becomes `0+5x2`.
    """
    parts: list[str] = []
    at = 0
    while at < len(values):
        value, length = values[at], _measure_run(values, at)
        if value is None:
            parts.append(f"_x{length}" if length > 1 else "_")
        elif length < 3:
            length = 1
            parts.append(format_number(value))
        else:
            step = (values[at + 1] or 0) - value
            parts.append(f"{format_number(value)}{_format_step(step)}x{length - 1}")
        at += length
    return " ".join(parts)


def _format_step(step: float) -> str:
    if step == 0:
        return ""
    return f"+{format_number(step)}" if step > 0 else format_number(step)


def _measure_run(values: list[float | None], at: int) -> int:
    """Return how many values from index `at` on are all missing, all equal, or differ by equal
    steps.
    """
    step = _find_even_step(values[at : at + 2])
    end = at + 1
    while end < len(values) and _continues_run(values[at], values[end], step, end - at):
        end += 1
    return end - at


def _find_even_step(pair: list[float | None]) -> float | None:
    """Return the difference of two values; None if repeated addition may cause rounding errors."""
    if len(pair) < 2 or pair[0] is None or pair[1] is None or not all(map(math.isfinite, pair)):  # type: ignore[arg-type]
        return None
    step = pair[1] - pair[0]
    is_whole = pair[0] == int(pair[0]) and step == int(step) and abs(pair[0]) < 2**53
    return step if step == 0 or is_whole else None


def _continues_run(
    first: float | None, value: float | None, step: float | None, count: int
) -> bool:
    if first is None or value is None:
        return first is value
    return step is not None and value == first + step * count
