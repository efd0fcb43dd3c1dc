"""Dashboard variables, as grafanalib `Template` objects.

Pass the variables of a board to `Templating`:

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
from boardwright.schema.panel_json import build_switch


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
    """Return a variable whose values come from a query.

    Grafana sends the query again when the time range changes.

    Args:
        name: Name of the variable, without `$`.
        query: The query, in the language of the data source. For Prometheus see `label_variable`.
        label: The text in front of the drop-down list; None for the name of the variable.
        multi: Whether several values can be selected. The queries of panels must then match the
            values with `=~`.
        include_all: Whether the list contains the entry All; None uses the value of `multi`.
        all_value: The value of the entry All, such as `.*`; if None, Grafana joins all values of
            the list.
        regex: A regular expression; None to keep all values. Grafana keeps only values that match
            the expression. If the expression has a group, Grafana keeps only the text of the first
            group.
        default: The value when the board opens; None for the first value.
        sort: The order of the values: one of grafanalib's constants `SORT_…`.
        hide: Whether the variable is hidden at the top of the board.
        datasource: Name or uid of the data source; None for the project's default.
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
    """Return a variable whose values are the values of a label.

    Args:
        name: Name of the variable, and of the label if `of` is None.
        series: The series that have the label, as a selector:
            `metric("node_uname_info", job="$job")`.
        of: Name of the label, if it differs from `name`.
        label: The text in front of the drop-down list; None for the name of the variable.
        multi: Whether several values can be selected. The queries of panels must then match the
            values with `=~`.
        include_all: Whether the list contains the entry All; None uses the value of `multi`.
        all_value: The value of the entry All, such as `.*`; if None, Grafana joins all values of
            the list.
        regex: A regular expression; None to keep all values. Grafana keeps only values that match
            the expression. If the expression has a group, Grafana keeps only the text of the first
            group.
        default: The value when the board opens; None for the first value.
        sort: The order of the values: one of grafanalib's constants `SORT_…`.
        hide: Whether the variable is hidden at the top of the board.
        datasource: Name or uid of the data source; None for the project's default.
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
    """Return a variable whose values are the data sources of one plugin, such as `prometheus`.

    With the default name, panels refer to the variable as `$datasource`.
    """
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
    """Return a variable with a fixed list of values.

    Args:
        name: The name of the variable.
        values: The values, or a mapping from the displayed text to the value.
        default: The value when the board opens; None for the first value.
        label: The text in front of the drop-down list.
    """
    pairs = dict(values) if isinstance(values, Mapping) else {value: value for value in values}
    selected = default if default is not None else next(iter(pairs.values()), None)
    return Template(
        name=name,
        query=",".join(_format_custom_option(text, value) for text, value in pairs.items()),
        type="custom",
        options=[
            {"text": text, "value": value, "selected": value == selected}
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
    """Return a variable with two values, which Grafana shows as a switch.

    Switches need Grafana 12.3 or later. Schema v1 and schema v2 both support switches.

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
    """A switch variable, for the `list` of grafanalib's `Templating`.

    The fields are the arguments of `switch`.
    """

    name: str
    label: str | None
    on: str
    off: str
    default: bool

    def to_json_data(self) -> dict[str, object]:
        """Return the variable as Grafana stores it in the JSON of a board."""
        selected = self.on if self.default else self.off
        return build_switch(
            self.name, values=(self.on, self.off), chosen=selected, label=self.label
        )


def interval_variable(
    name: str,
    values: Iterable[str] = ("1m", "5m", "15m", "1h", "6h", "1d"),
    *,
    default: str | None = None,
    label: str | None = None,
) -> Template:
    """Return a variable whose values are durations, for the window of a rate.

    rate(x, window=var("window"))
    """
    choices = tuple(values)
    return Template(
        name=name,
        query=",".join(choices),
        type="interval",
        default=default if default is not None else choices[0],
        **drop_none(label=label),
    )


def _format_custom_option(text: str, value: str) -> str:
    """Return a value and its displayed text in the notation of Grafana's custom variables."""
    entry = value if text == value else f"{text} : {value}"
    return entry.replace(",", "\\,")
