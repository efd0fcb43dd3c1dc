"""`boardwright stack check`: check that the servers run as boardwright.toml describes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from boardwright.commands.stack.exporter_checks import (
    build_target_problem,
    check_exporters,
    read_last_scrape,
)
from boardwright.commands.stack.grafana_checks import ExpectedGrafana, check_grafana
from boardwright.commands.stack.prometheus_checks import Scraped, check_prometheus
from boardwright.commands.stack.server_status import AWAY_HINT, CheckedServer
from boardwright.config.project import ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.notation.similar_names import list_names, suggest_name
from boardwright.prometheus.login_session import open_prometheus_session
from boardwright.prometheus.server_settings import PrometheusServer
from boardwright.provisioning.prometheus_config import ScrapeTarget, list_scrape_targets

OWN = ("prometheus", "grafana")
"""Names of the servers whose API `stack check` uses. Other servers are only scrape targets."""


@frozen
class StackCheck:
    """The results of `boardwright stack check`, one for each server."""

    servers: tuple[CheckedServer, ...]

    @property
    def wrong(self) -> bool:
        """Whether a server has a problem."""
        return any(server.problems for server in self.servers)


def check_stack(
    project: ProjectSettings,
    *,
    environ: Mapping[str, str],
    only: Collection[str] = (),
) -> StackCheck:
    """Check Prometheus, Grafana, and the scrape targets. The check only reads.

    Args:
        project: The settings of the project.
        environ: Environment variables, which may contain tokens and passwords for the servers.
        only: Names of the servers to check: `prometheus`, `grafana`, or names of scrape jobs. If
            `only` is empty, all servers are checked.

    Raises:
        ConfigError: A name in `only` is unknown, or boardwright.toml has no URL of a Prometheus.
        NoCredentialsError: The credentials that `[prometheus]` names do not exist.
    """
    expected = list_scrape_targets(project.jobs, project.nodes)
    names = _choose_servers(only, expected)
    server = project.find_prometheus()
    url = _require_url(server)
    with open_prometheus_session(server, environ=environ, root=project.root) as session:
        prometheus, scraped = check_prometheus(
            session,
            url,
            expected=expected,
            scrape_interval=project.scrape_interval,
        )
        servers = [prometheus]
        if "grafana" in names:
            servers.append(
                check_grafana(session, _build_expected_grafana(project), environ=environ)
            )
        own, others = _split_targets(expected, servers)
        servers = [_with_target(server, own.get(server.name), scraped) for server in servers]
        requested = [target for target in others if target.job in names]
        servers += check_exporters(session, requested, scraped=scraped)
    return StackCheck(servers=tuple(server for server in servers if server.name in names))


def _choose_servers(only: Collection[str], expected: Sequence[ScrapeTarget]) -> Collection[str]:
    known = tuple(dict.fromkeys((*OWN, *(target.job for target in expected))))
    for name in only:
        if name not in known:
            raise ConfigError(
                f"the project has no server with the name {name!r}",
                where=FILE_NAME,
                hint=suggest_name(name, known, otherwise=list_names("Names of servers", known)),
            )
    return only or known


def _require_url(server: PrometheusServer) -> str:
    if server.url is None:
        raise ConfigError(
            "the URL of Prometheus is not set",
            where=FILE_NAME,
            hint='Set the URL in the table [prometheus], such as url = "http://host:9090".',
        )
    return server.url


def _build_expected_grafana(project: ProjectSettings) -> ExpectedGrafana:
    return ExpectedGrafana(
        server=project.server,
        sources=project.datasources,
        scrape_interval=project.scrape_interval,
        root=project.root,
    )


def _split_targets(
    expected: Sequence[ScrapeTarget], servers: Sequence[CheckedServer]
) -> tuple[dict[str, ScrapeTarget], list[ScrapeTarget]]:
    """Return the scrape targets of Prometheus and Grafana themselves, and all other targets."""
    hosts = {urlsplit(server.url).netloc: server.name for server in servers}
    own: dict[str, ScrapeTarget] = {}
    others: list[ScrapeTarget] = []
    for target in expected:
        name = hosts.get(target.address) or (target.job if target.job in OWN else None)
        if name is None or name in own:
            others.append(target)
        else:
            own[name] = target
    return own, others


def _with_target(
    server: CheckedServer, target: ScrapeTarget | None, scraped: Scraped | None
) -> CheckedServer:
    """Add the result of Prometheus's last scrape to the result of checking Prometheus or Grafana.

    If Prometheus cannot scrape the server, also add a problem.
    """
    active_target = scraped.get((target.job, target.instance)) if target and scraped else None
    server = replace(server, scraped=read_last_scrape(active_target))
    if active_target is None or active_target.health != "down" or not server.answers:
        return server
    return replace(
        server, problems=(*server.problems, build_target_problem(active_target, AWAY_HINT))
    )
