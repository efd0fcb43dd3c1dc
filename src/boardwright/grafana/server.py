"""The settings for a Grafana in `boardwright.toml`. The settings contain no secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.http.addresses import URL_HINT, find_url_fault, parse_origin
from boardwright.http.credentials import Certificates, Credentials, Secrets, UsualVariables

VARIABLES = UsualVariables(
    server="Grafana",
    token="GRAFANA_TOKEN",  # noqa: S106 - a variable's name
    user="GRAFANA_USER",
    password="GRAFANA_PASSWORD",  # noqa: S106 - a variable's name
    default_user="admin",
    file_user="GF_SECURITY_ADMIN_USER",
    file_passwords=("GRAFANA_ADMIN_PASSWORD", "GF_SECURITY_ADMIN_PASSWORD"),
)
"""In an `env_file`, the variables of the stack's `.env` and of Grafana's settings are read, too."""


@frozen
class GrafanaServer:
    """The settings for one Grafana.

    Attributes:
        url: URL of Grafana, without a slash at the end; None if not set.
        secrets: The settings that name the environment variable, file or program from which the
            token or password is read.
        certificates: The certificate files for the connection.
        proxy: URL of a proxy; None for the proxy that the environment sets.
        org_id: Id of the organisation to use; None for the account's organisation.
        namespace: Name of the organisation in `/apis`; None if it can be computed from the
            organisation's id.
        min_refresh_interval: The value of `min_refresh_interval` in the server's grafana.ini; None
            for Grafana's default, 5s.
        timeout: Time limit for one answer, in seconds.
        total_timeout: Time limit in seconds, which applies separately to making the plan and to
            applying it.
        retries: How often a request is repeated after a failure that may be temporary.
    """

    url: str | None = None
    secrets: Secrets = field(default_factory=Secrets)
    certificates: Certificates = Certificates()
    proxy: str | None = None
    org_id: int | None = None
    namespace: str | None = None
    min_refresh_interval: str | None = None
    timeout: int = 30
    total_timeout: int = 1800
    retries: int = 4

    def with_url(self, url: str) -> GrafanaServer:
        """Return the settings for another URL, which the user gave on the command line.

        Credentials that are configured for one Grafana are never sent to another Grafana. If the
        URL belongs to another Grafana, only `GRAFANA_TOKEN` or `GRAFANA_PASSWORD` is used.

        Raises:
            ConfigError: The URL is invalid.
        """
        if fault := find_url_fault(url):
            raise ConfigError(f"--url or GRAFANA_URL {fault}", hint=URL_HINT)
        elsewhere = self.url is not None and parse_origin(url) != parse_origin(self.url)
        return replace(
            self,
            url=url.rstrip("/"),
            secrets=Secrets() if elsewhere else self.secrets,
            namespace=None if elsewhere else self.namespace,
        )

    def find_credentials(self, *, environ: Mapping[str, str], root: Path) -> Credentials:
        """Return the first token or password that is found; raise NoCredentialsError if there is
        none."""
        from boardwright.http.credential_search import find_credentials

        return find_credentials(self.secrets, usual=VARIABLES, environ=environ, root=root)
