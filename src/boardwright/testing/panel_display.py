"""The values of a panel as a reader sees them: transformed, reduced, mapped, formatted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from boardwright.frozen import frozen
from boardwright.preview.data_frames import frames_of
from boardwright.testing.panel_evaluation import EvaluatedPanel, PanelRequest
from boardwright.testing.panel_values import ShownSeries

if TYPE_CHECKING:
    from boardwright.engine.display_script import DisplayScript

_NOT_NUMBERS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


@frozen
class DisplayedValue:
    """A value that a panel shows.

    Attributes:
        title: The name of the series, or of the column.
        number: The number; NaN where there is none.
        text: The text, with its unit: `50.0%`.
        color: The colour that it is drawn in, by the name that the board uses, such as `green`; in
            hexadecimal where the colour has no name.
        threshold: The colour of the threshold that it has reached; empty without thresholds.
        labels: The labels of its series.
    """

    title: str
    number: float
    text: str
    color: str
    threshold: str
    labels: Mapping[str, str]


@frozen
class DisplayedPanel:
    """The values of a panel, and its data after transformations.

    Attributes:
        values: One for each value of a stat, gauge or bar; for each series of a graph its last.
        frames: The data, one table for each series unless a transformation joins them.
        left_out: Transformations that previews and tests do not implement.
    """

    values: tuple[DisplayedValue, ...]
    frames: Sequence[Mapping[str, Any]] = field(repr=False)
    left_out: tuple[str, ...]

    def rows(self, key: str) -> list[dict[str, Any]]:
        """Return the rows of all tables, each as column -> cell; hidden columns are left out.

        Args:
            key: `texts` for the cells as they are shown, `values` for their values.
        """
        return [row for frame in self.frames for row in _rows_of(frame, key)]

    def series(self) -> tuple[ShownSeries, ...]:
        """Return the number columns of the data that have a time column, as series."""
        return tuple(each for frame in self.frames for each in _series_of(frame))


def _rows_of(frame: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    fields = [each for each in frame["fields"] if not each["hidden"]]
    count = max((len(each["values"]) for each in fields), default=0)
    return [{each["name"]: each[key][row] for each in fields} for row in range(count)]


def _series_of(frame: Mapping[str, Any]) -> list[ShownSeries]:
    times = next((f["values"] for f in frame["fields"] if f["type"] == "time"), None)
    if times is None:
        return []
    return [
        ShownSeries(
            labels=each["labels"],
            legend=each["name"],
            ref_id=frame["refId"],
            times=tuple(times),
            values=tuple(_number(value) for value in each["values"]),
        )
        for each in frame["fields"]
        if each["type"] == "number"
    ]


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        return _NOT_NUMBERS.get(value)
    return None if value is None else float(value)


def display_panel(
    evaluated: EvaluatedPanel, request: PanelRequest, timezone: str, script: DisplayScript
) -> DisplayedPanel:
    """Return what a panel shows.

    Args:
        evaluated: The panel and the results of its queries.
        request: The time range.
        timezone: The board's time zone.
        script: The preview's script.

    Raises:
        EngineError: The script cannot show the panel.
    """
    found = script.shown_values(_request_json(evaluated, request, timezone))
    return DisplayedPanel(
        values=tuple(
            DisplayedValue(
                title=each["title"],
                number=float(each["number"].replace("Infinity", "inf")),
                text=each["text"],
                color=each["color"],
                threshold=each["threshold"],
                labels=each["labels"],
            )
            for each in found["values"]
        ),
        frames=found["frames"],
        left_out=tuple(found["leftOut"]),
    )


def _request_json(
    evaluated: EvaluatedPanel, request: PanelRequest, timezone: str
) -> dict[str, Any]:
    panel, span = evaluated.panel, request.span
    results = {
        str(index): {"frames": query.frames or frames_of(query.answer, query.planned.form)}
        for index, query in enumerate(evaluated.queries)
    }
    queries = [
        {"refId": query.planned.page.ref_id, "hide": False, "result": str(index)}
        | {"error": None, "remark": None, "exemplars": None}
        for index, query in enumerate(evaluated.queries)
    ]
    variables = [
        {"name": each.name, "values": list(each.values), "text": each.text}
        for each in evaluated.choices.values()
    ]
    return {
        "view": {"key": panel.placed.key, "panel": dict(panel.panel), "queries": queries},
        "results": results,
        "variables": variables,
        "timezone": timezone,
        "range": {"from": span.start, "to": span.end},
    }
