"""Grafana: its version and, with credentials, its data sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import requests

from boardwright.commands.stack.server_status import START_HINT, CheckedServer, Problem
from boardwright.errors import ConfigError, ServerError
from boardwright.frozen import frozen
from boardwright.grafana.address import shown
from boardwright.grafana.client import Client
from boardwright.grafana.connecting import new_session
from boardwright.grafana.credentials import Credentials
from boardwright.grafana.errors import (
    ForbiddenError,
    NoCredentialsError,
    NotFoundError,
    RefusedError,
)
from boardwright.grafana.finding import find_credentials
from boardwright.grafana.server import Server
from boardwright.prometheus.http import get_json
from boardwright.provisioning.datasources import DataSource

DEFAULT_URL = "http://127.0.0.1:3000"
"""Where the bundled stack has it."""

_RESTART = (
    "Grafana reads the project's data sources when it starts: docker compose restart grafana."
)


@frozen
class Wanted:
    """What the project wants of a Grafana.

    Attributes:
        server: Which one.
        sources: Its data sources.
        scrape_interval: The `timeInterval` of every Prometheus among them.
        root: What files are relative to.
    """

    server: Server
    sources: Sequence[DataSource]
    scrape_interval: str
    root: Path

    @property
    def url(self) -> str:
        """Grafana's address."""
        return self.server.url or DEFAULT_URL

    @property
    def verify(self) -> bool | str:
        """What its certificate is verified with; ConfigError when that file is not there."""
        name = self.server.ca_file
        if name is None:
            return True
        path = self.root / Path(name).expanduser()
        if not path.is_file():
            raise ConfigError(f"ca_file {name!r} is not there", where="boardwright.toml")
        return str(path)


def check_grafana(
    session: requests.Session, wanted: Wanted, *, environ: Mapping[str, str]
) -> CheckedServer:
    """Ask Grafana.

    Args:
        session: What the request that needs no login is sent with.
        wanted: What the project wants of it.
        environ: The environment, for the token or password.
    """
    try:
        version = _version(session, wanted)
    except ServerError as error:
        problem = Problem.of(error, hint=START_HINT)
        url = shown(wanted.url)
        return CheckedServer(name="grafana", url=url, answers=False, problems=(problem,))
    facts, problems = _login_and_look(wanted, environ)
    return CheckedServer(
        name="grafana",
        url=shown(wanted.url),
        answers=True,
        software="Grafana",
        version=version,
        facts=tuple(facts),
        problems=tuple(problems),
    )


def _version(session: requests.Session, wanted: Wanted) -> str:
    health = get_json(session, f"{wanted.url}/api/health", verify=wanted.verify)
    if not isinstance(health, dict) or "database" not in health:
        raise ServerError(
            "it answers, but not as Grafana does",
            where=shown(wanted.url),
            hint="Does something else answer there?",
        )
    return str(health.get("version", ""))


Findings = tuple[list[str], list[Problem]]


def _login_and_look(wanted: Wanted, environ: Mapping[str, str]) -> Findings:
    try:
        credentials = find_credentials(wanted.server.secrets, environ=environ, root=wanted.root)
    except NoCredentialsError as error:
        return [f"data sources not looked at: {error.what}"], []
    with new_session() as session:
        client = _client(session, wanted, credentials)
        try:
            facts, problems = _look(client, wanted)
        except ForbiddenError:
            return [f"data sources not looked at: {client.who} may not"], []
        except ServerError as error:
            return [], [Problem.of(error)]
    return [*facts, *credentials.warnings], problems


def _client(session: requests.Session, wanted: Wanted, credentials: Credentials) -> Client:
    return Client(
        session,
        url=wanted.url,
        credentials=credentials,
        verify=wanted.verify,
        org_id=wanted.server.org_id,
        timeout=wanted.server.timeout,
    )


def _look(client: Client, wanted: Wanted) -> Findings:
    facts: list[str] = []
    problems: list[Problem] = []
    for source in wanted.sources:
        try:
            stored = client.get(f"/api/datasources/uid/{source.uid}")
        except NotFoundError:
            what = f'it has no data source "{source.name}" with the uid {source.uid!r}'
            problems.append(Problem(what=what, hint=_RESTART))
            continue
        problems += _other_interval(source, stored, wanted.scrape_interval)
        problems += (silent := _silent(client, source, stored))
        facts += [] if silent else [f'data source "{source.name}" answers']
    return facts, problems


def _other_interval(source: DataSource, stored: Any, interval: str) -> list[Problem]:
    wanted = source.json_data.get("timeInterval", interval)
    found = stored.get("jsonData", {}).get("timeInterval")
    if source.type != "prometheus" or found == wanted:
        return []
    what = f'its data source "{source.name}" has the scrape interval {found}, not {wanted}'
    return [Problem(what=what, hint=_RESTART)]


def _silent(client: Client, source: DataSource, stored: Any) -> list[Problem]:
    try:
        client.get(f"/api/datasources/uid/{source.uid}/health")
    except NotFoundError:
        return []  # a plugin without a health check
    except RefusedError as error:
        what = f'its data source "{source.name}" does not answer: {error.message}'
        return [Problem(what=what, hint=f"Grafana asks it at {shown(stored.get('url', ''))}.")]
    return []
