"""The class for one step of a Grafana alert rule: a query or an expression. Its properties read
values from the JSON of the step.
"""

from __future__ import annotations

from boardwright.schema.json_object import JsonObject


class AlertStep(JsonObject):
    """One item of the list `data` of an alert rule."""

    @property
    def datasource_uid(self) -> str:
        """The uid of the data source that answers the query."""
        return self.text("datasourceUid")

    @property
    def datasource_type(self) -> str:
        """The plugin id of the data source, such as `prometheus`; empty if it is missing."""
        return self.text("model", "datasource", "type")

    @property
    def expr(self) -> str:
        """The expression of a Prometheus or Loki query; empty for other steps."""
        return self.text("model", "expr")
