"""The settings of the project's Prometheus server in `boardwright.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from boardwright.frozen import frozen
from boardwright.http.credentials import Certificates, Secrets, UsualVariables

VARIABLES = UsualVariables(
    server="Prometheus",
    token="PROMETHEUS_TOKEN",  # noqa: S106 - a variable's name
    user="PROMETHEUS_USER",
    password="PROMETHEUS_PASSWORD",  # noqa: S106 - a variable's name
)


@frozen
class PrometheusServer:
    """The settings of one Prometheus server, or of another server with Prometheus's API.

    Attributes:
        url: The address of the server, without a slash at the end; None if `boardwright.toml`
            contains no address.
        secrets: The environment variable, file or program that contains the token or password.
        certificates: The certificate files for TLS.
        headers: Additional HTTP headers for every request, such as `X-Scope-OrgID`.
        retention: How long the server keeps samples, such as `15d`; None if unknown.
    """

    url: str | None = None
    secrets: Secrets = field(default_factory=Secrets)
    certificates: Certificates = Certificates()
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    retention: str | None = None
