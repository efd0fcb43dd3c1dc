"""A token or password to log in with, and the place that the configuration names."""

from __future__ import annotations

import base64
from dataclasses import field
from urllib.parse import quote

from boardwright.frozen import frozen


@frozen
class Secrets:
    """Where the token or the password is found; the secrets themselves are never here.

    When the configuration names a place other than `env_file`, only the named places are read:
    the token of one server is not sent to another. Otherwise the server's usual variables count,
    `GRAFANA_TOKEN` and `GRAFANA_PASSWORD` for Grafana.

    Attributes:
        token_env: The variable that holds the token.
        token_file: The file that holds the token, relative to the project.
        user: The user who has the password.
        user_env: The variable that holds the user.
        password_env: The variable that holds the password.
        password_file: The file that holds the password, relative to the project.
        env_file: A file of `NAME=value` lines, read after the environment itself.
        token_command: A program and its arguments, which prints the token.
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
    def names_place(self) -> bool:
        """Whether a place other than `env_file` is named."""
        named = (self.token_env, self.token_file, self.password_env, self.password_file)
        return any(named) or self.token_command is not None


@frozen
class UsualVariables:
    """The variables that hold a server's credentials unless the configuration names others.

    Attributes:
        server: The name of the server's software, for messages.
        token: The variable of the token.
        user: The variable of the user.
        password: The variable of the password.
        default_user: The user of a password without one; None where there must be one.
        file_user: The user's variable in an `env_file`, next to the usual one.
        file_passwords: The password's variables in an `env_file`, next to the usual one.
    """

    server: str
    token: str
    user: str
    password: str
    default_user: str | None = None
    file_user: str | None = None
    file_passwords: tuple[str, ...] = ()


def redact_login(text: str, header: str) -> str:
    """Return a server's text without the secret of a request's header `Authorization`.

    Args:
        text: The text.
        header: The value of the header; empty for a request without a login.
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
        user: The user; None with a token.
        secret: The password or token; no `repr` shows it.
        source: Where it was found, for messages: `GRAFANA_TOKEN`, `the file secrets/token`.
        warnings: Messages for the owner of the credentials.
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
        """The value of the `Authorization` header."""
        if self.user is None:
            return f"Bearer {self.secret}"
        return f"Basic {self._basic}"

    def redact(self, text: str) -> str:
        """Return a server's text with every form of the secret replaced by `***`."""
        for form in (self._basic, self.secret, quote(self.secret, safe="")):
            text = text.replace(form, "***")
        return text

    @property
    def _basic(self) -> str:
        return base64.b64encode(f"{self.user or ''}:{self.secret}".encode()).decode()
