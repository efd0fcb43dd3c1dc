"""A Grafana as `boardwright.toml` names it; secrets are named here, never held."""

from __future__ import annotations

from dataclasses import field

from boardwright.frozen import frozen

TOKEN_ENV = "GRAFANA_TOKEN"  # noqa: S105 - a variable's name
USER_ENV = "GRAFANA_USER"
PASSWORD_ENV = "GRAFANA_PASSWORD"  # noqa: S105 - a variable's name


@frozen
class Secrets:
    """Where the token or the password is to be found.

    When one of `token_env`, `token_file`, `password_env`, `password_file` is named, only the
    named ones are looked at; else `GRAFANA_TOKEN`, then `GRAFANA_PASSWORD`.

    Attributes:
        token_env: The variable that holds a service account's token.
        token_file: The file that holds it, relative to the project.
        user: The user whose password it is.
        user_env: The variable that holds the user.
        password_env: The variable that holds the password.
        password_file: The file that holds it.
        env_file: A file of `NAME=value` lines, looked at after the environment itself.
        token_command: A program and its arguments, which writes the token to its output.
    """

    token_env: str | None = None
    token_file: str | None = None
    user: str | None = None
    user_env: str | None = None
    password_env: str | None = None
    password_file: str | None = None
    env_file: str | None = None
    token_command: tuple[str, ...] | None = None


@frozen
class Server:
    """One Grafana.

    Attributes:
        url: Its address, without a slash at the end; None when the project names none.
        secrets: Where the token or password is.
        ca_file: A file of certificates to trust, relative to the project; None for the system's.
        client_cert: A file with the certificate to show to it, relative to the project.
        client_key: The file of that certificate's key; None when it is in the same file.
        proxy: The address of a proxy; None for what the environment says.
        org_id: The organisation to work in; None for the account's own.
        namespace: The organisation in the words of `/apis`; None where `org_id` tells it.
        min_refresh_interval: Its setting of that name: it keeps no faster refresh; None for 5s.
        timeout: Seconds that one answer may take.
        total_timeout: Seconds that planning may take, and again applying.
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
