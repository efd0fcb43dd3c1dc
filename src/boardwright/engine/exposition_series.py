"""Converts metrics in Prometheus's text format (expositions) and OpenMetrics files to series of
promtool.

A sample without a timestamp is repeated for an hour, or longer if other samples of the file cover a
longer time. Samples with timestamps keep the distances between them. The earliest sample gets the
time 0. The times of all other samples are rounded to multiples of the median distance.
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
"""The number of steps for which a value without a timestamp is repeated: an hour, with a step of 10
s.
"""

MAX_STEPS = 2_000_000
"""The largest number of steps between the earliest and the latest sample: 231 days, with a step of
10 s.
"""

_SeriesKey = tuple[tuple[str, str], ...]
_Points = dict[_SeriesKey, list[tuple[float | None, float]]]


def read_exposition_series(text: str, *, where: str) -> tuple[tuple[InputSeries, ...], int | None]:
    """Return the series of an exposition, and the number of milliseconds between two samples.

    Raises:
        SeriesError: The text is not a valid exposition.
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
    """Return the index of the step to which the latest sample belongs, counted from the earliest
    sample.

    Raises:
        SeriesError: There are too many steps.
    """
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
    """Return the median distance between two consecutive samples of a series, in whole seconds: at
    least 1, and 10 if no series has two samples with timestamps.
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
    """Return the notation for a value that is repeated. NaN and Inf are written once for each
    sample, because `x` in promtool's notation cannot repeat them.
    """
    text = format_number(value)
    return f"{text}x{count - 1}" if math.isfinite(value) else " ".join([text] * count)


def _format_series(labels: Mapping[str, str]) -> str:
    inside = ",".join(f"{format_label(name)}={quote_text(value)}" for name, value in labels.items())
    return f"{{{inside}}}"


def compress_values(values: list[float | None]) -> str:
    """Return values in promtool's notation. Consecutive values that are equal or rise evenly are
    written in short form, such as `1x20`.
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
    """Return how many values, from index `at` on, form one run: all absent, all equal, or rising by
    equal steps.
    """
    step = _find_even_step(values[at : at + 2])
    end = at + 1
    while end < len(values) and _continues_run(values[at], values[end], step, end - at):
        end += 1
    return end - at


def _find_even_step(pair: list[float | None]) -> float | None:
    """Return the difference of two values; None if adding the difference repeatedly could cause
    rounding errors.
    """
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
