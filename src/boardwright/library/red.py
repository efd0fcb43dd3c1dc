"""The RED method in one row: rate, errors and duration of a service's requests.

Source: https://grafana.com/blog/2018/08/02/the-red-method-how-to-instrument-your-services/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grafanalib import formatunits as units

from boardwright.library.distributions import heatmap_panel, quantiles_panel
from boardwright.library.rates import rate_panel
from boardwright.library.ratios import error_ratio_panel
from boardwright.library.rows import HEIGHT, row
from boardwright.library.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from boardwright.library.queries import LabelNames
    from boardwright.library.ratios import Errors


def red_row(
    *,
    requests: str,
    errors: Errors,
    duration: str,
    title: str = "Requests",
    by: LabelNames = (),
    scope: Scope = EVERYTHING,
    native: bool = False,
    height: int = HEIGHT,
    collapsed: bool = False,
) -> list[Any]:
    """Return a row of four panels: request rate, errors, duration quantiles, duration heatmap.

        red_row(
            requests="http_requests_total",
            errors={"code": re("5..")},
            duration="http_request_duration_seconds",
            by="handler",
            scope=scope,
        )

    Args:
        requests: Name of the counter of requests.
        errors: The labels of the series that count errors, or the name of a counter of errors; see
            `error_ratio`.
        duration: Name of the histogram of durations in seconds, without `_bucket`.
        title: The row's title.
        by: The labels by which requests and errors are grouped, as in PromQL's `by (…)`.
        scope: Label matchers, window and data source of the queries.
        native: Whether the metric of durations is a native histogram.
        height: The height of the panels in grid units.
        collapsed: Whether the row is closed when the board opens.
    """
    panels = [
        rate_panel(requests, title="Requests", unit=units.REQUESTS_PER_SEC, by=by, scope=scope),
        error_ratio_panel(requests, errors=errors, by=by, scope=scope),
        quantiles_panel(duration, title="Duration: quantiles", scope=scope, native=native),
        heatmap_panel(duration, title="Duration: distribution", scope=scope, native=native),
    ]
    return row(title, panels, height=height, collapsed=collapsed)
