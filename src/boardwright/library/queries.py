"""Functions that create the queries of a panel, with the names of the series in the legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from grafanalib.core import Target

from boardwright.library.options import drop_none
from boardwright.promql import Expr

LabelNames = str | Sequence[str]
"""One label name, or several label names."""

QueryFormat = Literal["time_series", "table", "heatmap"]


def query(
    expr: Expr | str,
    legend: str | None = None,
    *,
    instant: bool = False,
    format: QueryFormat | None = None,  # noqa: A002 - grafanalib's and Grafana's own name
    datasource: str | None = None,
) -> Target:
    """Return a grafanalib `Target`.

    Args:
        expr: The PromQL query, as an expression of `boardwright.promql` or as text.
        legend: The name of each series, such as `{{cpu}} {{mode}}`; None for all labels of the
            series.
        instant: Whether the query returns only the values at the end of the time range.
        format: The format in which Grafana returns the result; `heatmap` for the buckets of a
            histogram.
        datasource: Name or uid of the data source; None for the data source of the panel.
    """
    options = drop_none(
        legendFormat=legend, format=format, datasource=datasource, instant=instant or None
    )
    return Target(expr=str(expr), **options)


def label_names(labels: LabelNames) -> tuple[str, ...]:
    """Return one or several label names as a tuple."""
    return (labels,) if isinstance(labels, str) else tuple(labels)


def legend_of(labels: LabelNames, *, prefix: str = "") -> str | None:
    """Return a legend with the prefix and the labels, such as `p99 {{job}}`; None for no legend."""
    parts = [prefix] if prefix else []
    parts += [f"{{{{{name}}}}}" for name in label_names(labels)]
    return " ".join(parts) or None
