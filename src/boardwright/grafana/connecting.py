"""From a named server to one that answered: credentials, session, version, organisation."""

from __future__ import annotations

import re
import ssl
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter

from boardwright import __version__
from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.grafana.address import EXAMPLE, shown
from boardwright.grafana.api import Grafana
from boardwright.grafana.client import Client
from boardwright.grafana.credentials import Credentials
from boardwright.grafana.errors import (
    ForbiddenError,
    NotFoundError,
    OrganisationError,
    RefusedError,
)
from boardwright.grafana.pace import Pace
from boardwright.grafana.server import Server
from boardwright.grafana.stored import Organisation

READS_AT_ONCE = 8
"""Reads at the same time, unless it is told otherwise."""

SAVES_AT_ONCE = 3
"""Saves at the same time, likewise. A Grafana on SQLite takes one after the other, and many that
wait hinder each other: 200 boards took 8 s with two or three at a time, 11 s with eight."""

_OF_AN_ORGANISATION = re.compile(r"default|org-\d+")

MOST_AT_ONCE = 32
"""The most requests at the same time, each with a connection that is kept."""


@frozen
class Connected:
    """A Grafana that answered and let us in.

    Attributes:
        grafana: Its calls.
        version: As it told; empty when it does not tell.
        organisation: The one we work in; None when the account may not see it.
    """

    grafana: Grafana
    version: str
    organisation: Organisation | None


def new_session() -> requests.Session:
    """Return what requests are sent with: connections are kept, and our name is told."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=MOST_AT_ONCE))
    session.headers["User-Agent"] = f"boardwright/{__version__}"
    return session


def connect(
    server: Server,
    *,
    credentials: Credentials,
    session: requests.Session,
    root: Path,
    pace: Pace | None = None,
) -> Connected:
    """Ask for the version and the organisation: two reads that tell whether all is well.

    Args:
        server: The Grafana.
        credentials: What to log in with.
        session: What sends.
        root: What `ca_file` and its like are relative to.
        pace: The tries and the time there are; None for one try each.

    Raises:
        ConfigError: No url, or no file where one is named.
        ServerError: No answer, not Grafana, a wrong password, a wrong organisation.
    """
    client = Client(
        session,
        url=_url(server),
        credentials=credentials,
        verify=_verify(server, root),
        org_id=server.org_id,
        timeout=server.timeout,
        certificate=_certificate(server, root),
        proxy=server.proxy,
        pace=pace,
    )
    asking = Grafana(client)
    version = asking.health()
    organisation = _organisation(asking, server.org_id)
    namespace = _checked(server.namespace, _namespace(organisation))
    return Connected(
        grafana=Grafana(client, namespace=namespace, version=version),
        version=version,
        organisation=organisation,
    )


def _checked(named: str | None, own: str | None) -> str | None:
    """The namespace that is named, unless it is surely another organisation's."""
    if named and own and named != own and _OF_AN_ORGANISATION.fullmatch(named):
        raise ConfigError(
            f"namespace {named!r} is another organisation's; the account works in {own!r}",
            where="boardwright.toml",
            hint="Leave it out: only Grafana Cloud's, stacks-123, has to be named.",
        )
    return named or own


def _namespace(organisation: Organisation | None) -> str | None:
    """Grafana's own rule; Grafana Cloud has `stacks-N`, which the configuration names."""
    if organisation is None:
        return None
    return "default" if organisation.id == 1 else f"org-{organisation.id}"


def _url(server: Server) -> str:
    if server.url is None:
        raise ConfigError("[grafana] has no url", where="boardwright.toml", hint=EXAMPLE)
    return server.url


def _verify(server: Server, root: Path) -> bool | str:
    if server.ca_file is None:
        return True
    path = root / Path(server.ca_file).expanduser()
    if not path.is_file():
        raise ConfigError(f"ca_file {server.ca_file!r} is not there", where="boardwright.toml")
    try:
        ssl.create_default_context(cafile=path)
    except (ssl.SSLError, OSError) as error:
        raise ConfigError(
            f"ca_file {server.ca_file!r} holds no certificate: {error}", where="boardwright.toml"
        ) from error
    return str(path)


def _certificate(server: Server, root: Path) -> tuple[str, str] | None:
    if server.client_cert is None:
        return None
    names = {"client_cert": server.client_cert, "client_key": server.client_key}
    paths = [root / Path(name).expanduser() for name in names.values() if name]
    for key, path in zip(names, paths, strict=False):
        if not path.is_file():
            raise ConfigError(f"{key} {names[key]!r} is not there", where="boardwright.toml")
    return str(paths[0]), str(paths[-1])


def _organisation(grafana: Grafana, org_id: int | None) -> Organisation | None:
    try:
        found = grafana.organisation()
    except (ForbiddenError, NotFoundError) as error:  # 10.1 says 404 to a password
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
        where=shown(grafana.url),
        hint="The address of Grafana's page tells the organisation: ?orgId=1.",
    )
