"""A Prometheus as `boardwright.toml` describes it; it names places of secrets, never secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from boardwright.frozen import frozen
from boardwright.http.credentials import Secrets, UsualVariables

VARIABLES = UsualVariables(
    server="Prometheus",
    token="PROMETHEUS_TOKEN",  # noqa: S106 - a variable's name
    user="PROMETHEUS_USER",
    password="PROMETHEUS_PASSWORD",  # noqa: S106 - a variable's name
)


@frozen
class PrometheusServer:
    """One Prometheus, or a server with its API.

    Attributes:
        url: The address, without a slash at the end; None when the project names none.
        secrets: Where the token or password is.
        ca_file: A file of trusted certificates, relative to the project; None for the system's.
        client_cert: A file with the client certificate, relative to the project.
        client_key: The file of that certificate's key; None when it is in the same file.
        headers: Headers of every request, such as a tenant's.
        retention: How long it keeps samples, such as `15d`; None where that is not known.
    """

    url: str | None = None
    secrets: Secrets = field(default_factory=Secrets)
    ca_file: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    retention: str | None = None
