"""The settings for Grafana in `boardwright.toml`."""

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
"""`GRAFANA_ADMIN_PASSWORD` is the variable in the `.env` file of the bundled Grafana. The variables
with `GF_` are Grafana's own settings.
"""


@frozen
class GrafanaServer:
    """The settings for one Grafana.

    Attributes:
        url: URL of Grafana, without a slash at the end; None if not set.
        secrets: The settings that name the environment variable, file or program that contains the
            token or password.
        certificates: The certificate files for TLS.
        proxy: URL of a proxy; None for the proxy in the environment variables.
        org_id: Id of the organisation to use; None for the account's current organisation.
        namespace: The namespace in the URLs of `/apis`; None to derive it from the id of the
            organisation.
        min_refresh_interval: The value of `min_refresh_interval` in the server's grafana.ini; None
            for Grafana's default, 5s.
        timeout: Time limit for one answer, in seconds.
        total_timeout: Time limit for making a plan, and again for applying it, in seconds.
        retries: How often a request is repeated after failures that may be temporary.
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
        """Return the settings with another URL.

        If the scheme, host or port differ, the result does not contain `secrets` and `namespace`.
        The credentials of one Grafana must not be sent to another Grafana.

        Args:
            url: The URL in the option `--url` or in `GRAFANA_URL`.

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
        """Return the credentials from the environment, a file or a program.

        Args:
            root: Folder to which the paths of files are relative.

        Raises:
            NoCredentialsError: No usable token or password was found.
        """
        from boardwright.http.credential_search import find_credentials

        return find_credentials(self.secrets, usual=VARIABLES, environ=environ, root=root)
