"""Variables in a line each, as grafanalib `Template`s.

Templating(list=[
    label_variable("job", metric("node_uname_info")),
    label_variable("instance", metric("node_uname_info", job="$job"), multi=True),
    interval_variable("window", ["1m", "5m", "1h"]),
])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grafanalib.core import (
    HIDE_VARIABLE,
    REFRESH_ON_TIME_RANGE_CHANGE,
    SORT_DISABLED,
    Template,
)

from boardwright.library.options import given
from boardwright.promql import Expr


def query_variable(
    name: str,
    query: str,
    *,
    label: str | None = None,
    multi: bool = False,
    include_all: bool | None = None,
    all_value: str | None = None,
    regex: str | None = None,
    default: str | None = None,
    sort: int | None = None,
    hide: bool = False,
    datasource: str | None = None,
) -> Template:
    """Return a variable whose values a data source tells, asked again when the time changes.

    Args:
        name: The variable's name, without `$`.
        query: In the data source's own words; for Prometheus see `label_variable`.
        label: What stands before the drop-down; Grafana shows the name otherwise.
        multi: Let the reader choose several values: compare with `=~`.
        include_all: Offer all values at once; by default where several may be chosen.
        all_value: What "all" means, such as `.*`; Grafana joins all the values otherwise.
        regex: Keeps the values that match, or their first group.
        default: The value a board opens with; the first one otherwise.
        sort: One of grafanalib's `SORT_…`.
        hide: Show nothing at the top of the board.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    return Template(
        name=name,
        query=query,
        type="query",
        refresh=REFRESH_ON_TIME_RANGE_CHANGE,
        multi=multi,
        includeAll=multi if include_all is None else include_all,
        **given(
            label=label,
            allValue=all_value,
            regex=regex,
            default=default,
            sort=sort,
            dataSource=datasource,
            hide=HIDE_VARIABLE if hide else None,
        ),
    )


def label_variable(
    name: str,
    series: Expr | str,
    *,
    of: str | None = None,
    label: str | None = None,
    multi: bool = False,
    include_all: bool | None = None,
    all_value: str | None = None,
    regex: str | None = None,
    default: str | None = None,
    sort: int | None = None,
    hide: bool = False,
    datasource: str | None = None,
) -> Template:
    """Return a variable of the values that a label has in some series.

    Args:
        name: The variable's name, and the label's where `of` is not given.
        series: A selector: `metric("node_uname_info", job="$job")`.
        of: The label.
        label: As for `query_variable`, as everything that follows.
        multi: Let the reader choose several values: compare with `=~`.
        include_all: Offer all values at once; by default where several may be chosen.
        all_value: What "all" means.
        regex: Keeps the values that match, or their first group.
        default: The value a board opens with.
        sort: One of grafanalib's `SORT_…`.
        hide: Show nothing at the top of the board.
        datasource: The data source's name or uid.
    """
    return query_variable(
        name,
        f"label_values({series}, {of or name})",
        label=label,
        multi=multi,
        include_all=include_all,
        all_value=all_value,
        regex=regex,
        default=default,
        sort=sort,
        hide=hide,
        datasource=datasource,
    )


def datasource_variable(
    name: str = "datasource",
    *,
    plugin: str = "prometheus",
    label: str | None = "Data source",
    regex: str | None = None,
    default: str | None = None,
) -> Template:
    """Return a variable of the data sources of one plugin; panels name it as `$datasource`."""
    return Template(
        name=name,
        query=plugin,
        type="datasource",
        **given(label=label, regex=regex, default=default),
    )


def custom_variable(
    name: str,
    values: Iterable[str] | Mapping[str, str],
    *,
    default: str | None = None,
    label: str | None = None,
) -> Template:
    """Return a variable of fixed values.

    Args:
        name: The variable's name.
        values: The values, or the words shown -> the values behind them.
        default: The value a board opens with; the first one otherwise.
        label: What stands before the drop-down.
    """
    pairs = dict(values) if isinstance(values, Mapping) else {value: value for value in values}
    chosen = default if default is not None else next(iter(pairs.values()), None)
    return Template(
        name=name,
        query=",".join(_custom(text, value) for text, value in pairs.items()),
        type="custom",
        options=[
            {"text": text, "value": value, "selected": value == chosen}
            for text, value in pairs.items()
        ],
        sort=SORT_DISABLED,
        **given(label=label, default=default),
    )


def interval_variable(
    name: str,
    values: Iterable[str] = ("1m", "5m", "15m", "1h", "6h", "1d"),
    *,
    default: str | None = None,
    label: str | None = None,
) -> Template:
    """Return a variable of durations, for windows: `rate(x, window=var("window"))`."""
    choices = tuple(values)
    return Template(
        name=name,
        query=",".join(choices),
        type="interval",
        default=default if default is not None else choices[0],
        **given(label=label),
    )


def _custom(text: str, value: str) -> str:
    """Return one entry in Grafana's notation for custom values: commas need a backslash."""
    entry = value if text == value else f"{text} : {value}"
    return entry.replace(",", "\\,")
