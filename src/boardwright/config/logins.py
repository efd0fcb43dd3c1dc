"""Reads the keys of boardwright.toml that state where a server's token or password is stored.
`[grafana]` and `[prometheus]` have the same keys.
"""

from __future__ import annotations

from dataclasses import fields

from boardwright.config.toml_table import Table
from boardwright.http.credentials import Secrets

_PLACES = tuple(field.name for field in fields(Secrets) if field.name != "token_command")
_NEVER = ("token", "password", "api_key", "secret")


def read_secrets(table: Table, *, token_variable: str) -> Secrets | None:
    """Return where a token or password is stored, such as in an environment variable; None if the
    table has no such key.

    Args:
        table: The table of a server.
        token_variable: The environment variable that error messages suggest for the token.

    Raises:
        ConfigError: The table contains the token or password itself.
    """
    for key in _NEVER:
        if key in table:
            hint = secrets_hint(token_variable)
            table.refuse(f"a {key} must not be in boardwright.toml, which is committed", key, hint)
    named = {key: table.text(key) for key in _PLACES}
    command = table.texts("token_command")
    if not command and not any(named.values()):
        return None
    return Secrets(**named, token_command=command or None)


def secrets_hint(token_variable: str) -> str:
    """Return a hint on how to pass a token or password without writing it into boardwright.toml."""
    return (
        f"Set {token_variable} in the environment. Or set token_env or password_env to "
        "the name of another variable, or token_file or password_file to the path of a "
        "file."
    )
