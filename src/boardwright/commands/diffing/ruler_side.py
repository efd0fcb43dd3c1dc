"""Reads rule groups from a ruler for one side of a diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from boardwright.commands.deploying.ruler_deploy import connect_ruler, list_wanted_groups
from boardwright.commands.diffing.file_sides import ComparedSide, SideGroup
from boardwright.commands.diffing.grafana_side import GrafanaAccess
from boardwright.commands.diffing.rule_file_sides import iter_compared_groups
from boardwright.config.project import ProjectSettings
from boardwright.http.addresses import strip_url_secrets
from boardwright.http.pace import Pace
from boardwright.projects.compiled_project import CompiledProject
from boardwright.ruler.rule_namespaces import format_namespace_prefix
from boardwright.ruler.ruler_groups import StoredRuleGroup, WantedRuleGroup
from boardwright.ruler.ruler_server import RulerServer

EMPTY_SIDE = ComparedSide(name="", boards={}, groups=())


def with_ruler_groups(
    side: ComparedSide,
    server: RulerServer,
    project: ProjectSettings,
    compiled: CompiledProject,
    access: GrafanaAccess,
    *,
    whole: bool,
) -> ComparedSide:
    """Add the rule groups that the ruler stores for the project to one side of a diff.

    Args:
        side: The boards and alert groups in Grafana; `EMPTY_SIDE` if Grafana is not read.
        server: The settings for the ruler.
        project: The project.
        compiled: The compiled project, which contains the names of the declaring files.
        access: The credentials and the HTTP session for the ruler.
        whole: Whether to also add the groups that are no longer declared.

    Raises:
        ServerError: The ruler did not answer, or refused the request.
    """
    with access.open_session() as session:
        pace = Pace(retries=project.server.retries, seconds=project.server.total_timeout)
        ruler, _ = connect_ruler(
            project, server, environ=access.environ, pace=pace, open_session=lambda: session
        )
        stored = ruler.read_groups(format_namespace_prefix(project.name))
    wanted = list_wanted_groups(project, compiled.rules)
    tenant = f', tenant "{server.tenant}"' if server.tenant else ""
    name = f"the ruler at {strip_url_secrets(server.url)}{tenant}"
    return replace(
        side,
        name=f"{side.name} and {name}" if side.name else name,
        rule_groups=tuple(_iter_side_groups(stored, wanted, whole=whole)),
    )


def _iter_side_groups(
    stored: Iterable[StoredRuleGroup], wanted: Sequence[WantedRuleGroup], *, whole: bool
) -> Iterator[SideGroup]:
    """Yield the stored groups in the order of their declarations, because the diff numbers rules
    with the same name in this order. In each namespace, groups without a declaration come last.
    """
    sources = {group.namespace: group.source for group in wanted}
    order = {group.key: number for number, group in enumerate(wanted)}
    for namespace, inner in groupby(stored, key=lambda group: group.namespace):
        groups = sorted(inner, key=lambda group: order.get(group.key, len(order)))
        source = sources.get(namespace)
        if source is None and not whole:
            continue
        for group in iter_compared_groups(source or namespace, [each.group for each in groups]):
            yield SideGroup(group=group, source=source)
