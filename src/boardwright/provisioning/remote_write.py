"""Sending every sample on to another store: `remote_write` of `prometheus.yml`.

Secrets stay in files that Prometheus reads itself; none is in its configuration or in ours.

Source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from boardwright.frozen import frozen


@frozen
class RemoteWrite:
    """Where to send, and how to log in there.

    Attributes:
        url: Of the receiver.
        token_file: Holds the bearer token, as Prometheus finds it.
        username: For basic auth, with `password_file`.
        password_file: Holds the password, as Prometheus finds it.
        headers: Sent with every request, such as a tenant's id.
        labels: What every series that leaves this Prometheus gets, to tell several apart.
    """

    url: str
    token_file: str | None = None
    username: str | None = None
    password_file: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def remote_write_entry(remote: RemoteWrite) -> dict[str, Any]:
    """Return its entry in the list `remote_write`."""
    entry: dict[str, Any] = {"url": remote.url}
    if remote.headers:
        entry["headers"] = dict(sorted(remote.headers.items()))
    if remote.token_file:
        entry["authorization"] = {"type": "Bearer", "credentials_file": remote.token_file}
    if remote.username:
        login = {"username": remote.username, "password_file": remote.password_file}
        entry["basic_auth"] = login
    return entry
