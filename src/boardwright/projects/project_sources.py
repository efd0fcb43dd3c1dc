"""Lists the project's data sources, to which the queries of boards are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardwright.notation.durations import parse_range_milliseconds
from boardwright.preview.query_sources import QuerySource, QuerySources
from boardwright.preview.query_steps import DEFAULT_SCRAPE

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings


def read_project_sources(project: ProjectSettings | None) -> QuerySources:
    """Return the data sources of a project; one data source `prometheus` if there is no project."""
    if project is None:
        only = QuerySource(uid="prometheus", name="Prometheus", type="prometheus")
        return QuerySources((), default=only)
    scrape = parse_range_milliseconds(project.scrape_interval) or DEFAULT_SCRAPE
    sources = [
        QuerySource(
            uid=source.uid,
            name=source.name,
            type=source.type,
            scrape=parse_range_milliseconds(source.time_interval or "") or scrape,
        )
        for source in project.datasources
    ]
    default = next(each for each in sources if each.uid == project.default_datasource.uid)
    return QuerySources(sources, default=default)
