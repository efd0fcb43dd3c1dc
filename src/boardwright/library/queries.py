"""Queries: an expression and the names of its series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from grafanalib.core import Target

from boardwright.promql import Expr

Labels = str | Sequence[str]
"""Label names: one, or several."""

QueryFormat = Literal["time_series", "table", "heatmap"]


def query(
    expr: Expr | str,
    legend: str | None = None,
    *,
    instant: bool = False,
    format: QueryFormat | None = None,  # noqa: A002 - grafanalib's and Grafana's own name
    datasource: str | None = None,
) -> Target:
    """Return a grafanalib target.

    Args:
        expr: PromQL, as a value or as text.
        legend: The name of a series: `{{cpu}} {{mode}}`; all its labels when None.
        instant: Query only the end of the time range.
        format: The format of the result; `heatmap` for buckets.
        datasource: The name or uid of the data source; that of the panel when None.
    """
    options: dict[str, Any] = {"legendFormat": legend, "format": format, "datasource": datasource}
    given = {name: value for name, value in options.items() if value is not None}
    if instant:
        given["instant"] = True
    return Target(expr=str(expr), **given)


def label_names(labels: Labels) -> tuple[str, ...]:
    """Return the names as a tuple; `"mode"` is the same as `["mode"]`."""
    return (labels,) if isinstance(labels, str) else tuple(labels)


def legend_of(labels: Labels, *, prefix: str = "") -> str | None:
    """Return a legend of `prefix` and the labels; None when both are empty."""
    parts = [prefix] if prefix else []
    parts += [f"{{{{{name}}}}}" for name in label_names(labels)]
    return " ".join(parts) or None
