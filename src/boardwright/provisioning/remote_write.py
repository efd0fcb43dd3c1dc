"""Sending every sample to another store: `remote_write` of `prometheus.yml`.

Secrets stay in files that Prometheus reads itself; none is in its configuration or in ours.

Source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, Protocol

from boardwright.frozen import frozen


@frozen
class RemoteWrite:
    """A receiver of samples, and the login for it.

    Attributes:
        url: The receiver's address.
        token_file: The file of the bearer token, as Prometheus finds it.
        username: The user for basic auth with `password_file`.
        password_file: The file of the password, as Prometheus finds it.
        headers: Headers of every request, such as a tenant's id.
        labels: Labels of every series that leaves this Prometheus, which distinguishes several.
    """

    url: str
    token_file: str | None = None
    username: str | None = None
    password_file: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def remote_write_entry(remote: RemoteWrite) -> dict[str, Any]:
    """Return the entry of the list `remote_write`."""
    entry: dict[str, Any] = {"url": remote.url}
    if remote.headers:
        entry["headers"] = dict(sorted(remote.headers.items()))
    return entry | login_entry(remote)


class Login(Protocol):
    """A login whose secret is in a file that Prometheus reads."""

    @property
    def token_file(self) -> str | None:
        """The file of a bearer token."""

    @property
    def username(self) -> str | None:
        """The user for basic auth."""

    @property
    def password_file(self) -> str | None:
        """The file of that user's password."""


def login_entry(login: Login) -> dict[str, Any]:
    """Return the keys of a login in an entry of `prometheus.yml`."""
    if login.token_file:
        return {"authorization": {"type": "Bearer", "credentials_file": login.token_file}}
    if login.username:
        pair = {"username": login.username, "password_file": login.password_file}
        return {"basic_auth": pair}
    return {}
