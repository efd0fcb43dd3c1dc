"""A panel, a row among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from boardwright.checks.lazy import lazy
from boardwright.checks.problem import Pointer
from boardwright.checks.views.datasource import DataSource
from boardwright.checks.views.query import QueryView
from boardwright.checks.views.view import View

if TYPE_CHECKING:
    from boardwright.checks.views.board import BoardView


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a panel stands and how large it is, in grid units."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Override:
    """One of `fieldConfig.overrides`.

    Attributes:
        matcher: `byName`, `byRegexp`, `byFrameRefID`, `byType`, …
        options: What the matcher matches: text, mostly.
        properties: Property's id, such as `unit` or `custom.lineWidth` -> value.
        pointer: The way to it from the panel.
    """

    matcher: str
    options: Any
    properties: Mapping[str, Any]
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Step:
    """A threshold; `value` is None for the lowest one."""

    value: float | None
    color: str


class PanelView(View):
    """One panel.

    Attributes:
        board: The board.
        row: The row that it is stored in; None for most panels, since only collapsed rows hold any.
    """

    def __init__(
        self, raw: Mapping[str, Any], pointer: Pointer, board: BoardView, row: PanelView | None
    ) -> None:
        """Take the panel's JSON, its board and its row."""
        super().__init__(raw, pointer)
        self.board = board
        self.row = row

    @lazy
    def id(self) -> int | None:
        """Its id; None when it has none that is a whole number."""
        value = self.number("id")
        return int(value) if value is not None and value == int(value) else None

    @lazy
    def title(self) -> str:
        """Its title."""
        return self.text("title")

    @property
    def description(self) -> str:
        """What its info corner shows."""
        return self.text("description")

    @lazy
    def type(self) -> str:
        """The plugin's id: `timeseries`, `row`, …; empty for a library panel without one."""
        return self.text("type")

    @property
    def is_row(self) -> bool:
        """Whether it is a row's header."""
        return self.type == "row"

    @property
    def is_library(self) -> bool:
        """Whether its contents are kept elsewhere."""
        return isinstance(self.raw.get("libraryPanel"), dict)

    @lazy
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

    @lazy
    def queries(self) -> tuple[QueryView, ...]:
        """Its queries, hidden ones too."""
        return tuple(
            QueryView(item, (*self.pointer, "targets", index), self)
            for index, item in self.items("targets")
        )

    @lazy
    def datasource(self) -> DataSource:
        """Its own data source, else the default."""
        return self.board.references.resolve((self.raw.get("datasource"), "panel"))

    @lazy
    def grid(self) -> Grid | None:
        """Where it stands; None when that is not told in today's form."""
        numbers = [self.number("gridPos", key) for key in ("x", "y", "w", "h")]
        x, y, w, h = numbers
        if x is None or y is None or w is None or h is None:
            return None
        return Grid(x, y, w, h)

    @lazy
    def unit(self) -> str:
        """The unit of its fields: `short`, `bytes`, …; empty for none. Of today's panels only."""
        return self.text("fieldConfig", "defaults", "unit")

    @property
    def min(self) -> float | None:
        """The least value of its axis or gauge."""
        return self.number("fieldConfig", "defaults", "min")

    @property
    def max(self) -> float | None:
        """The greatest value of its axis or gauge."""
        return self.number("fieldConfig", "defaults", "max")

    @lazy
    def thresholds(self) -> tuple[Step, ...]:
        """Its thresholds, the lowest first."""
        found = self.items("fieldConfig", "defaults", "thresholds", "steps")
        return tuple(
            Step(View(item, ()).number("value"), View(item, ()).text("color")) for _, item in found
        )

    @property
    def thresholds_in_percent(self) -> bool:
        """Whether its thresholds are percentages between min and max."""
        return self.text("fieldConfig", "defaults", "thresholds", "mode") == "percentage"

    @lazy
    def overrides(self) -> tuple[Override, ...]:
        """What is different for some fields."""
        return tuple(
            _override(View(item, ("fieldConfig", "overrides", index)))
            for index, item in self.items("fieldConfig", "overrides")
        )

    @lazy
    def transformations(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Id and options of each transformation, in order; disabled ones are left out."""
        return tuple(
            (View(item, ()).text("id"), View(item, ()).table("options"))
            for _, item in self.items("transformations")
            if item.get("disabled") is not True
        )

    @property
    def options(self) -> Mapping[str, Any]:
        """Its options; what is in them depends on its type."""
        return self.table("options")


def _override(view: View) -> Override:
    properties = {
        item["id"]: item.get("value")
        for _, item in view.items("properties")
        if isinstance(item.get("id"), str)
    }
    options = view.at("matcher", "options")
    return Override(view.text("matcher", "id"), options, properties, view.pointer)
