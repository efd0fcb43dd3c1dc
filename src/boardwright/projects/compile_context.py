"""Collects the settings of a project that the compiler needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardwright.compiler.context import CompilerContext
from boardwright.schema.datasource_references import DataSourceRef

if TYPE_CHECKING:
    from boardwright.config.project import Environment, ProjectSettings


def build_context(project: ProjectSettings, environment: Environment) -> CompilerContext:
    """Return the settings of a project and environment that the compiler needs."""
    refs = {s.uid: DataSourceRef(type=s.type, uid=s.uid) for s in project.datasources}
    by_name = {s.name: refs[s.uid] for s in project.datasources}
    return CompilerContext(
        scrape_interval=project.scrape_interval,
        default_datasource=project.default_datasource,
        datasources={**by_name, **refs},
        tag=project.tag,
        tags=project.tags,
        least_refresh=environment.server.min_refresh_interval or "",
        environment_uids=environment.datasources,
        alerts_in=environment.alerts_in,
    )
