"""The settings of a project that the compiler needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from boardwright.frozen import frozen
from boardwright.schema.datasource_references import DataSourceRef
from boardwright.schema.datasource_resolver import find_source_of_type
from boardwright.schema.document import Document

PROMETHEUS = DataSourceRef(type="prometheus", uid="prometheus")


@frozen
class CompilerContext:
    """The settings of a project that the compiler's passes use.

    Attributes:
        scrape_interval: The scrape interval of the whole project, such as `10s`.
        default_datasource: The data source for panels and queries that do not name a data source.
        datasources: The project's data sources, by name and by uid.
        tag: The tag that identifies the boards of this project; empty for no tag.
        tags: More tags that boardwright adds to every board.
        least_refresh: The shortest refresh interval that the Grafana server accepts, such as `5s`;
            empty if unknown.
        environment_uids: Maps the uid of a data source in the project to its uid in the selected
            environment.
        alerts_in: The servers that evaluate alerts: `prometheus`, `grafana`, or both.
        document: The board that is being compiled; `compile_document` sets this attribute.
    """

    scrape_interval: str = "10s"
    default_datasource: DataSourceRef = PROMETHEUS
    datasources: Mapping[str, DataSourceRef] = field(default_factory=lambda: MappingProxyType({}))
    tag: str = ""
    tags: tuple[str, ...] = ()
    least_refresh: str = ""
    environment_uids: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    alerts_in: tuple[str, ...] = ("prometheus",)
    document: Document | None = None

    def find_datasource(self, plugin: str) -> DataSourceRef | None:
        """Return the project's data source of a plugin type, preferably the default data source."""
        return find_source_of_type(plugin, self.datasources.values(), self.default_datasource)
