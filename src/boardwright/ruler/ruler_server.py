"""The settings for a ruler in `boardwright.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from boardwright.frozen import frozen
from boardwright.http.credentials import Certificates, Credentials, Secrets, UsualVariables

VARIABLES = UsualVariables(
    server="ruler",
    token="RULER_TOKEN",  # noqa: S106 - a variable's name
    user="RULER_USER",
    password="RULER_PASSWORD",  # noqa: S106 - a variable's name
)


@frozen
class RulerServer:
    """The settings for one ruler.

    Attributes:
        url: URL of the ruler's rules, without a slash at the end, such as
            `https://mimir.example.org/prometheus/config/v1/rules`.
        tenant: The tenant that owns the rules; None if the ruler needs no tenant, or derives the
            tenant from the credentials.
        secrets: The settings that name the environment variable, file or program that contains the
            token or password.
        certificates: The certificate files for TLS.
        proxy: URL of a proxy; None for the proxy in the environment variables.
        timeout: Time limit for one answer, in seconds.
    """

    url: str
    tenant: str | None = None
    secrets: Secrets = field(default_factory=Secrets)
    certificates: Certificates = Certificates()
    proxy: str | None = None
    timeout: int = 30

    def find_credentials(self, *, environ: Mapping[str, str], root: Path) -> Credentials | None:
        """Return the credentials from the environment, a file or a program.

        The result is None if boardwright.toml names no variable, file or program for the
        credentials, and the usual environment variables contain no credentials.

        Args:
            root: Folder to which the paths of files are relative.

        Raises:
            NoCredentialsError: The credentials cannot be read, are empty, or contain a character
                that an HTTP header cannot contain.
        """
        from boardwright.http.credential_search import find_optional_credentials

        return find_optional_credentials(self.secrets, usual=VARIABLES, environ=environ, root=root)
