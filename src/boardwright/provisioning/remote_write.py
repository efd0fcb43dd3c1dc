"""Writes the section `remote_write` of `prometheus.yml`, so that Prometheus sends its samples to
another server.

`prometheus.yml` and boardwright.toml contain no secrets, but the paths of files with the secrets.

Source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Protocol

from boardwright.frozen import frozen
from boardwright.schema.document import Json


@frozen
class RemoteWrite:
    """A server to which Prometheus sends samples, and the login for this server.

    Attributes:
        url: URL of the server.
        token_file: Path of the file with the bearer token on Prometheus's machine; None for no
            token.
        username: User name for basic authentication; None for no basic authentication.
        password_file: Path of the file with the password on Prometheus's machine; None for no
            password.
        headers: Headers of every request, such as the id of a tenant.
        labels: Labels that Prometheus adds to every series that it sends, so that the server can
            distinguish several Prometheus servers.
    """

    url: str
    token_file: str | None = None
    username: str | None = None
    password_file: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def build_remote_write(remote: RemoteWrite) -> Json:
    """Return the entry for the list `remote_write`."""
    entry: Json = {"url": remote.url}
    if remote.headers:
        entry["headers"] = dict(sorted(remote.headers.items()))
    return entry | build_login(remote)


class Login(Protocol):
    """The login of a scrape job or of `remote_write`."""

    @property
    def token_file(self) -> str | None:
        """Path of the file with the bearer token on Prometheus's machine; None for no token."""

    @property
    def username(self) -> str | None:
        """User name for basic authentication; None for no basic authentication."""

    @property
    def password_file(self) -> str | None:
        """Path of the file with the password on Prometheus's machine; None for no password."""


def build_login(login: Login) -> Json:
    """Return the settings of a login in `prometheus.yml`, such as `basic_auth`."""
    if login.token_file:
        return {"authorization": {"type": "Bearer", "credentials_file": login.token_file}}
    if login.username:
        pair = {"username": login.username, "password_file": login.password_file}
        return {"basic_auth": pair}
    return {}
