"""Panels and rows as values: each module of the library is a table of them.

cpu_usage_panel = PanelDefinition(
    timeseries,
    title="CPU usage",
    queries=lambda scope, by: [query(usage_percent(scope=scope, by=by), "usage")],
    parameters={"by": "mode"},
    unit=units.PERCENT_FORMAT,
)
panel = cpu_usage_panel(scope=Scope(job="node"), title="CPU", by="instance")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from grafanalib.core import Target

from boardwright.library.rows import GRAPHS_IN_A_LINE, row
from boardwright.library.scope import EVERYTHING, Scope

PanelType = TypeVar("PanelType")
Queries = Callable[..., Sequence[Target]]


class PanelDefinition(Generic[PanelType]):
    """A panel that is complete except for its scope.

    Attributes:
        make: The function that makes the panel: `timeseries`, `stat`, `gauge`, `bars`.
        title: The default title.
        queries: Returns the queries for a scope and the parameters.
        parameters: The parameters of `queries` with their defaults.
        options: Further arguments of `make`: unit, description, thresholds.
    """

    def __init__(
        self,
        make: Callable[..., PanelType],
        *,
        title: str,
        queries: Queries,
        parameters: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        """Take the arguments that the attributes describe."""
        self.make, self.title, self.queries = make, title, queries
        self.parameters, self.options = dict(parameters or {}), options

    def __call__(
        self, *, scope: Scope = EVERYTHING, title: str = "", **parameters: Any
    ) -> PanelType:
        """Return the panel.

        Args:
            scope: The labels, window and data source of the queries.
            title: The title; the default title when empty.
            **parameters: Other values for `parameters`.

        Raises:
            TypeError: The panel has no such parameter.
        """
        if unknown := parameters.keys() - self.parameters.keys():
            known = ", ".join(sorted({"scope", "title", *self.parameters}))
            raise TypeError(f"unknown argument {min(unknown)!r}; this panel takes {known}")
        return self.make(
            title=title or self.title,
            queries=self.queries(scope, **{**self.parameters, **parameters}),
            datasource=scope.datasource,
            **self.options,
        )


class RowDefinition:
    """A titled row of panels that is complete except for its scope.

    Attributes:
        title: The title of the row.
        panels: Returns the panels for a scope.
        per_line: The largest number of panels next to each other.
        widths: The widths of the panels in grid columns; equal widths when None.
    """

    def __init__(
        self,
        title: str,
        panels: Callable[[Scope], Iterable[Any]],
        *,
        per_line: int = GRAPHS_IN_A_LINE,
        widths: Sequence[int] | None = None,
    ) -> None:
        """Take the arguments that the attributes describe."""
        self.title, self.panels = title, panels
        self.per_line, self.widths = per_line, widths

    def __call__(self, *, scope: Scope = EVERYTHING, collapsed: bool = False) -> list[Any]:
        """Return the row and its panels, for the `panels` of a board.

        Args:
            scope: The labels, window and data source of the queries.
            collapsed: Close the row at first; its queries run when a reader opens it.
        """
        return row(
            self.title,
            self.panels(scope),
            per_line=self.per_line,
            widths=self.widths,
            collapsed=collapsed,
        )
