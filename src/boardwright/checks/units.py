"""Compares the unit of a panel with the quantity of the panel's queries, such as bytes or seconds.

Source: https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardwright.checks.metric_types import find_metric_type, has_known_unit
from boardwright.checks.quantities import Quantity, derive_quantity, may_be_known
from boardwright.checks.sampled_calls import iter_sampled_calls
from boardwright.checks.views.panel_view import PanelView
from boardwright.checks.views.query_view import QueryView
from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.promql.expression import Expression
from boardwright.schema.panel import FieldOverride

_PREFIXES = ("", "k", "m", "g", "t", "p")
_BIG = ("K", "M", "G", "T", "P")

_FAMILIES: dict[str, str] = {
    **dict.fromkeys(("bytes", "decbytes"), "bytes"),
    **dict.fromkeys(("bits", "decbits"), "bits"),
    **{f"{p}bytes": f"{p.upper()}iB" for p in _PREFIXES[1:]},
    **{f"dec{p}bytes": f"{p.upper()}B" for p in _PREFIXES[1:]},
    **dict.fromkeys(("Bps", "binBps"), "bytes per second"),
    **dict.fromkeys(("bps", "binbps"), "bits per second"),
    **{f"{p}Bs": f"{p}B per second" for p in _BIG},
    **{f"{p}iBs": f"{p}iB per second" for p in _BIG},
    **{f"{p}bits": f"{p}bit per second" for p in _BIG},
    **{f"{p}ibits": f"{p}ibit per second" for p in _BIG},
    **dict.fromkeys(("s", "dtdurations", "dthms", "clocks"), "seconds"),
    **dict.fromkeys(("ms", "dtdurationms", "clockms"), "milliseconds"),
    "µs": "microseconds",
    "ns": "nanoseconds",
    "m": "minutes",
    "h": "hours",
    "d": "days",
    "percent": "percent",
    "percentunit": "ratio",
}

_FITTING: dict[Quantity, frozenset[str]] = {
    "bytes": frozenset({"bytes"}),
    "bytes per second": frozenset({"bytes per second"}),
    "seconds": frozenset({"seconds"}),
    "seconds per second": frozenset({"ratio", "seconds"}),
    "ratio": frozenset({"ratio"}),
    "percent": frozenset({"percent"}),
    "timestamp": frozenset({"seconds"}),
}
NAMES: dict[Quantity, str] = {
    "bytes": "bytes",
    "bytes per second": "Bps",
    "seconds": "s",
    "seconds per second": "percentunit",
    "ratio": "percentunit",
    "percent": "percent",
    "timestamp": "dateTimeAsIso",
}
"""The recommended Grafana unit for each quantity."""
_PLAIN: frozenset[Quantity | None] = frozenset({"bytes", "bytes per second", "seconds"})
"""Quantities that people cannot read without a unit."""

_OF_VALUES = frozenset({"bargauge", "gauge", "graph", "piechart", "singlestat", "stat"})
UNIT_PANELS = _OF_VALUES | {"barchart", "timeseries"}
"""Panel types in which one unit applies to all queries. The type `table` is missing, because each
column of a table has its own unit.
"""
_KEEP_UNIT = frozenset({"", "first", "firstNotNull", "last", "lastNotNull", "max", "mean", "min"})
_VALUE_NAMES = frozenset({"", "avg", "current", "first", "max", "min"})
_NEW_VALUES = frozenset(
    {"calculateField", "groupBy", "groupingToMatrix", "histogram", "regression"}
)
_RATES = frozenset({"increase", "irate", "rate"})
_OTHER_UNIT = re.compile(
    r"(?:^|_)(?:micro|milli|nano|kilo|mega|giga|kibi|mebi|gibi)s?_?(?:seconds?|bytes?|bits?)(?:_|$)"
    r"|(?:^|_)(?:[kmgt]i?b|[kmgt]i?bytes|ms|ns|us|usec|msec|nsec)(?:_|$)|_per_"
    r"|^prometheus_tsdb_compaction_chunk_range_seconds|_mtu_bytes$"
)
"""Matches metric names that end in a unit although the values have another unit, such as
`wait_micro_seconds` and `rate_kb_per_seconds`. The regex also matches `node_network_mtu_bytes`,
because people read the size of frames without a unit, such as 1500.
"""


@frozen
class Measurement:
    """The quantity of a query's values.

    Attributes:
        query: The query.
        quantity: The quantity, such as `bytes`; None if it is uncertain.
        known: Whether every metric of the query certainly has the unit in its name. If False, only
            the names suggest the quantity.
    """

    query: QueryView
    quantity: Quantity | None
    known: bool

    def __str__(self) -> str:
        """Return the quantity as text for messages."""
        shown = _SHOWN.get(self.quantity or "", self.quantity or "")
        return shown if self.known else f"{shown} (judging by the name of its metric)"


_SHOWN = {
    "ratio": "a ratio of 0 to 1",
    "percent": "0 to 100",
    "seconds per second": "a ratio (seconds per second)",
    "timestamp": "seconds since 1970",
}


def find_unit_family(unit: str) -> str | None:
    """Return the quantity that Grafana expects for a unit; None if the unit fits any quantity."""
    if unit.startswith(("dateTime", "time:")):
        return "milliseconds since 1970"
    return _FAMILIES.get(unit)


def find_contradiction(quantity: Quantity, unit: str) -> str | None:
    """Return a description of the quantity that Grafana expects for a unit; None if the unit fits
    the given quantity.
    """
    needed = find_unit_family(unit)
    if needed is None or needed in _FITTING[quantity]:
        return None
    return _SHOWN.get(needed, needed)


def iter_measurements(panel: PanelView) -> Iterator[Measurement]:
    """Yield the quantity of each query to which the panel's unit applies."""
    if panel.type not in UNIT_PANELS or not _shows_values(panel):
        return
    if panel.has_second_axis:
        return
    for query in panel.queries:
        if not query.hidden and not _may_have_other_unit(panel, query):
            yield _measure_query(query)


def find_plain_quantity(panel: PanelView) -> Measurement | None:
    """Return the common quantity of a panel's queries if this is bytes, bytes per second or
    seconds. Return None for any other quantity, or if the queries have different quantities.
    """
    measurements = list(iter_measurements(panel))
    quantities = {measurement.quantity for measurement in measurements}
    if len(quantities) != 1 or not quantities <= _PLAIN:
        return None
    return next(
        (measurement for measurement in measurements if not measurement.known), measurements[0]
    )


def _measure_query(query: QueryView) -> Measurement:
    expression = query.expression if may_be_known(query.expr) else None
    if expression is None or expression.tree is None:
        return Measurement(query=query, quantity=None, known=False)
    if any(map(_OTHER_UNIT.search, expression.metrics)) or _has_rate_of_gauge(expression, query):
        return Measurement(query=query, quantity=None, known=False)
    known = all(map(has_known_unit, expression.metrics))
    return Measurement(query=query, quantity=derive_quantity(expression.tree), known=known)


def _has_rate_of_gauge(expression: Expression, query: QueryView) -> bool:
    """Return whether the query calculates a rate of a gauge. The unit of such a wrong query is not
    checked.
    """
    for _, samples in iter_sampled_calls(expression, _RATES):
        name = samples.selector.name
        metric = find_metric_type(name, query.board.settings) if name else None
        if metric is not None and metric.type != "counter":
            return True
    return False


def _shows_values(panel: PanelView) -> bool:
    """Return whether a panel shows the values that the query returns, and not, for example, the
    number of values.
    """
    if any(kind in _NEW_VALUES for kind, _ in panel.transformations):
        return False
    if panel.type == "stat" and panel.text_mode in {"name", "none"}:
        return False
    if panel.type == "singlestat":
        return panel.singlestat_value in _VALUE_NAMES
    first = next(iter(panel.calculations), "")
    return panel.type not in _OF_VALUES or first in _KEEP_UNIT


def _may_have_other_unit(panel: PanelView, query: QueryView) -> bool:
    return any("unit" in o.properties and _may_apply(o, query) for o in panel.overrides)


def _may_apply(override: FieldOverride, query: QueryView) -> bool:
    if override.matcher == "byFrameRefID":
        return bool(override.options == query.ref_id)
    legend = query.legend
    if override.matcher != "byName" or not legend or "{{" in legend or may_contain_variable(legend):
        return True
    return bool(override.options == query.legend)
