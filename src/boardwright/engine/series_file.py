"""Reads files of series that `boardwright test --capture` wrote, or that have Prometheus's text
format or OpenMetrics.

A file of `boardwright test --capture` begins with the interval between two values. Each later line
contains one series:

    interval 10s
    node_load1{instance="a:9100"} 0.5 0.75 1x20 _ 0.5
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from boardwright.engine.engine_errors import SeriesError
from boardwright.engine.series_notation import InputSeries, read_series
from boardwright.notation.durations import parse_range_milliseconds

LARGEST = 20 * 2**20
"""The maximum size of a file, in bytes. Larger files do not belong in a repository."""

HOUR = 3_600_000
_INTERVAL = re.compile(r"interval\s+(\S+)")
_EXPOSITION = re.compile(r"^# (?:HELP|TYPE|EOF|UNIT)\b", re.MULTILINE)
_LABELS = re.compile(r'\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\}')

SeriesFile = tuple[tuple[InputSeries, ...], int | None]
"""The series, and the milliseconds between two values; None if the file contains no interval."""


def read_series_file(path: Path) -> SeriesFile:
    """Return the series in a file.

    Raises:
        SeriesError: The file cannot be read, is too large, or has a format that is not supported.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SeriesError("is not a file", where=str(path))
        if size > LARGEST:
            raise SeriesError(
                f"has {size // 2**20} MiB, but a test reads at most {LARGEST // 2**20} MiB",
                where=str(path),
                hint="Keep only the series that the queries use, as boardwright test --capture "
                "does.",
            )
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SeriesError(f"cannot be read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError as error:
        raise SeriesError(f"is not UTF-8: {error.reason}", where=str(path)) from None
    if _EXPOSITION.search(text):
        from boardwright.engine.exposition_series import read_exposition_series

        return read_exposition_series(text, where=str(path))
    return read_series_text(text, where=str(path))


def read_series_text(text: str, where: str | None = None) -> SeriesFile:
    """Return the series in a text, and the interval between two values.

    Args:
        text: One series in each line. The function skips empty lines, and lines that begin with
            `#`.
        where: Path of the file, for error messages; None for text in a test.

    Raises:
        SeriesError: A line contains neither a series nor an interval.
    """
    interval: int | None = None
    series: list[InputSeries] = []
    for place, line in _iter_lines(text, where):
        interval_line = _INTERVAL.fullmatch(line)
        if interval_line:
            interval = parse_range_milliseconds(interval_line[1])
            if interval is None:
                raise SeriesError(
                    f"{interval_line[1]!r} is not a valid interval",
                    where=place,
                    hint="Write a duration, such as: interval 10s",
                )
        else:
            name, values = _split_line(line)
            series.append(read_series(name, values, where=place))
    return tuple(series), interval


def _iter_lines(text: str, where: str | None) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield f"{where}:{number}" if where else f"line {number} of the series", line.strip()


def _split_line(line: str) -> tuple[str, str]:
    labels = _LABELS.search(line)
    space = line.find(" ")
    end = labels.end() if labels and (space < 0 or labels.start() <= space + 1) else space
    return (line, "") if end < 0 else (line[:end], line[end:])
