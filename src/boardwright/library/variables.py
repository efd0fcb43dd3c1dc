"""Dashboard variables, as grafanalib `Template`s.

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

from boardwright.frozen import frozen
from boardwright.library.options import drop_none
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
    """Return a variable whose values come from a query, repeated when the time range changes.

    Args:
        name: The name of the variable without `$`.
        query: The query in the language of the data source; for Prometheus see `label_variable`.
        label: The text in front of the drop-down; the name when None.
        multi: Allow several values; match them with `=~`.
        include_all: Offer All; the same as `multi` when None.
        all_value: The value of All, such as `.*`; Grafana joins all values when None.
        regex: Keeps the values that match, or their first group.
        default: The value when the board opens; the first value when None.
        sort: One of grafanalib's `SORT_…`.
        hide: Do not show the variable at the top of the board.
        datasource: The name or uid of the data source; the project's default when None.
    """
    return Template(
        name=name,
        query=query,
        type="query",
        refresh=REFRESH_ON_TIME_RANGE_CHANGE,
        multi=multi,
        includeAll=multi if include_all is None else include_all,
        **drop_none(
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
    """Return a variable with the values of a label in some series.

    Args:
        name: The name of the variable, and of the label unless `of` is given.
        series: A selector: `metric("node_uname_info", job="$job")`.
        of: The name of the label.
        label: As for `query_variable`, like the following arguments.
        multi: Allow several values; match them with `=~`.
        include_all: Offer All; the same as `multi` when None.
        all_value: The value of All.
        regex: Keeps the values that match, or their first group.
        default: The value when the board opens.
        sort: One of grafanalib's `SORT_…`.
        hide: Do not show the variable at the top of the board.
        datasource: The name or uid of the data source.
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
    """Return a variable with the data sources of one plugin; panels use it as `$datasource`."""
    return Template(
        name=name,
        query=plugin,
        type="datasource",
        **drop_none(label=label, regex=regex, default=default),
    )


def custom_variable(
    name: str,
    values: Iterable[str] | Mapping[str, str],
    *,
    default: str | None = None,
    label: str | None = None,
) -> Template:
    """Return a variable with fixed values.

    Args:
        name: The name of the variable.
        values: The values, or displayed text -> value.
        default: The value when the board opens; the first value when None.
        label: The text in front of the drop-down.
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
        **drop_none(label=label, default=default),
    )


def switch(
    name: str,
    *,
    label: str | None = None,
    on: str = "true",
    off: str = "false",
    default: bool = False,
) -> Switch:
    """Return a variable with two values that Grafana shows as a switch.

    Grafana 12.3 and later have it, in both schemas.

    Args:
        name: The name of the variable.
        label: The text in front of the switch.
        on: The value when the switch is on.
        off: The value when the switch is off.
        default: Whether the switch is on when the board opens.
    """
    return Switch(name=name, label=label, on=on, off=off, default=default)


@frozen
class Switch:
    """A switch variable for the `list` of a `Templating`; the fields are those of `switch`."""

    name: str
    label: str | None
    on: str
    off: str
    default: bool

    def to_json_data(self) -> dict[str, object]:
        """Return the variable in Grafana's JSON."""
        chosen = self.on if self.default else self.off
        options = [
            {"text": value, "value": value, "selected": value == chosen}
            for value in (self.on, self.off)
        ]
        return {
            "type": "switch",
            "name": self.name,
            "query": "",
            "current": {"text": chosen, "value": chosen},
            "options": options,
            **drop_none(label=self.label),
        }


def interval_variable(
    name: str,
    values: Iterable[str] = ("1m", "5m", "15m", "1h", "6h", "1d"),
    *,
    default: str | None = None,
    label: str | None = None,
) -> Template:
    """Return a variable with durations, for windows: `rate(x, window=var("window"))`."""
    choices = tuple(values)
    return Template(
        name=name,
        query=",".join(choices),
        type="interval",
        default=default if default is not None else choices[0],
        **drop_none(label=label),
    )


def _custom(text: str, value: str) -> str:
    """Return one entry in Grafana's notation of custom values, with commas escaped."""
    entry = value if text == value else f"{text} : {value}"
    return entry.replace(",", "\\,")
