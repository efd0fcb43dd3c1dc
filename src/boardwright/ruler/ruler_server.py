"""The settings for a ruler in `boardwright.toml`. The settings contain no secrets."""

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
        tenant: The tenant that owns the rules; None if the server needs no tenant, or derives the
            tenant from the credentials.
        secrets: The settings that name the environment variable, file or program from which the
            token or password is read.
        certificates: The certificate files for the connection.
        proxy: URL of a proxy; None for the proxy that the environment sets.
        timeout: Time limit for one answer, in seconds.
    """

    url: str
    tenant: str | None = None
    secrets: Secrets = field(default_factory=Secrets)
    certificates: Certificates = Certificates()
    proxy: str | None = None
    timeout: int = 30

    def find_credentials(self, *, environ: Mapping[str, str], root: Path) -> Credentials | None:
        """Return the first token or password that is found. Return None if no setting names a place
        for credentials.

        Raises:
            NoCredentialsError: boardwright.toml names a place for credentials, but no usable
                credentials are there.
        """
        from boardwright.http.credential_search import find_optional_credentials

        return find_optional_credentials(self.secrets, usual=VARIABLES, environ=environ, root=root)
