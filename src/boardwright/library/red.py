"""RED: rate, errors and duration of what a service answers, in one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grafanalib import formatunits as units

from boardwright.library.distributions import heatmap_panel, quantiles_panel
from boardwright.library.rates import rate_panel
from boardwright.library.ratios import error_ratio_panel
from boardwright.library.rows import HEIGHT, row
from boardwright.library.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from boardwright.library.queries import Labels
    from boardwright.library.ratios import Errors
    from boardwright.promql.durations import DurationLike


def red_row(
    *,
    requests: str,
    errors: Errors,
    duration: str,
    title: str = "Requests",
    by: Labels = (),
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    native: bool = False,
    height: int = HEIGHT,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row of four panels: requests, the share that failed, how long they took.

        red_row(
            requests="http_requests_total",
            errors={"code": re("5..")},
            duration="http_request_duration_seconds",
            by="handler",
            scope=scope,
        )

    Args:
        requests: The counter of requests.
        errors: What makes one an error: see `error_ratio`.
        duration: The histogram of their durations in seconds, without `_bucket`.
        title: The row's header.
        by: The labels that requests and errors are shown by.
        scope: Which series of all three.
        window: How far back to look; the project's window otherwise.
        native: Whether Prometheus keeps the durations as a native histogram.
        height: The panels' height.
        collapsed: Begin closed.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    panels = [
        rate_panel(
            requests,
            title="Requests",
            unit=units.REQUESTS_PER_SEC,
            by=by,
            scope=scope,
            window=window,
            datasource=datasource,
        ),
        error_ratio_panel(
            requests, errors=errors, by=by, scope=scope, window=window, datasource=datasource
        ),
        quantiles_panel(
            duration,
            title="Duration: quantiles",
            scope=scope,
            window=window,
            native=native,
            datasource=datasource,
        ),
        heatmap_panel(
            duration,
            title="Duration: distribution",
            scope=scope,
            window=window,
            native=native,
            datasource=datasource,
        ),
    ]
    return row(title, panels, height=height, collapsed=collapsed)
