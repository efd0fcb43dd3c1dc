"""Creates HTTP sessions that send the login of a Prometheus server only to this server."""

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
"""The HTTP header that contains the tenant. Mimir and Cortex define this header."""
RUN_SECONDS = 900.0
"""The maximum total time for all requests of one session, in seconds."""


class _LoginAdapter(DeadlineAdapter):
    """Adds the login to the requests for one Prometheus server.

    `requests` uses this adapter only for URLs that begin with the address of the server.
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
    """Return a session that can also read from exporters without sending them the login.

    The login consists of a token or basic auth, a client certificate, and headers. The session
    sends the login only to the scheme, host and port of `server.url`.

    Args:
        server: The settings of Prometheus. If `server.url` is None, the session never sends a
            login.
        environ: The environment variables, which may contain the token, password and tenant.
        root: The folder to which the paths in `server` are relative.
        total_seconds: The maximum total time for all requests of the session, in seconds.

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
    """Return the URL with its port. If the port is the scheme's default port, also return the URL
    without the port.
    """
    scheme, host, port = parse_origin(url)
    host = f"[{host}]" if ":" in host else host
    with_port = f"{scheme}://{host}:{port}/"
    is_default_port = port == parse_origin(f"{scheme}://{host}")[2]
    return (with_port, f"{scheme}://{host}/") if is_default_port else (with_port,)
