"""The class for a panel or row of a classic board, with a typed property for each key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.schema.dashboard_link import DashboardLink
from boardwright.schema.document import Json
from boardwright.schema.extension import EXTENSION
from boardwright.schema.grid import cut_fraction
from boardwright.schema.json_object import JsonObject, Pointer
from boardwright.schema.target import Target

_NOT_CONTENT = frozenset({"gridPos", "id", "panels", EXTENSION})

_NO_VALUE = frozenset({"empty", "null", "null+nan"})
"""The values of a `special` value mapping that match a missing value."""

_COLORED_BY_THRESHOLDS = frozenset({"bargauge", "gauge", "stat"})
"""Panel types that colour values by thresholds unless the panel sets another colour scheme."""


@frozen
class GridPosition:
    """The position and the size of a panel, in grid units."""

    x: float
    y: float
    w: float
    h: float


@frozen
class ThresholdStep:
    """One step of a panel's thresholds. The `value` of the lowest step is None."""

    value: float | None
    color: str


@frozen
class FieldOverride:
    """One item of `fieldConfig.overrides`.

    Attributes:
        matcher: How the override selects fields, such as `byName`, `byRegexp`, `byFrameRefID` or
            `byType`.
        options: The argument of the matcher, usually text.
        properties: Id of a property, such as `unit` or `custom.lineWidth` -> value.
        pointer: The path of the override in the JSON of the panel.
    """

    matcher: str
    options: Any
    properties: Mapping[str, Any]
    pointer: Pointer

    @property
    def display_name(self) -> Any:
        """The name that the override gives to the fields; None if it sets no name."""
        return self.properties.get("displayName")

    @property
    def thresholds(self) -> tuple[ThresholdStep, ...]:
        """The threshold steps of the override, as the board contains them; empty if the override
        sets no thresholds.
        """
        return _read_thresholds(self.properties.get("thresholds"))


class Panel(JsonObject):
    """One panel of the classic schema.

    Attributes:
        row: The collapsed row whose JSON contains the panel; None if the panel is at the top level
            of the board's JSON.
    """

    def __init__(
        self, raw: Mapping[str, Any], pointer: Pointer = (), row: Panel | None = None
    ) -> None:
        super().__init__(raw, pointer)
        self.row = row

    @lazy_property
    def id(self) -> int | None:
        """The id of the panel; None if it is missing or not an integer."""
        value = self.number("id")
        return int(value) if value is not None and value == int(value) else None

    @lazy_property
    def title(self) -> str:
        """The title of the panel."""
        return self.text("title")

    @property
    def description(self) -> str:
        """The description of the panel."""
        return self.text("description")

    @lazy_property
    def type(self) -> str:
        """The id of the panel plugin, such as `timeseries`. The type of a library panel may be
        empty.
        """
        return self.text("type")

    @property
    def is_row(self) -> bool:
        """Whether the panel is a row."""
        return self.type == "row"

    @property
    def is_collapsed(self) -> bool:
        """Whether the panel is a collapsed row. The JSON of a collapsed row contains the panels of
        the row.
        """
        return self.flag("collapsed")

    @property
    def content(self) -> Json:
        """The JSON of the panel without its id, its position and the panels inside it."""
        return {key: value for key, value in self.raw.items() if key not in _NOT_CONTENT}

    @property
    def has_panels(self) -> bool:
        """Whether the panel is a row whose JSON contains panels."""
        return bool(self.raw.get("panels"))

    @property
    def is_library(self) -> bool:
        """Whether the panel is a library panel."""
        return isinstance(self.raw.get("libraryPanel"), dict)

    @lazy_property
    def is_repeat_clone(self) -> bool:
        """Whether the panel is a copy of a repeated panel that an older Grafana stored in the
        board.
        """
        return self.raw.get("repeatPanelId") is not None

    @property
    def repeat(self) -> str:
        """The variable for whose values Grafana repeats the panel; empty if Grafana does not repeat
        the panel.
        """
        return self.text("repeat")

    @property
    def repeats_down(self) -> bool:
        """Whether Grafana shows the copies of a repeated panel below each other instead of side by
        side.
        """
        return self.text("repeatDirection") == "v"

    @property
    def most_per_row(self) -> float | None:
        """The largest number of copies of a repeated panel that Grafana shows side by side; None if
        the panel sets no number.
        """
        return self.number("maxPerRow")

    @property
    def interval(self) -> str:
        """The minimum interval of the panel's queries; empty if the panel sets no interval."""
        return self.text("interval")

    @property
    def max_data_points(self) -> float | None:
        """The largest number of data points per series; None if the panel sets no number. Without a
        number, Grafana uses the panel's width in pixels.
        """
        value = self.number("maxDataPoints")
        return value if value and value > 0 else None

    @property
    def time_from(self) -> str:
        """The panel's own time range, such as `24h`; empty if the panel uses the time range of the
        board.
        """
        return self.text("timeFrom")

    @lazy_property
    def targets(self) -> Sequence[Target]:
        """The queries of the panel, including hidden queries."""
        return tuple(iter_panel_targets(self, Target))

    @property
    def datasource_reference(self) -> Any:
        """The value of the panel's key `datasource`; None if the key is missing."""
        return self.raw.get("datasource")

    @lazy_property
    def grid(self) -> GridPosition | None:
        """The position of the panel in whole grid units, because Grafana ignores fractions.

        The position is None if `gridPos` is missing or incomplete. The position of a panel in a
        classic row is None, because Grafana places the panel by its span and the height of the row.
        """
        x, y, w, h = self.grid_numbers
        if x is None or y is None or w is None or h is None or self.pointer[:1] == ("rows",):
            return None
        return GridPosition(
            x=cut_fraction(x, least=0),
            y=cut_fraction(y, least=0),
            w=cut_fraction(w, least=1),
            h=cut_fraction(h, least=1),
        )

    @property
    def grid_numbers(self) -> tuple[float | None, float | None, float | None, float | None]:
        """The stored numbers x, y, width and height of the panel; None for a missing number."""
        return (
            self.number("gridPos", "x"),
            self.number("gridPos", "y"),
            self.number("gridPos", "w"),
            self.number("gridPos", "h"),
        )

    @lazy_property
    def unit(self) -> str:
        """The unit of the panel's fields, such as `bytes`; empty if the panel sets no unit.

        Removed panel types such as `graph` store their unit under another key, which this property
        does not read.
        """
        return self.text("fieldConfig", "defaults", "unit")

    @property
    def display_name(self) -> str:
        """The name that the panel shows for every field; empty if the panel sets no name."""
        return self.text("fieldConfig", "defaults", "displayName")

    @property
    def has_display_names(self) -> bool:
        """Whether the panel or an override sets the names of fields."""
        names = ("displayName", "displayNameFromDS")
        if any(self.text("fieldConfig", "defaults", name) for name in names):
            return True
        return any(name in override.properties for override in self.overrides for name in names)

    @property
    def no_value(self) -> str:
        """The text that the panel shows if a query returns no value; empty if the panel sets no
        text.
        """
        return str(self.at("fieldConfig", "defaults", "noValue") or "")

    @property
    def mappings(self) -> tuple[JsonObject, ...]:
        """The value mappings of the panel's fields."""
        return tuple(self.objects("fieldConfig", "defaults", "mappings"))

    @property
    def color_mode(self) -> str:
        """The colour scheme of the panel's fields, such as `thresholds`; empty if the panel sets no
        scheme.
        """
        return self.text("fieldConfig", "defaults", "color", "mode")

    @property
    def thresholds_style(self) -> str:
        """How a time series panel draws its thresholds, such as `line`; empty if the panel sets no
        style.
        """
        return self.text("fieldConfig", "defaults", "custom", "thresholdsStyle", "mode")

    @property
    def shows_thresholds(self) -> bool:
        """Whether the panel draws its thresholds or colours values by them."""
        if self.type in _COLORED_BY_THRESHOLDS:
            return self.color_mode in {"", "thresholds"}
        is_drawn = self.thresholds_style not in {"", "off"}
        return self.type == "timeseries" and (self.color_mode == "thresholds" or is_drawn)

    @property
    def min(self) -> float | None:
        """The minimum of the panel's axis or gauge."""
        return self.number("fieldConfig", "defaults", "min")

    @property
    def max(self) -> float | None:
        """The maximum of the panel's axis or gauge."""
        return self.number("fieldConfig", "defaults", "max")

    @lazy_property
    def thresholds(self) -> tuple[ThresholdStep, ...]:
        """The threshold steps, in the order in which the board stores them."""
        return _read_thresholds(self.at("fieldConfig", "defaults", "thresholds"))

    @property
    def thresholds_in_percent(self) -> bool:
        """Whether the thresholds are percentages of the range from the panel's minimum to its
        maximum.
        """
        return self.text("fieldConfig", "defaults", "thresholds", "mode") == "percentage"

    @property
    def mapped_values(self) -> Iterator[str]:
        """The single values to which the panel assigns a text or colour by value mappings."""
        for mapping in self.objects("fieldConfig", "defaults", "mappings"):
            if mapping.text("type") == "value":
                yield from mapping.table("options")

    @lazy_property
    def overrides(self) -> tuple[FieldOverride, ...]:
        """The field overrides of the panel."""
        return tuple(
            _read_override(JsonObject(item, ("fieldConfig", "overrides", index)))
            for index, item in self.items("fieldConfig", "overrides")
        )

    @lazy_property
    def transformations(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """The id and options of each enabled transformation, in order."""
        return tuple(
            (item.text("id"), item.table("options"))
            for item in self.objects("transformations")
            if not item.flag("disabled")
        )

    @property
    def stored_transformations(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """The id and options of each transformation, in order, including disabled
        transformations.
        """
        found = self.objects("transformations")
        return tuple((item.text("id"), item.table("options")) for item in found)

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of the panel; their keys depend on the panel type."""
        return self.table("options")

    @property
    def text_mode(self) -> str:
        """Grafana's `textMode` of a stat panel, such as `value` or `value_and_name`; empty if the
        panel sets no mode.
        """
        return self.text("options", "textMode")

    @property
    def merges_equal_values(self) -> bool:
        """Whether a state timeline panel merges consecutive equal values."""
        return self.at("options", "mergeValues") is not False

    @property
    def hides_legend(self) -> bool:
        """Whether the panel hides its legend."""
        legend = ("legend",) if self.type == "graph" else ("options", "legend")
        shown = self.at(*legend, "show" if self.type == "graph" else "showLegend")
        return shown is False or self.text(*legend, "displayMode") == "hidden"

    @property
    def has_second_axis(self) -> bool:
        """Whether a panel of the removed type `graph` shows some series on its right axis."""
        return any(item.get("yaxis") == 2 for _, item in self.items("seriesOverrides"))

    @property
    def singlestat_value(self) -> str:
        """The calculation of a panel of the removed type `singlestat`, such as `avg`; empty if the
        panel sets none.
        """
        return self.text("valueName")

    @property
    def has_snapshot(self) -> bool:
        """Whether the panel shows data that is stored in the board instead of the results of
        queries.
        """
        return bool(self.raw.get("snapshotData"))

    @property
    def has_alert(self) -> bool:
        """Whether the panel contains a legacy alert, which Grafana supported before version 11."""
        return bool(self.table("alert"))

    @property
    def shows_missing_value(self) -> bool:
        """Whether the author chose a text that the panel shows if a query returns no value."""
        mapped = any(
            mapping.text("options", "match") in _NO_VALUE or mapping.text("value") in _NO_VALUE
            for mapping in self.mappings
        )
        return bool(self.no_value or self.raw.get("valueMaps") or mapped)

    @property
    def own_links(self) -> tuple[DashboardLink, ...]:
        """The links of the panel."""
        return tuple(DashboardLink(each.raw, each.pointer) for each in self.objects("links"))

    @property
    def reduced_fields(self) -> str:
        """The regular expression that selects the fields that the panel reduces to one value; empty
        if the panel reduces all number fields.
        """
        return self.text("options", "reduceOptions", "fields")

    @property
    def calculations(self) -> tuple[str, ...]:
        """The calculations that reduce a series to one value, such as `lastNotNull`."""
        calculations = self.at("options", "reduceOptions", "calcs")
        names = calculations if isinstance(calculations, list) else [self.text("valueName")]
        return tuple(name for name in names if isinstance(name, str) and name)


def _read_thresholds(value: Any) -> tuple[ThresholdStep, ...]:
    steps = JsonObject(value).objects("steps") if isinstance(value, dict) else ()
    return tuple(
        ThresholdStep(value=step.number("value"), color=step.text("color")) for step in steps
    )


def _read_override(item: JsonObject) -> FieldOverride:
    properties = {each.text("id"): each.raw.get("value") for each in item.objects("properties")}
    properties.pop("", None)
    return FieldOverride(
        matcher=item.text("matcher", "id"),
        options=item.at("matcher", "options"),
        properties=properties,
        pointer=item.pointer,
    )


T = TypeVar("T")
P = TypeVar("P", bound=Panel)
MakePanel = Callable[[Mapping[str, Any], Pointer, P | None], P]
"""Makes a panel from its JSON, its path in the board, and the row that contains it."""


def iter_panel_targets(
    panel: JsonObject, make: Callable[[Mapping[str, Any], Pointer], T]
) -> Iterator[T]:
    """Yield every query of a panel.

    Args:
        panel: The panel.
        make: Function that makes a query object from the query's JSON and its path in the board.
    """
    for index, item in panel.items("targets"):
        yield make(item, (*panel.pointer, "targets", index))


def iter_placed_panels(board: JsonObject, make: MakePanel[P]) -> Iterator[P]:
    """Yield every panel, including the panels in classic rows. The function yields a row before the
    panels of the row.
    """
    for row in board.objects("rows"):
        yield from _iter_inner_panels(row, None, make)
    yield from _iter_inner_panels(board, None, make)


def _iter_inner_panels(owner: JsonObject, row: P | None, make: MakePanel[P]) -> Iterator[P]:
    for index, item in owner.items("panels"):
        panel = make(item, (*owner.pointer, "panels", index), row)
        yield panel
        yield from _iter_inner_panels(panel, panel, make)
