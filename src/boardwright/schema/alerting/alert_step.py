"""The class for one step of a Grafana alert rule: a query or an expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.lazy import lazy_property
from boardwright.schema.datasource_references import EXPRESSION_UID
from boardwright.schema.json_object import JsonObject

DEFAULT_POINTS = 43_200
"""The number of data points that Grafana requests if a query does not contain `maxDataPoints`."""

DEFAULT_INTERVAL = 1000
"""The number of milliseconds between two data points if a query does not contain `intervalMs`."""


class AlertStep(JsonObject):
    """One item of the list `data` of an alert rule."""

    @lazy_property
    def ref_id(self) -> str:
        """The refId of the step."""
        return self.text("refId")

    @property
    def datasource_uid(self) -> str:
        """The uid of the data source; `__expr__` for an expression."""
        return self.text("datasourceUid")

    @property
    def datasource_type(self) -> str:
        """The plugin id of the data source, such as `prometheus`; empty if it is missing."""
        return self.text("model", "datasource", "type")

    @property
    def is_expression(self) -> bool:
        """Whether the step is an expression, which Grafana computes from the results of other
        steps.
        """
        return self.datasource_uid == EXPRESSION_UID

    @lazy_property
    def model(self) -> Mapping[str, Any]:
        """The settings of the query or expression."""
        return self.table("model")

    @lazy_property
    def expr(self) -> str:
        """The expression of a Prometheus or Loki query; empty for other steps."""
        return self.text("model", "expr")

    @lazy_property
    def is_range_query(self) -> bool:
        """Whether the query is a range query."""
        return self.flag("model", "range") and not self.flag("model", "instant")

    @lazy_property
    def range_start(self) -> int:
        """Milliseconds from the start of the query's time range to the evaluation."""
        return int((self.number("relativeTimeRange", "from") or 0) * 1000)

    @lazy_property
    def range_end(self) -> int:
        """Milliseconds from the end of the query's time range to the evaluation."""
        return int((self.number("relativeTimeRange", "to") or 0) * 1000)

    @lazy_property
    def max_data_points(self) -> int:
        """The largest number of data points that a range query returns for each series."""
        return int(self.number("model", "maxDataPoints") or DEFAULT_POINTS)

    @lazy_property
    def least_step(self) -> int:
        """The smallest step of a range query, in milliseconds."""
        return int(self.number("model", "intervalMs") or DEFAULT_INTERVAL)
