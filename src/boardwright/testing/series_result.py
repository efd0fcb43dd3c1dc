"""The class `SeriesResult`, with which tests compare the values of a panel or recording rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, Self

from boardwright.lazy import lazy_property
from boardwright.notation.plurals import format_quantity
from boardwright.testing.expectations import ValueComparison, compare_items
from boardwright.testing.panel_values import PanelItem, PanelValue, SeriesValues, ShownSeries
from boardwright.testing.testing_errors import TestInputError, suggest_item

if TYPE_CHECKING:
    from boardwright.testing.evaluation_log import Evaluation, LoggedEvaluation


class SeriesResult(Mapping[str, Any]):
    """A mapping from the legends of a panel or recording rule to their values.

    `result == {"a:9100": 50}` compares the values with expected values. Instead of a legend, an
    expected key can contain labels in braces, such as `'{cpu="0"}'`. In a comparison with `result`,
    the key may omit labels of the series. In a comparison with `result.exact`, the key must contain
    all labels of the series.
    """

    def __init__(self, logged: LoggedEvaluation, *, is_graph: bool) -> None:
        self._logged, self._is_graph, self._exact = logged, is_graph, False

    @property
    def evaluation(self) -> Evaluation:
        """The evaluated panel or rule, with its queries, the time, and the series of the test."""
        return self._logged.evaluation

    @property
    def series(self) -> tuple[ShownSeries, ...]:
        """The series of all queries, in the order in which the panel shows them."""
        self._logged.examine()
        return self._logged.shown

    @property
    def items_in_order(self) -> tuple[PanelItem, ...]:
        """The value of each series, in the order in which the panel shows the series."""
        self._logged.examine()
        return self._items

    @lazy_property
    def _items(self) -> tuple[PanelItem, ...]:
        make = SeriesValues if self._is_graph else PanelValue.from_series
        return tuple(make(each) for each in self._logged.shown)

    @property
    def exact(self) -> Self:
        """A copy of this result with stricter comparisons, in which a key in braces must contain
        all labels of the series.
        """
        copied = copy(self)
        copied._exact = True
        return copied

    @property
    def value(self) -> Any:
        """The value of a result with a single series.

        Raises:
            TestInputError: The result has no series or several series.
        """
        if len(self.items_in_order) != 1:
            raise TestInputError(
                f"the result has {format_quantity(len(self.series), 'series', 'series')} instead "
                f"of exactly one: {self.legends}",
                where=self.evaluation.where,
                hint='Select one of the series by its legend, such as result["a:9100"].',
            )
        return self.items_in_order[0]

    @property
    def legends(self) -> list[str]:
        """The legends of all series."""
        return [each.legend for each in self.series]

    def compare(self, expected: Mapping[Any, Any]) -> ValueComparison:
        """Compare the values with the expected values."""
        return compare_items(expected, self.items_in_order, exact=self._exact)

    def __getitem__(self, legend: str) -> Any:
        """Return the value of the series that has this legend.

        Raises:
            TestInputError: No series or several series have this legend.
        """
        matching = [each for each in self.items_in_order if each.legend == legend]
        if len(matching) == 1:
            return matching[0]
        if matching:
            raise TestInputError(
                f"{len(matching)} series have the legend {legend!r}",
                where=self.evaluation.where,
                hint="Compare the values by labels, or use .series, which contains all series.",
            )
        hint = suggest_item(legend, self.legends, heading="Legends")
        raise TestInputError(
            f"no series has the legend {legend!r}", where=self.evaluation.where, hint=hint
        )

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(self.legends))

    def __len__(self) -> int:
        return len(self.series)

    def __contains__(self, legend: object) -> bool:
        return legend in self.legends

    def __eq__(self, other: object) -> bool:
        """Return whether the values are equal to the expected values."""
        if isinstance(other, SeriesResult):
            return self.items_in_order == other.items_in_order and self.legends == other.legends
        if isinstance(other, dict):
            return self.compare(other).is_equal
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        values = ", ".join(f"{each.legend!r}: {each!r}" for each in self._items)
        return f"<{self.evaluation.title} {{{values}}}>"
