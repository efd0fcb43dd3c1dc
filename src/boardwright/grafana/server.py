"""A Grafana as `boardwright.toml` describes it; it names places of secrets, never secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.http.addresses import URL_HINT, origin, url_fault
from boardwright.http.credentials import Credentials, Secrets, UsualVariables

VARIABLES = UsualVariables(
    server="Grafana",
    token="GRAFANA_TOKEN",  # noqa: S106 - a variable's name
    user="GRAFANA_USER",
    password="GRAFANA_PASSWORD",  # noqa: S106 - a variable's name
    default_user="admin",
    file_user="GF_SECURITY_ADMIN_USER",
    file_passwords=("GRAFANA_ADMIN_PASSWORD", "GF_SECURITY_ADMIN_PASSWORD"),
)
"""In an `env_file`, the variables of the stack's `.env` and of Grafana's own settings count too."""


@frozen
class Server:
    """One Grafana.

    Attributes:
        url: The address, without a slash at the end; None when the project names none.
        secrets: Where the token or password is.
        ca_file: A file of trusted certificates, relative to the project; None for the system's.
        client_cert: A file with the client certificate, relative to the project.
        client_key: The file of that certificate's key; None when it is in the same file.
        proxy: The address of a proxy; None for the one in the environment.
        org_id: The organisation to work in; None for the account's own.
        namespace: The organisation's name in `/apis`; None where `org_id` implies it.
        min_refresh_interval: The server's setting of that name; None for its default, 5s.
        timeout: The seconds that one answer may take.
        total_timeout: The seconds that planning may take, and again applying.
        retries: How often a request is repeated after a failure that may pass.
    """

    url: str | None = None
    secrets: Secrets = field(default_factory=Secrets)
    ca_file: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    proxy: str | None = None
    org_id: int | None = None
    namespace: str | None = None
    min_refresh_interval: str | None = None
    timeout: int = 30
    total_timeout: int = 1800
    retries: int = 4

    def at_url(self, url: str) -> Server:
        """Return the settings for another address, given on the command line.

        The places of secrets stay with the configured address: the token of one Grafana is not
        sent to another. There, `GRAFANA_TOKEN` or `GRAFANA_PASSWORD` counts.

        Raises:
            ConfigError: It is not an address.
        """
        if fault := url_fault(url):
            raise ConfigError(f"--url or GRAFANA_URL {fault}", hint=URL_HINT)
        elsewhere = self.url is not None and origin(url) != origin(self.url)
        return replace(
            self,
            url=url.rstrip("/"),
            secrets=Secrets() if elsewhere else self.secrets,
            namespace=None if elsewhere else self.namespace,
        )

    def credentials(self, *, environ: Mapping[str, str], root: Path) -> Credentials:
        """Return the first token or password that is found; NoCredentialsError for none."""
        from boardwright.http.credential_search import find_credentials

        return find_credentials(self.secrets, usual=VARIABLES, environ=environ, root=root)
