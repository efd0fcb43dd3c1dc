"""Writes the section `remote_write` of `prometheus.yml`, with which Prometheus sends every sample
to another store.

Tokens and passwords are in files that Prometheus reads. Neither `prometheus.yml` nor
boardwright.toml contains a secret.

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
    """A server to which Prometheus sends samples, with the login that this server requires.

    Attributes:
        url: Address of the receiver.
        token_file: File with the bearer token, as a path that Prometheus can open; None for no
            token.
        username: User name for basic authentication, with `password_file`; None for no basic
            authentication.
        password_file: File with the password, as a path that Prometheus can open; None for no
            password.
        headers: Headers of every request, such as the id of a tenant.
        labels: Labels that Prometheus adds to every series it sends, so that the receiver can
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
    """The login of a scrape job or of `remote_write`. The token or password is in a file that
    Prometheus reads.
    """

    @property
    def token_file(self) -> str | None:
        """File with a bearer token; None for no token."""

    @property
    def username(self) -> str | None:
        """User name for basic authentication; None for no basic authentication."""

    @property
    def password_file(self) -> str | None:
        """File with the password of the user; None for no password."""


def build_login(login: Login) -> Json:
    """Return the settings for a login in an entry of `prometheus.yml`, such as `basic_auth`."""
    if login.token_file:
        return {"authorization": {"type": "Bearer", "credentials_file": login.token_file}}
    if login.username:
        pair = {"username": login.username, "password_file": login.password_file}
        return {"basic_auth": pair}
    return {}
