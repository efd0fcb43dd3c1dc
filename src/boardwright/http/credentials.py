"""Immutable values for credentials, and for the settings that state where credentials and
certificates are stored.
"""

from __future__ import annotations

import base64
from dataclasses import field
from urllib.parse import quote

from boardwright.frozen import frozen


@frozen
class Secrets:
    """The settings of boardwright.toml that state where a token or password is stored. These
    settings never contain the secret itself.

    If boardwright.toml names a variable, file or program for the token or password, credentials are
    read only from the variables, files and programs that it names. This ensures that the token of
    one server is never sent to another server. Otherwise the usual environment variables of the
    server are read, such as `GRAFANA_TOKEN` and `GRAFANA_PASSWORD`.

    Attributes:
        token_env: Environment variable that contains the token.
        token_file: File that contains the token, relative to the project.
        user: Name of the user.
        user_env: Environment variable that contains the name of the user.
        password_env: Environment variable that contains the password.
        password_file: File that contains the password, relative to the project.
        env_file: File with `NAME=value` lines. This file is read after the environment variables.
        token_command: A program with its arguments that prints the token.
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
        """Whether a setting other than `env_file` names a variable, file or program for the token
        or password.
        """
        sources = (self.token_env, self.token_file, self.password_env, self.password_file)
        return any(sources) or self.token_command is not None


@frozen
class Certificates:
    """The certificate files of one server. All paths are relative to the project.

    Attributes:
        ca_file: File with trusted certificates; None for the certificates of the system.
        client_cert: File with the client certificate; None if the server requires none.
        client_key: File with the key of the client certificate; None if it is in the same file.
    """

    ca_file: str | None = None
    client_cert: str | None = None
    client_key: str | None = None


@frozen
class UsualVariables:
    """The environment variables from which credentials are read if boardwright.toml names no
    variables.

    Attributes:
        server: Name of the server's software for messages, such as `Grafana`.
        token: Environment variable for the token.
        user: Environment variable for the user.
        password: Environment variable for the password.
        default_user: The user name to use if only a password is set; None if a user must be set,
            too.
        file_user: A further variable for the user, which is read only from `env_file`.
        file_passwords: Further variables for the password, which are read only from `env_file`.
    """

    server: str
    token: str
    user: str
    password: str
    default_user: str | None = None
    file_user: str | None = None
    file_passwords: tuple[str, ...] = ()


def redact_login(text: str, header: str) -> str:
    """Replace the secret of an `Authorization` header by `***` in the text of a server's answer.

    Args:
        text: The text of the server's answer.
        header: Value of the request's `Authorization` header; empty if the request had no such
            header.
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
        source: Where the secret was found, for messages, such as `GRAFANA_TOKEN` or `the file
            secrets/token`.
        warnings: Warnings about the credentials, such as an unsafe file mode.
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
        """Replace the secret by `***` in the text of a server's answer, even if the secret is
        encoded as Base64 or for a URL.
        """
        for form in (self._basic, self.secret, quote(self.secret, safe="")):
            text = text.replace(form, "***")
        return text

    @property
    def _basic(self) -> str:
        return base64.b64encode(f"{self.user or ''}:{self.secret}".encode()).decode()
