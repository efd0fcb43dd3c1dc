"""The class `PanelResult`, with which tests examine the values of a panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from boardwright.lazy import lazy_property
from boardwright.notation.plurals import format_quantity
from boardwright.testing.series_result import SeriesResult
from boardwright.testing.testing_errors import TestInputError

if TYPE_CHECKING:
    from boardwright.testing.evaluation_log import LoggedEvaluation
    from boardwright.testing.panel_display import DisplayedPanel, DisplayedValue


class PanelResult(SeriesResult):
    """The values of a panel, as in `result == {"a:9100": 50}` and `result.text == "50.0%"`."""

    def __init__(
        self, logged: LoggedEvaluation, display: Callable[[], DisplayedPanel], *, is_graph: bool
    ) -> None:
        super().__init__(logged, is_graph=is_graph)
        self._display = display

    @lazy_property
    def displayed(self) -> DisplayedPanel:
        """The values as Grafana displays them, with units and after all transformations."""
        __tracebackhide__ = True
        self._logged.examine()
        return self._display()

    @property
    def texts(self) -> dict[str, str]:
        """Name of a series or column -> the displayed text: `{"a:9100": "50.0%"}`."""
        __tracebackhide__ = True
        return {each.title: each.text for each in self.displayed.values}

    @property
    def colors(self) -> dict[str, str]:
        """Name of a series or column -> the colour: `{"a:9100": "green"}`."""
        __tracebackhide__ = True
        return {each.title: each.color for each in self.displayed.values}

    @property
    def text(self) -> str:
        """The displayed text of a panel with a single value: `50.0%`."""
        __tracebackhide__ = True
        return self._require_only_value().text

    @property
    def color(self) -> str:
        """The colour of a panel with a single value: `green`."""
        __tracebackhide__ = True
        return self._require_only_value().color

    @property
    def threshold(self) -> str:
        """The colour of the highest threshold that a panel's single value has reached."""
        __tracebackhide__ = True
        return self._require_only_value().threshold

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of a table. Each row maps the name of a column to the displayed text."""
        __tracebackhide__ = True
        return self.displayed.list_rows()

    def check_snapshot(self) -> None:
        """Compare the values with the snapshot in `snapshots/<board>.json` next to the test file.

        `boardwright test --update` instead writes the values to the snapshot.

        Raises:
            SnapshotError: The values differ from the snapshot, or there is no snapshot.
        """
        __tracebackhide__ = True
        self._logged.examine()
        log, evaluation = self._logged.log, self.evaluation
        if log is not None and evaluation.panel is not None:
            log.snapshots.check(log.test, evaluation.panel[0], evaluation.title, self._logged.shown)

    def _require_only_value(self) -> DisplayedValue:
        values = self.displayed.values
        if len(values) != 1:
            raise TestInputError(
                f"the panel shows {format_quantity(len(values), 'value')} instead of exactly one: "
                f"{self.texts}",
                where=self.evaluation.where,
                hint="Use .texts, .colors or .displayed, which contain all values of the panel.",
            )
        return values[0]
