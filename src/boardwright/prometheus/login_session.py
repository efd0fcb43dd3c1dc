"""Creates HTTP sessions that log in to one Prometheus server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from boardwright.http.addresses import parse_origin
from boardwright.http.credential_search import find_optional_credentials
from boardwright.http.credentials import Credentials
from boardwright.http.sessions import DeadlineAdapter, create_session
from boardwright.http.tls_files import resolve_client_certificate, resolve_trusted_certificates
from boardwright.prometheus.server_settings import VARIABLES, PrometheusServer

TENANT_VARIABLE = "PROMETHEUS_TENANT"
TENANT_HEADER = "X-Scope-OrgID"
"""The header that contains the tenant, for Mimir, Cortex and similar servers."""
RUN_SECONDS = 900.0
"""The maximum time for all requests of one session together, in seconds."""


class _LoginAdapter(DeadlineAdapter):
    """Adds the login to all requests to one server. The library `requests` uses this adapter only
    for requests to that server.
    """

    def __init__(
        self,
        *,
        end: float | None,
        credentials: Credentials | None,
        headers: Mapping[str, str],
        verify: bool | str,
        certificate: tuple[str, str] | None,
    ) -> None:
        super().__init__(end=end)
        self._headers = dict(headers)
        if credentials is not None:
            self._headers["Authorization"] = credentials.header
        self._tls = {"verify": verify} if verify is not True else {}
        self._certificate = certificate

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        request.headers.update(self._headers)
        if self._certificate is not None:
            kwargs["cert"] = self._certificate
        return super().send(request, *args, **{**kwargs, **self._tls})


def open_prometheus_session(
    server: PrometheusServer,
    *,
    environ: Mapping[str, str],
    root: Path,
    total_seconds: float = RUN_SECONDS,
) -> requests.Session:
    """Return a session that logs in to one Prometheus server and to no other server.

    The login consists of a token or basic auth, a client certificate, and headers. Only requests
    with the scheme, host and port of `server.url` contain the login, so the same session can also
    read from exporters.

    Args:
        server: The Prometheus. If `server.url` is None, no request contains a login.
        environ: The environment variables, which contain the token, password and tenant.
        root: The folder to which the paths of files are relative.
        total_seconds: The maximum time for all requests of the session together, in seconds.

    Raises:
        NoCredentialsError: The variable, file or program that boardwright.toml names contains no
            usable token or password.
        ConfigError: A certificate file does not exist, or contains no certificate.
    """
    session = create_session(total_seconds=total_seconds)
    if server.url is None:
        return session
    tenant = environ.get(TENANT_VARIABLE, "").strip()
    adapter = _LoginAdapter(
        end=getattr(session.get_adapter(server.url), "end", None),
        credentials=find_optional_credentials(
            server.secrets, usual=VARIABLES, environ=environ, root=root
        ),
        headers={**({TENANT_HEADER: tenant} if tenant else {}), **server.headers},
        verify=resolve_trusted_certificates(server.certificates, root=root),
        certificate=resolve_client_certificate(server.certificates, root=root),
    )
    for prefix in _list_prefixes(server.url):
        session.mount(prefix, adapter)
    return session


def _list_prefixes(url: str) -> tuple[str, ...]:
    """Return the URL of a server with its port and, if this is the scheme's default port, also
    without the port.
    """
    scheme, host, port = parse_origin(url)
    host = f"[{host}]" if ":" in host else host
    with_port = f"{scheme}://{host}:{port}/"
    is_default_port = port == parse_origin(f"{scheme}://{host}")[2]
    return (with_port, f"{scheme}://{host}/") if is_default_port else (with_port,)
