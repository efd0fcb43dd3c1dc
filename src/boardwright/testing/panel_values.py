"""The classes for the series and values of a panel."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import overload

from boardwright.frozen import frozen
from boardwright.testing.moments import format_time, parse_moment
from boardwright.testing.testing_errors import TestInputError


@frozen
class ShownSeries:
    """One series that a panel shows.

    Attributes:
        labels: The labels of the series in the result of the query.
        legend: The name of the series in the legend.
        ref_id: The refId of the query.
        times: The time of each value, in milliseconds since the first sample of the test.
        values: The values in the order of `times`; None for a missing value.
        histogram: The native histogram in promtool's notation; empty if the value is a number.
    """

    labels: Mapping[str, str]
    legend: str
    ref_id: str
    times: tuple[int, ...] = field(repr=False)
    values: tuple[float | None, ...] = field(repr=False)
    histogram: str = ""

    @property
    def last(self) -> float | None:
        """The last value that is not missing; None if all values are missing."""
        return next((value for value in reversed(self.values) if value is not None), None)


class _OfSeries:
    """The base class of `PanelValue` and `SeriesValues`."""

    series: ShownSeries

    @property
    def labels(self) -> Mapping[str, str]:
        """The labels of the series in the result of the query."""
        return self.series.labels

    @property
    def legend(self) -> str:
        """The name of the series in the legend."""
        return self.series.legend


class PanelValue(_OfSeries, float):
    """A number that a panel shows at a single time, with the labels and legend of its series."""

    @classmethod
    def from_series(cls, series: ShownSeries) -> PanelValue:
        """Return the last value of a series; NaN for a native histogram."""
        value = cls(math.nan if series.last is None else series.last)
        value.series = series
        return value

    @property
    def histogram(self) -> str:
        """The native histogram in promtool's notation; empty if the value is a number."""
        return self.series.histogram


class SeriesValues(_OfSeries, Sequence[float | None]):
    """The values of one series over a range. The object is equal to a list with the same values."""

    def __init__(self, series: ShownSeries) -> None:
        self.series = series

    @property
    def present(self) -> list[float]:
        """The values that are not missing."""
        return [value for value in self.series.values if value is not None]

    @property
    def last(self) -> float | None:
        """The last value that is not missing; None if all values are missing."""
        return self.series.last

    @property
    def max(self) -> float:
        """The largest value that is not missing.

        Raises:
            TestInputError: All values are missing.
        """
        return max(self._some_present)

    @property
    def min(self) -> float:
        """The smallest value that is not missing.

        Raises:
            TestInputError: All values are missing.
        """
        return min(self._some_present)

    @property
    def _some_present(self) -> list[float]:
        if not self.present:
            raise TestInputError(
                f"the series {self.legend!r} has no values in the range",
                hint="Evaluate a range that contains samples, or compare the series with a list of "
                "None.",
            )
        return self.present

    def at(self, time: object) -> float | None:
        """Return the value at a time, such as `"5m"`.

        Raises:
            TestInputError: The range has no step at this time.
        """
        moment = parse_moment(time)
        if moment not in self.series.times:
            raise TestInputError(
                f"the panel was not evaluated at {format_time(moment)}, which is not a step of the "
                "range",
                hint=_describe_steps(self.series.times),
            )
        return self.series.values[self.series.times.index(moment)]

    @overload
    def __getitem__(self, index: int) -> float | None: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[float | None]: ...
    def __getitem__(self, index: int | slice) -> float | Sequence[float | None] | None:
        """Return the value of a step, or the values of a slice of steps."""
        return self.series.values[index]

    def __len__(self) -> int:
        return len(self.series.values)

    def __iter__(self) -> Iterator[float | None]:
        return iter(self.series.values)

    def __eq__(self, other: object) -> bool:
        """Return whether another sequence has the same values.

        The other sequence may contain results of `pytest.approx(…)`.
        """
        if isinstance(other, SeriesValues):
            return self.series.values == other.series.values
        if isinstance(other, list | tuple):
            pairs = zip(self.series.values, other, strict=False)
            return len(other) == len(self) and all(one == two for one, two in pairs)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self.series.values))


def _describe_steps(times: Sequence[int]) -> str:
    if not times:
        return "The range has no steps."
    if len(times) == 1:
        return f"The only step is at {format_time(times[0])}."
    first, last = format_time(times[0]), format_time(times[-1])
    return f"The range has steps from {first} to {last}, every {format_time(times[1] - times[0])}."


PanelItem = PanelValue | SeriesValues
"""The value of a series: a number at a single time, or a sequence of numbers over a range."""
