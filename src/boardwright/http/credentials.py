"""Classes for credentials, and for the settings that name the files and variables of a login."""

from __future__ import annotations

import base64
from dataclasses import field
from urllib.parse import quote

from boardwright.frozen import frozen


@frozen
class Secrets:
    """The settings of boardwright.toml that name the variables, files or program of a login.

    If a setting names a variable, file or program for the token or password, boardwright ignores
    the usual environment variables, such as `GRAFANA_TOKEN`. Ignoring them prevents boardwright
    from sending the token of one server to another server.

    Attributes:
        token_env: Environment variable that contains the token.
        token_file: File that contains the token, relative to the project.
        user: Name of the user.
        user_env: Environment variable that contains the name of the user.
        password_env: Environment variable that contains the password.
        password_file: File that contains the password, relative to the project.
        env_file: File with `NAME=value` lines. boardwright reads `env_file` last, if no other
            setting or environment variable provides a token or password.
        token_command: A program that prints the token, with the arguments of the program.
    """

    token_env: str | None = None
    token_file: str | None = None
    user: str | None = None
    user_env: str | None = None
    password_env: str | None = None
    password_file: str | None = None
    env_file: str | None = None
    token_command: tuple[str, ...] | None = None

    @property
    def names_source(self) -> bool:
        """Whether a setting other than `env_file` names a source of the token or password."""
        sources = (self.token_env, self.token_file, self.password_env, self.password_file)
        return any(sources) or self.token_command is not None


@frozen
class Certificates:
    """The certificate files of one server. All paths are relative to the project.

    Attributes:
        ca_file: File with the certificates to trust; None to trust the default certificates.
        client_cert: File with the client certificate; None for no client certificate.
        client_key: File with the key of the client certificate; None if `client_cert` also contains
            the key.
    """

    ca_file: str | None = None
    client_cert: str | None = None
    client_key: str | None = None


@frozen
class UsualVariables:
    """The environment variables for credentials that boardwright reads by default.

    Attributes:
        server: Name of the server's software for messages, such as `Grafana`.
        token: Environment variable for the token.
        user: Environment variable for the user.
        password: Environment variable for the password.
        default_user: The user name if only the password is set; None if the user must be set, too.
        file_user: Another variable for the user, which is valid only in `env_file`.
        file_passwords: Other variables for the password, which are valid only in `env_file`.
    """

    server: str
    token: str
    user: str
    password: str
    default_user: str | None = None
    file_user: str | None = None
    file_passwords: tuple[str, ...] = ()


def redact_login(text: str, header: str) -> str:
    """Replace the token or password of a request with `***` in the text of a server's answer.

    Args:
        header: Value of the request's `Authorization` header; empty if the header was missing.
    """
    scheme, _, value = header.partition(" ")
    if not value:
        return text
    user: str | None = None
    secret = value
    if scheme == "Basic":
        user, _, secret = base64.b64decode(value).decode("utf-8", "replace").partition(":")
    return Credentials(user=user, secret=secret, source="").redact(text) if secret else text


@frozen
class Credentials:
    """A token, or a user with a password.

    Attributes:
        user: Name of the user; None for a token.
        secret: The password or token. `repr` does not show the secret.
        source: Name of the variable, file or program for messages, such as `GRAFANA_TOKEN` or `the
            file secrets/token`.
        warnings: Warnings, such as that other users can read the file.
    """

    user: str | None
    secret: str = field(repr=False)
    source: str
    warnings: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """A description of the credentials for messages, without the secret."""
        if self.user is None:
            return f"the token of {self.source}"
        return f"the user {self.user!r} with the password of {self.source}"

    @property
    def header(self) -> str:
        """Value of the `Authorization` header."""
        if self.user is None:
            return f"Bearer {self.secret}"
        return f"Basic {self._basic}"

    def redact(self, text: str) -> str:
        """Replace the secret with `***` in a text, also where it is encoded for a header or URL."""
        for form in (self._basic, self.secret, quote(self.secret, safe="")):
            text = text.replace(form, "***")
        return text

    @property
    def _basic(self) -> str:
        return base64.b64encode(f"{self.user or ''}:{self.secret}".encode()).decode()
