"""Computes the values that a panel displays, after its transformations, reducers, value mappings
and units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from boardwright.frozen import frozen
from boardwright.preview.data_frames import build_frames
from boardwright.schema.document import Json
from boardwright.testing.panel_evaluation import EvaluatedPanel, PanelRequest
from boardwright.testing.panel_values import ShownSeries

if TYPE_CHECKING:
    from boardwright.engine.display_script import DisplayScript
    from boardwright.engine.shown_values import ShownFrame

_NOT_NUMBERS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


@frozen
class DisplayedValue:
    """One value that a panel displays.

    Attributes:
        title: Name of the series or column.
        number: The number; NaN if the value is not a number.
        text: The displayed text with its unit, such as `50.0%`.
        color: The displayed colour: a name such as `green`, or a hexadecimal code.
        threshold: The colour of the highest threshold that the value has reached; empty if the
            panel has no thresholds.
        labels: The labels of the series.
    """

    title: str
    number: float
    text: str
    color: str
    threshold: str
    labels: Mapping[str, str]


@frozen
class DisplayedPanel:
    """The values that a panel displays, and the panel's data after all transformations.

    Attributes:
        values: All displayed values of a stat, gauge or bar gauge panel, or the last value of each
            series in a graph.
        frames: The data as tables. Each series has its own table, unless a transformation joins
            them.
    """

    values: tuple[DisplayedValue, ...]
    frames: Sequence[ShownFrame] = field(repr=False)

    def list_rows(self) -> list[dict[str, str]]:
        """Return the rows of all tables. Each row maps the name of a visible column to the
        displayed text.
        """
        return [row for frame in self.frames for row in _read_rows(frame)]

    def list_series(self) -> tuple[ShownSeries, ...]:
        """Return one series for each number column, from all tables with a time column."""
        return tuple(each for frame in self.frames for each in _read_series(frame))


def _read_rows(frame: ShownFrame) -> list[dict[str, str]]:
    fields = [each for each in frame["fields"] if not each["hidden"]]
    count = max((len(each["values"]) for each in fields), default=0)
    return [{each["name"]: each["texts"][row] for each in fields} for row in range(count)]


def _read_series(frame: ShownFrame) -> list[ShownSeries]:
    times = next((f["values"] for f in frame["fields"] if f["type"] == "time"), None)
    if times is None:
        return []
    return [
        ShownSeries(
            labels=each["labels"],
            legend=each["name"],
            ref_id=frame["refId"],
            times=tuple(times),
            values=tuple(_read_number(value) for value in each["values"]),
        )
        for each in frame["fields"]
        if each["type"] == "number"
    ]


def _read_number(value: Any) -> float | None:
    if isinstance(value, str):
        return _NOT_NUMBERS.get(value)
    return None if value is None else float(value)


def display_panel(
    evaluated: EvaluatedPanel, request: PanelRequest, timezone: str, script: DisplayScript
) -> DisplayedPanel:
    """Return the values that a panel displays.

    Args:
        evaluated: The panel with the results of its queries.
        request: The time range for which the panel is evaluated.
        timezone: The board's time zone.
        script: The JavaScript that formats values as Grafana does.

    Raises:
        EngineError: The script cannot display the panel.
    """
    shown = script.compute_shown_values(_encode_request(evaluated, request, timezone))
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
            for each in shown["values"]
        ),
        frames=shown["frames"],
    )


def _encode_request(evaluated: EvaluatedPanel, request: PanelRequest, timezone: str) -> Json:
    panel, span = evaluated.panel, request.span
    results = {
        str(index): {"frames": query.frames or build_frames(query.answer, query.planned.form)}
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
        "view": {"key": panel.placed.key, "panel": dict(panel.panel.raw), "queries": queries},
        "results": results,
        "variables": variables,
        "timezone": timezone,
        "range": {"from": span.start, "to": span.end},
    }
