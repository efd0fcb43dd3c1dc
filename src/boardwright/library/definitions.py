"""Classes for definitions of panels and rows.

A definition becomes a panel or a row when you call it with a scope. The scope contains the labels,
the window and the data source of the queries. The modules about one subject, such as `disks`,
contain definitions.

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
    """A panel without a scope. Call the definition with a scope to get the panel.

    Attributes:
        make: Function that creates the panel: `timeseries`, `stat`, `gauge` or `bars`.
        title: The default title.
        queries: Function that returns the queries for a scope and the values of the parameters.
        parameters: The additional parameters of `queries`, with their default values.
        options: Further arguments for `make`, such as `unit` and `description`.
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
        """Store the arguments, which are described as attributes."""
        self.make, self.title, self.queries = make, title, queries
        self.parameters, self.options = dict(parameters or {}), options

    def __call__(
        self, *, scope: Scope = EVERYTHING, title: str = "", **parameters: Any
    ) -> PanelType:
        """Return the panel for a scope.

        Args:
            scope: Label matchers, window and data source of the queries.
            title: The title of the panel; empty for the default title.
            **parameters: Values that replace the default values of the definition's parameters.

        Raises:
            TypeError: An argument is not a parameter of this definition.
        """
        if unknown := parameters.keys() - self.parameters.keys():
            known = ", ".join(sorted({"scope", "title", *self.parameters}))
            raise TypeError(
                f"unknown argument {min(unknown)!r}; the arguments of this panel are {known}"
            )
        return self.make(
            title=title or self.title,
            queries=self.queries(scope, **{**self.parameters, **parameters}),
            datasource=scope.datasource,
            **self.options,
        )


class RowDefinition:
    """A row of panels without a scope. Call the definition with a scope to get the row.

    Attributes:
        title: The title of the row.
        panels: Function that returns the panels for a scope.
        per_line: The largest number of panels next to each other.
        widths: The widths of the panels in grid columns; None for equal widths.
    """

    def __init__(
        self,
        title: str,
        panels: Callable[[Scope], Iterable[Any]],
        *,
        per_line: int = GRAPHS_IN_A_LINE,
        widths: Sequence[int] | None = None,
    ) -> None:
        """Store the arguments, which are described as attributes."""
        self.title, self.panels = title, panels
        self.per_line, self.widths = per_line, widths

    def __call__(self, *, scope: Scope = EVERYTHING, collapsed: bool = False) -> list[Any]:
        """Return the row and its panels, for use in the `panels` of a board.

        Args:
            scope: Label matchers, window and data source of the queries.
            collapsed: Whether the row is closed when the board opens. Grafana runs the queries of a
                closed row when a reader opens the row.
        """
        return row(
            self.title,
            self.panels(scope),
            per_line=self.per_line,
            widths=self.widths,
            collapsed=collapsed,
        )
