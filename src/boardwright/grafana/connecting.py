"""Connecting to a Grafana: its version and the organisation of the account."""

from __future__ import annotations

import re
from pathlib import Path

import requests

from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.grafana.client import Client
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import (
    ForbiddenError,
    NotFoundError,
    OrganisationError,
    RefusedError,
)
from boardwright.grafana.pace import Pace
from boardwright.grafana.server import Server
from boardwright.grafana.stored_values import Organisation
from boardwright.http.addresses import URL_HINT, public_url
from boardwright.http.credentials import Credentials
from boardwright.http.exchange import Route
from boardwright.http.tls_files import client_certificate, trusted_certificates

READS_AT_ONCE = 8
"""The usual number of reads at the same time."""

SAVES_AT_ONCE = 3
"""The usual number of saves at the same time. A Grafana on SQLite does one after the other, and
many that wait hinder each other: 200 boards took 8 s with two or three at a time, 11 s with eight.
"""

_OF_AN_ORGANISATION = re.compile(r"default|org-\d+")


@frozen
class Connected:
    """A Grafana that answered and accepted the credentials.

    Attributes:
        grafana: The calls.
        version: The version; empty when it does not report one.
        organisation: The account's organisation; None when the account may not see it.
    """

    grafana: Grafana
    version: str
    organisation: Organisation | None


def connect(
    server: Server,
    *,
    credentials: Credentials,
    session: requests.Session,
    root: Path,
    pace: Pace | None = None,
) -> Connected:
    """Read the version and the organisation: two requests that show whether everything works.

    Args:
        server: The Grafana.
        credentials: The token or password.
        session: Sends the requests.
        root: The folder that `ca_file` and other files are relative to.
        pace: The number of tries and the time; None for one try each, within `total_timeout`.

    Raises:
        ConfigError: The project names no url, or a file that is not there.
        ServerError: No answer, not Grafana, a wrong password, a wrong organisation.
    """
    client = Client(
        session,
        url=_url(server),
        credentials=credentials,
        route=route_to(server, root=root),
        org_id=server.org_id,
        timeout=server.timeout,
        pace=pace or Pace(retries=0, seconds=server.total_timeout),
    )
    grafana = Grafana(client)
    version = grafana.health()
    organisation = _organisation(grafana, server.org_id)
    namespace = _checked_namespace(server.namespace, _namespace(organisation))
    return Connected(
        grafana=Grafana(client, namespace=namespace, version=version),
        version=version,
        organisation=organisation,
    )


def route_to(server: Server, *, root: Path) -> Route:
    """Return certificates and proxy for a Grafana; paths of files are relative to `root`.

    Raises:
        ConfigError: A file is not there, or not a certificate.
    """
    return Route(
        verify=trusted_certificates(server.ca_file, root=root),
        certificate=client_certificate(server.client_cert, server.client_key, root=root),
        proxy=server.proxy,
    )


def _checked_namespace(named: str | None, own: str | None) -> str | None:
    """Return the configured namespace, unless it is certainly another organisation's."""
    if named and own and named != own and _OF_AN_ORGANISATION.fullmatch(named):
        raise ConfigError(
            f"namespace {named!r} is another organisation's; the account works in {own!r}",
            where="boardwright.toml",
            hint="Remove it: only Grafana Cloud's, stacks-123, has to be named.",
        )
    return named or own


def _namespace(organisation: Organisation | None) -> str | None:
    """Return an organisation's namespace; Grafana Cloud's, `stacks-N`, must be configured."""
    if organisation is None:
        return None
    return "default" if organisation.id == 1 else f"org-{organisation.id}"


def _url(server: Server) -> str:
    if server.url is None:
        raise ConfigError("[grafana] has no url", where="boardwright.toml", hint=URL_HINT)
    return server.url


def _organisation(grafana: Grafana, org_id: int | None) -> Organisation | None:
    try:
        found = grafana.organisation()
    except (ForbiddenError, NotFoundError) as error:  # 10.1 answers 404 to a password
        if org_id is not None:
            raise _wrong_organisation(grafana, org_id, error) from None
        if isinstance(error, NotFoundError):
            raise
        return None
    if org_id is not None and found.id != org_id:
        raise _wrong_organisation(
            grafana, org_id, None, f"; it works in {found.id}, {found.name!r}"
        )
    return found


def _wrong_organisation(
    grafana: Grafana, org_id: int, error: RefusedError | None, found: str = ""
) -> OrganisationError:
    return OrganisationError(
        f"{grafana.who} is not in the organisation {org_id}, which [grafana] org_id names{found}",
        status=error.status if error else 200,
        message=error.message if error else "",
        where=public_url(grafana.url),
        hint="The address of a Grafana page contains the organisation: ?orgId=1.",
    )
