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
        options: What the matcher matches: text, mostly.
        properties: Id of a property, such as `unit` or `custom.lineWidth` -> value.
        pointer: The way to it from the panel.
    """

    matcher: str
    options: Any
    properties: Mapping[str, Any]
    pointer: Pointer

    @property
    def thresholds(self) -> tuple[ThresholdStep, ...]:
        """Its thresholds as they are stored; empty when it sets none."""
        return _thresholds(self.properties.get("thresholds"))


class Panel(JsonObject):
    """One panel, in the classic schema.

    Attributes:
        row: The row that it is stored in; None for most panels, since only collapsed rows hold any.
    """

    def __init__(
        self, raw: Mapping[str, Any], pointer: Pointer = (), row: Panel | None = None
    ) -> None:
        """Take the panel's JSON, the way to it, and its row."""
        super().__init__(raw, pointer)
        self.row = row

    @cached_property
    def id(self) -> int | None:
        """Its id; None when it has none that is a whole number."""
        value = self.number("id")
        return int(value) if value is not None and value == int(value) else None

    @cached_property
    def title(self) -> str:
        """Its title."""
        return self.text("title")

    @property
    def description(self) -> str:
        """What its info corner shows."""
        return self.text("description")

    @cached_property
    def type(self) -> str:
        """The plugin's id: `timeseries`, `row`, ...; empty for a library panel without one."""
        return self.text("type")

    @property
    def is_row(self) -> bool:
        """Whether it is a row's header."""
        return self.type == "row"

    @property
    def is_library(self) -> bool:
        """Whether its contents are a library panel's."""
        return isinstance(self.raw.get("libraryPanel"), dict)

    @cached_property
    def is_repeat_clone(self) -> bool:
        """Whether Grafana made it of a repeated panel and stored it by mistake."""
        return self.raw.get("repeatPanelId") is not None

    @property
    def repeat(self) -> str:
        """The variable it is repeated for; empty for none."""
        return self.text("repeat")

    @property
    def interval(self) -> str:
        """The minimum step of its queries; empty when there is none."""
        return self.text("interval")

    @property
    def max_data_points(self) -> float | None:
        """The most points of a series; None for the panel's width in pixels."""
        value = self.number("maxDataPoints")
        return value if value and value > 0 else None

    @property
    def time_from(self) -> str:
        """Its own time range (`24h`); empty for the board's."""
        return self.text("timeFrom")

    @cached_property
    def targets(self) -> Sequence[Target]:
        """Its queries, hidden ones too."""
        return tuple(
            Target(item, (*self.pointer, "targets", index)) for index, item in self.items("targets")
        )

    @property
    def datasource_reference(self) -> Any:
        """Its own data source reference as it is written; None when there is none."""
        return self.raw.get("datasource")

    @cached_property
    def grid(self) -> GridPosition | None:
        """Where it is; None when it has no complete `gridPos`."""
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
        """The least value of its axis or gauge."""
        return self.number("fieldConfig", "defaults", "min")

    @property
    def max(self) -> float | None:
        """The greatest value of its axis or gauge."""
        return self.number("fieldConfig", "defaults", "max")

    @cached_property
    def thresholds(self) -> tuple[ThresholdStep, ...]:
        """Its thresholds as they are stored, the lowest first."""
        return _thresholds(self.at("fieldConfig", "defaults", "thresholds"))

    @property
    def thresholds_in_percent(self) -> bool:
        """Whether its thresholds are percentages between min and max."""
        return self.text("fieldConfig", "defaults", "thresholds", "mode") == "percentage"

    @cached_property
    def overrides(self) -> tuple[FieldOverride, ...]:
        """What is different for some fields."""
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
        """Its options; what is in them depends on its type."""
        return self.table("options")

    @property
    def calculations(self) -> tuple[str, ...]:
        """How it reduces a series to a number: `lastNotNull`, ...; empty when not written."""
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
"""Makes a panel of its JSON, the way to it, and its row."""


def iter_placed_panels(board: JsonObject, make: MakePanel[P]) -> Iterator[P]:
    """Yield every panel in the board's order: rows before their children, classic rows too."""
    for row in board.objects("rows"):
        yield from _panels(row, None, make)
    yield from _panels(board, None, make)


def _panels(owner: JsonObject, row: P | None, make: MakePanel[P]) -> Iterator[P]:
    for index, item in owner.items("panels"):
        panel = make(item, (*owner.pointer, "panels", index), row)
        yield panel
        yield from _panels(panel, panel, make)
