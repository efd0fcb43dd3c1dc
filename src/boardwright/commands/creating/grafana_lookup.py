"""Finds the data source for a new project in a running Grafana."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import requests

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.grafana_connection import connect_to_grafana
from boardwright.grafana.server import GrafanaServer
from boardwright.grafana.stored_values import StoredDataSource
from boardwright.http.addresses import find_url_fault, strip_url_secrets
from boardwright.http.sessions import create_session
from boardwright.schema.datasource_references import PROMQL_FAMILY


@frozen
class GrafanaLookup:
    """A Grafana server and its data sources for PromQL queries.

    Attributes:
        url: URL of Grafana, without a slash at the end.
        source: The data source that the new project uses.
        others: All other data sources for PromQL queries.
    """

    url: str
    source: StoredDataSource
    others: tuple[StoredDataSource, ...]


def look_up_grafana(
    url: str,
    *,
    environ: Mapping[str, str],
    open_session: Callable[[], requests.Session] = create_session,
) -> GrafanaLookup:
    """Choose the data source for a new project: Grafana's default data source if it supports
    PromQL, otherwise the first data source in alphabetical order that supports PromQL.

    Args:
        url: URL of Grafana.
        environ: Environment variables, which may contain the token or password for Grafana.
        open_session: Function that opens the HTTP session for the requests to Grafana.

    Raises:
        ServerError: The URL is invalid, Grafana does not answer or refuses the credentials, or
            Grafana has no data source for PromQL.
    """
    if fault := find_url_fault(url):
        raise ServerError(
            f"--grafana {fault}",
            hint="Write the whole URL, such as --grafana https://grafana.example.org.",
        )
    here = Path.cwd()
    server = GrafanaServer(url=url.rstrip("/"))
    credentials = server.find_credentials(environ=environ, root=here)
    with open_session() as session:
        connected = connect_to_grafana(server, credentials=credentials, session=session, root=here)
        sources = connected.grafana.read_data_sources()
    promql_sources = [source for source in sources if source.type in PROMQL_FAMILY]
    if not promql_sources:
        listed = ", ".join(f'"{each.name}" ({each.type})' for each in sources) or "none"
        raise ServerError(
            f"Grafana has no data source for PromQL. Its data sources: {listed}",
            where=strip_url_secrets(url),
            hint="Add a Prometheus data source to Grafana, or run without --grafana.",
        )
    promql_sources.sort(key=lambda source: not source.is_default)
    return GrafanaLookup(
        url=url.rstrip("/"), source=promql_sources[0], others=tuple(promql_sources[1:])
    )
