"""The class `BoardView`, a board that check rules receive."""

from __future__ import annotations

from pathlib import Path

from boardwright.checks.views.board_context import BoardContext
from boardwright.checks.views.panel_view import PanelView
from boardwright.checks.views.query_view import AnnotationView, QueryView
from boardwright.checks.views.variable_view import VariableView
from boardwright.lazy import lazy_property
from boardwright.schema.dashboard import iter_board_annotations, iter_board_variables
from boardwright.schema.panel import iter_placed_panels

PromqlView = QueryView | AnnotationView | VariableView
"""The classes of the parts of a board that can contain PromQL."""


class BoardView(BoardContext):
    """One board with its panels, queries, variables and annotations."""

    @property
    def board(self) -> BoardView:
        """The board itself, because every view has an attribute `board`."""
        return self

    @lazy_property
    def panels(self) -> tuple[PanelView, ...]:
        """All panels and rows in the order of the board. Each row comes before the panels that it
        contains.
        """
        return tuple(
            iter_placed_panels(self, lambda raw, pointer, row: PanelView(raw, pointer, row, self))
        )

    @lazy_property
    def queries(self) -> tuple[QueryView, ...]:
        """Every query of every panel."""
        return tuple(query for panel in self.panels for query in panel.queries)

    @lazy_property
    def variables(self) -> tuple[VariableView, ...]:
        """The board's variables, in the order of the board."""
        return tuple(
            iter_board_variables(self, lambda raw, pointer: VariableView(raw, pointer, self))
        )

    @lazy_property
    def annotations(self) -> tuple[AnnotationView, ...]:
        """The board's annotation queries."""
        return tuple(
            iter_board_annotations(self, lambda raw, pointer: AnnotationView(raw, pointer, self))
        )

    @property
    def is_provisioned(self) -> bool:
        """Whether the board's file is below a directory such as `grafana/provisioning`."""
        return any(
            "provisioning" in part for part in Path(self.source.place.file).parent.parts[-4:]
        )

    def close(self) -> None:
        """Free the memory of the board after the checks.

        The board and its panels refer to each other. Python's cyclic garbage collector would also
        free them, but would make the checks noticeably slower.
        """
        for view in (*self.panels, *self.queries, *self.variables, *self.annotations, self):
            vars(view).clear()
