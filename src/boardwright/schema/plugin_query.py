"""The class for a query of InfluxDB or Elasticsearch. Its properties read values from the query's
JSON.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.schema.json_object import JsonObject, ensure_list


class PluginQuery(JsonObject):
    """One query in another language than PromQL, as Grafana's editor stores the query."""

    @property
    def result_format(self) -> str:
        """The format of the result, such as `time_series`; empty if it is not set."""
        return self.text("resultFormat") or self.text("format")

    @property
    def legend(self) -> str:
        """The text that names the series of the result; empty if it is not set."""
        texts = (self.text("legendFormat"), self.alias, self.text("label"))
        return next(filter(str.strip, texts), "")

    @property
    def alias(self) -> str:
        """The legend of InfluxDB and Elasticsearch, such as `$tag_host`; empty if it is not set."""
        return self.text("alias")

    @property
    def is_raw(self) -> bool:
        """Whether an InfluxDB query was written as text, not selected in fields of the editor."""
        return bool(self.raw.get("rawQuery"))

    @property
    def term_fields(self) -> list[str]:
        """The fields by whose values an Elasticsearch query groups its result."""
        found = self.objects("bucketAggs")
        return [each.text("field") for each in found if each.text("type") == "terms"]

    @property
    def grouped_tags(self) -> Iterator[str]:
        """The tags by which the fields of an InfluxDB query group its result."""
        for group in self.objects("groupBy"):
            parameters = ensure_list(group.raw.get("params"))
            if group.text("type") == "tag" and parameters:
                yield str(parameters[0]).partition("::")[0]
