"""A panel, or a row: its queries, its field configuration, its place on the grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from boardwright.frozen import frozen
from boardwright.schema.json_object import JsonObject, Pointer
from boardwright.schema.target import Target


@frozen
class GridPosition:
    """Where a panel is and how large it is, in grid units."""

    x: float
    y: float
    w: float
    h: float


@frozen
class ThresholdStep:
    """A threshold; `value` is None for the lowest one."""

    value: float | None
    color: str


@frozen
class FieldOverride:
    """One of `fieldConfig.overrides`.

    Attributes:
        matcher: `byName`, `byRegexp`, `byFrameRefID`, `byType`, ...
        options: The argument of the matcher, usually text.
        properties: Id of a property, such as `unit` or `custom.lineWidth` -> value.
        pointer: The path from the panel.
    """

    matcher: str
    options: Any
    properties: Mapping[str, Any]
    pointer: Pointer

    @property
    def thresholds(self) -> tuple[ThresholdStep, ...]:
        """The thresholds as stored; empty when it sets none."""
        return _thresholds(self.properties.get("thresholds"))


class Panel(JsonObject):
    """One panel, in the classic schema.

    Attributes:
        row: The row that contains it; None for most panels, because only collapsed rows contain
            panels.
    """

    def __init__(
        self, raw: Mapping[str, Any], pointer: Pointer = (), row: Panel | None = None
    ) -> None:
        """Take the panel's JSON, its path, and its row."""
        super().__init__(raw, pointer)
        self.row = row

    @cached_property
    def id(self) -> int | None:
        """The id; None when it is missing or not an integer."""
        value = self.number("id")
        return int(value) if value is not None and value == int(value) else None

    @cached_property
    def title(self) -> str:
        """The panel's title."""
        return self.text("title")

    @property
    def description(self) -> str:
        """The description."""
        return self.text("description")

    @cached_property
    def type(self) -> str:
        """The plugin's id: `timeseries`, `row`, ...; empty for a library panel without one."""
        return self.text("type")

    @property
    def is_row(self) -> bool:
        """Whether the panel is a row."""
        return self.type == "row"

    @property
    def is_library(self) -> bool:
        """Whether the panel is a library panel."""
        return isinstance(self.raw.get("libraryPanel"), dict)

    @cached_property
    def is_repeat_clone(self) -> bool:
        """Whether the panel is a stored copy of a repeated panel."""
        return self.raw.get("repeatPanelId") is not None

    @property
    def repeat(self) -> str:
        """The variable of its repetition; empty for none."""
        return self.text("repeat")

    @property
    def interval(self) -> str:
        """The minimum step of its queries; empty when there is none."""
        return self.text("interval")

    @property
    def max_data_points(self) -> float | None:
        """The largest number of points of a series; None for the width of the panel in pixels."""
        value = self.number("maxDataPoints")
        return value if value and value > 0 else None

    @property
    def time_from(self) -> str:
        """The panel's time range (`24h`); empty for that of the board."""
        return self.text("timeFrom")

    @cached_property
    def targets(self) -> Sequence[Target]:
        """The queries, hidden ones included."""
        return tuple(
            Target(item, (*self.pointer, "targets", index)) for index, item in self.items("targets")
        )

    @property
    def datasource_reference(self) -> Any:
        """The panel's own data source reference as it is written; None when there is none."""
        return self.raw.get("datasource")

    @cached_property
    def grid(self) -> GridPosition | None:
        """The position; None without a complete `gridPos`."""
        numbers = [self.number("gridPos", key) for key in ("x", "y", "w", "h")]
        x, y, w, h = numbers
        if x is None or y is None or w is None or h is None:
            return None
        return GridPosition(x=x, y=y, w=w, h=h)

    @cached_property
    def unit(self) -> str:
        """The unit of its fields: `short`, `bytes`, ...; empty for none. Not of Angular panels."""
        return self.text("fieldConfig", "defaults", "unit")

    @property
    def min(self) -> float | None:
        """The minimum of its axis or gauge."""
        return self.number("fieldConfig", "defaults", "min")

    @property
    def max(self) -> float | None:
        """The maximum of its axis or gauge."""
        return self.number("fieldConfig", "defaults", "max")

    @cached_property
    def thresholds(self) -> tuple[ThresholdStep, ...]:
        """The thresholds as they are stored, the lowest first."""
        return _thresholds(self.at("fieldConfig", "defaults", "thresholds"))

    @property
    def thresholds_in_percent(self) -> bool:
        """Whether its thresholds are percentages between min and max."""
        return self.text("fieldConfig", "defaults", "thresholds", "mode") == "percentage"

    @cached_property
    def overrides(self) -> tuple[FieldOverride, ...]:
        """The field overrides."""
        return tuple(
            _override(JsonObject(item, ("fieldConfig", "overrides", index)))
            for index, item in self.items("fieldConfig", "overrides")
        )

    @cached_property
    def transformations(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Id and options of each transformation, in order; disabled ones are left out."""
        return tuple(
            (item.text("id"), item.table("options"))
            for item in self.objects("transformations")
            if not item.flag("disabled")
        )

    @property
    def options(self) -> Mapping[str, Any]:
        """The options; which keys there are depends on the panel's type."""
        return self.table("options")

    @property
    def calculations(self) -> tuple[str, ...]:
        """The reducer: `lastNotNull`, ...; empty when not set."""
        found = self.at("options", "reduceOptions", "calcs")
        names = found if isinstance(found, list) else [self.text("valueName")]
        return tuple(name for name in names if isinstance(name, str) and name)


def _thresholds(value: Any) -> tuple[ThresholdStep, ...]:
    steps = JsonObject(value).objects("steps") if isinstance(value, dict) else ()
    return tuple(
        ThresholdStep(value=step.number("value"), color=step.text("color")) for step in steps
    )


def _override(item: JsonObject) -> FieldOverride:
    properties = {each.text("id"): each.raw.get("value") for each in item.objects("properties")}
    properties.pop("", None)
    return FieldOverride(
        matcher=item.text("matcher", "id"),
        options=item.at("matcher", "options"),
        properties=properties,
        pointer=item.pointer,
    )


P = TypeVar("P", bound=Panel)
MakePanel = Callable[[Mapping[str, Any], Pointer, P | None], P]
"""Makes a panel from its JSON, its path, and its row."""


def iter_placed_panels(board: JsonObject, make: MakePanel[P]) -> Iterator[P]:
    """Yield every panel in the board's order: rows before their panels, classic rows included."""
    for row in board.objects("rows"):
        yield from _panels(row, None, make)
    yield from _panels(board, None, make)


def _panels(owner: JsonObject, row: P | None, make: MakePanel[P]) -> Iterator[P]:
    for index, item in owner.items("panels"):
        panel = make(item, (*owner.pointer, "panels", index), row)
        yield panel
        yield from _panels(panel, panel, make)
