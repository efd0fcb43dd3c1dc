"""Reads the version of Grafana, and checks its data sources if there are credentials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import requests

from boardwright.commands.stack.server_status import CheckedServer, StackProblem, suggest_restart
from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.answers import AnswerFields, read_reply
from boardwright.grafana.client import GRAFANA, GrafanaClient
from boardwright.grafana.grafana_errors import (
    ForbiddenError,
    LoginError,
    NotFoundError,
    RefusedError,
)
from boardwright.grafana.server import GrafanaServer
from boardwright.http.addresses import strip_url_secrets
from boardwright.http.exchange import HttpRequest, Limits, Route, send_request
from boardwright.http.request_errors import NoCredentialsError
from boardwright.http.tls_files import build_route
from boardwright.provisioning.data_source_file import DataSource

DEFAULT_URL = "http://127.0.0.1:3000"
"""URL of Grafana in the Docker Compose stack of this repository."""


@frozen
class ExpectedGrafana:
    """The settings and data sources that Grafana should have.

    Attributes:
        server: The settings for Grafana in boardwright.toml.
        sources: The data sources in boardwright.toml.
        scrape_interval: Expected `timeInterval` of the Prometheus data sources, such as `10s`.
        root: Folder of the project. Paths in the settings are relative to this folder.
    """

    server: GrafanaServer
    sources: Sequence[DataSource]
    scrape_interval: str
    root: Path

    @property
    def url(self) -> str:
        """URL of Grafana."""
        return self.server.url or DEFAULT_URL


def check_grafana(
    session: requests.Session, expected: ExpectedGrafana, *, environ: Mapping[str, str]
) -> CheckedServer:
    """Read the version of Grafana, and check its data sources.

    Args:
        session: The HTTP session that sends the requests.
        expected: The settings and data sources that Grafana should have.
        environ: Environment variables, which may contain the token or password for Grafana.

    Raises:
        ConfigError: A certificate file does not exist or is invalid.
    """
    route = build_route(
        expected.server.certificates, proxy=expected.server.proxy, root=expected.root
    )
    url = strip_url_secrets(expected.url)
    try:
        version = _read_version(session, expected, route)
    except ServerError as error:
        problem = StackProblem.from_error(error, url=url)
        return CheckedServer(name="grafana", url=url, answers=False, problems=(problem,))
    facts, problems = _check_with_login(session, expected, route, environ)
    return CheckedServer(
        name="grafana",
        url=url,
        answers=True,
        software="Grafana",
        version=version,
        facts=tuple(facts),
        problems=tuple(problems),
    )


def _read_version(session: requests.Session, expected: ExpectedGrafana, route: Route) -> str:
    """Return the version of Grafana, which Grafana reports even without credentials."""
    url = f"{expected.url}/api/health"
    reply = send_request(
        session,
        HttpRequest(method="GET", url=url, where=expected.url),
        peer=GRAFANA,
        limits=Limits(seconds=min(expected.server.timeout, 10)),
        route=route,
    )
    who = "a request without credentials"
    try:
        data = read_reply(reply, url=expected.url, who=who, redact=lambda text: text)
    except LoginError as error:  # Grafana itself answers this request without credentials
        hint = (
            "A proxy in front of Grafana demands a login. Configure the proxy so that requests "
            "to /api need no login."
        )
        raise ServerError(error.what, where=error.where, hint=hint) from None
    health = AnswerFields(data, url=expected.url)
    health.require("database", str)
    return health.get("version", str, "")


Findings = tuple[list[str], list[StackProblem]]


def _check_with_login(
    session: requests.Session,
    expected: ExpectedGrafana,
    route: Route,
    environ: Mapping[str, str],
) -> Findings:
    try:
        credentials = expected.server.find_credentials(environ=environ, root=expected.root)
    except NoCredentialsError as error:
        return [f"data sources were not checked: {error.what}"], []
    client = GrafanaClient(
        session,
        url=expected.url,
        credentials=credentials,
        route=route,
        org_id=expected.server.org_id,
        timeout=expected.server.timeout,
    )
    try:
        facts, problems = _check_sources(client, expected)
    except ForbiddenError:
        return [
            "data sources were not checked, because Grafana does not allow "
            f"{client.who} to read data sources"
        ], []
    except ServerError as error:
        return [], [StackProblem.from_error(error, url=expected.url)]
    return [*facts, *credentials.warnings], problems


def _check_sources(client: GrafanaClient, expected: ExpectedGrafana) -> Findings:
    facts: list[str] = []
    problems: list[StackProblem] = []
    restart = suggest_restart(expected.url)
    for source in expected.sources:
        try:
            data = client.get(f"/api/datasources/uid/{source.uid}")
        except NotFoundError:
            what = f'Grafana has no data source "{source.name}" with the uid {source.uid!r}'
            problems.append(StackProblem(what=what, hint=restart))
            continue
        stored = AnswerFields(data, url=client.url)
        problems += _check_interval(source, stored, expected.scrape_interval, restart)
        problems += (silent := _check_health(client, source, stored))
        facts += [] if silent else [f'data source "{source.name}" answers']
    return facts, problems


def _check_interval(
    source: DataSource, stored: AnswerFields, interval: str, hint: str
) -> list[StackProblem]:
    expected = source.time_interval or interval
    actual = stored.get_object("jsonData").get("timeInterval", str, "") or None
    if source.type != "prometheus" or actual == expected:
        return []
    name = source.name
    what = (
        f'the data source "{name}" in Grafana has the scrape interval {actual}, but '
        f"boardwright.toml sets {expected}"
    )
    return [StackProblem(what=what, hint=hint)]


def _check_health(
    client: GrafanaClient, source: DataSource, stored: AnswerFields
) -> list[StackProblem]:
    try:
        client.get(f"/api/datasources/uid/{source.uid}/health")
    except NotFoundError:
        return []  # a plugin without a health check
    except RefusedError as error:
        what = f'the data source "{source.name}" in Grafana does not answer: {error.message}'
        address = strip_url_secrets(stored.get("url", str, ""))
        return [StackProblem(what=what, hint=f"Check that Grafana can reach {address}.")]
    return []
