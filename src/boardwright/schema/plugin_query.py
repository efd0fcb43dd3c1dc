"""The class for the query of a data source that does not use PromQL, such as InfluxDB or
Elasticsearch.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.schema.json_object import JsonObject, ensure_list


class PluginQuery(JsonObject):
    """One query in a language other than PromQL, as Grafana's editor stores it."""

    @property
    def result_format(self) -> str:
        """The format of the result, such as `time_series`; empty if the query sets no format."""
        return self.text("resultFormat") or self.text("format")

    @property
    def legend(self) -> str:
        """The template for the names of the series in the legend; empty if the query sets no
        names.
        """
        texts = (self.text("legendFormat"), self.alias, self.text("label"))
        return next(filter(str.strip, texts), "")

    @property
    def alias(self) -> str:
        """The legend of an InfluxDB or Elasticsearch query, such as `$tag_host`; empty if the query
        sets none.
        """
        return self.text("alias")

    @property
    def is_raw(self) -> bool:
        """Whether the author wrote an InfluxDB query as text instead of using the fields of the
        editor.
        """
        return bool(self.raw.get("rawQuery"))

    @property
    def term_fields(self) -> list[str]:
        """The fields by whose values an Elasticsearch query groups its result."""
        found = self.objects("bucketAggs")
        return [each.text("field") for each in found if each.text("type") == "terms"]

    @property
    def grouped_tags(self) -> Iterator[str]:
        """The tags by which an InfluxDB query from the fields of the editor groups its result."""
        for group in self.objects("groupBy"):
            parameters = ensure_list(group.raw.get("params"))
            if group.text("type") == "tag" and parameters:
                yield str(parameters[0]).partition("::")[0]
