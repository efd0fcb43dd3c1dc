"""Connects to Grafana, and checks the URL and the credentials."""

from __future__ import annotations

import re
from pathlib import Path

import requests

from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.grafana.client import GrafanaClient
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import (
    ForbiddenError,
    NotFoundError,
    OrganisationError,
    RefusedError,
)
from boardwright.grafana.server import GrafanaServer
from boardwright.grafana.stored_values import Organisation
from boardwright.http.addresses import URL_HINT, strip_url_secrets
from boardwright.http.credentials import Credentials
from boardwright.http.pace import Pace
from boardwright.http.tls_files import (
    build_route,
)

READS_AT_ONCE = 8
"""Default number of simultaneous requests that read boards or other objects."""

SAVES_AT_ONCE = 3
"""Default number of simultaneous saves.

More simultaneous saves are slower if Grafana uses SQLite: saving 200 boards took 8 s with three
simultaneous saves, and 11 s with eight.
"""

_OF_AN_ORGANISATION = re.compile(r"default|org-\d+")


@frozen
class GrafanaConnection:
    """A Grafana that answered and accepted the credentials.

    Attributes:
        grafana: The object that calls Grafana's API.
        version: Version of Grafana; empty if Grafana does not report its version.
        organisation: Current organisation of the account; None if Grafana does not let the account
            read it.
    """

    grafana: Grafana
    version: str
    organisation: Organisation | None


def connect_to_grafana(
    server: GrafanaServer,
    *,
    credentials: Credentials,
    session: requests.Session,
    root: Path,
    pace: Pace | None = None,
) -> GrafanaConnection:
    """Read the version of Grafana and the organisation of the account, to check the credentials.

    Args:
        root: Folder to which the paths of certificate files are relative.
        pace: Number of tries for each request, and the time limit for all requests together; None
            for one try and the time limit `server.total_timeout`.

    Raises:
        ConfigError: boardwright.toml contains no URL or a wrong namespace, or names a certificate
            file that cannot be used.
        ServerError: Grafana did not answer, another program answered, or Grafana refused the
            credentials or the organisation.
    """
    client = GrafanaClient(
        session,
        url=_require_url(server),
        credentials=credentials,
        route=build_route(server.certificates, proxy=server.proxy, root=root),
        org_id=server.org_id,
        timeout=server.timeout,
        pace=pace or Pace(retries=0, seconds=server.total_timeout),
    )
    grafana = Grafana(client)
    version = grafana.read_version()
    organisation = _read_organisation(grafana, server.org_id)
    namespace = _choose_namespace(server.namespace, _derive_namespace(organisation))
    return GrafanaConnection(
        grafana=Grafana(client, namespace=namespace, version=version),
        version=version,
        organisation=organisation,
    )


def _choose_namespace(configured: str | None, own: str | None) -> str | None:
    """Return the configured namespace; if none is configured, the namespace of the organisation."""
    if configured and own and configured != own and _OF_AN_ORGANISATION.fullmatch(configured):
        raise ConfigError(
            f"the namespace {configured!r} belongs to another organisation; the account's "
            f"namespace is {own!r}",
            where="boardwright.toml",
            hint="Remove the setting `namespace`. Only Grafana Cloud needs this setting, with a "
            "value such as stacks-123.",
        )
    return configured or own


def _derive_namespace(organisation: Organisation | None) -> str | None:
    """Return the namespace that Grafana uses for an organisation outside Grafana Cloud."""
    if organisation is None:
        return None
    return "default" if organisation.id == 1 else f"org-{organisation.id}"


def _require_url(server: GrafanaServer) -> str:
    if server.url is None:
        raise ConfigError("the table [grafana] has no url", where="boardwright.toml", hint=URL_HINT)
    return server.url


def _read_organisation(grafana: Grafana, org_id: int | None) -> Organisation | None:
    try:
        organisation = grafana.read_organisation()
    except (ForbiddenError, NotFoundError) as error:  # 10.1 answers 404 if a password is used
        if org_id is not None:
            raise _build_organisation_error(grafana, org_id, error) from None
        if isinstance(error, NotFoundError):
            raise
        return None
    if org_id is not None and organisation.id != org_id:
        raise _build_organisation_error(
            grafana,
            org_id,
            None,
            f"; the account's organisation is {organisation.id}, {organisation.name!r}",
        )
    return organisation


def _build_organisation_error(
    grafana: Grafana, org_id: int, error: RefusedError | None, account_note: str = ""
) -> OrganisationError:
    return OrganisationError(
        f"{grafana.who} has no access to organisation {org_id}, which org_id in [grafana] "
        f"sets{account_note}",
        status=error.status if error else 200,
        message=error.message if error else "",
        where=strip_url_secrets(grafana.url),
        hint="The URL of each Grafana page contains the id of the organisation, such as ?orgId=1.",
    )
