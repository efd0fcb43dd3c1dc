"""Reads the keys in `[grafana]`, `[prometheus]` and `[ruler]` that state where a token, a password
or the certificates are stored.
"""

from __future__ import annotations

from dataclasses import asdict, fields

from boardwright.config.toml_table import Table
from boardwright.http.credentials import Certificates, Secrets

_TEXT_KEYS = tuple(field.name for field in fields(Secrets) if field.name != "token_command")
_SECRET_KEYS = ("token", "password", "api_key", "secret")


def read_secrets(table: Table, *, token_variable: str) -> Secrets | None:
    """Return where a token or password is stored, such as in an environment variable.

    The result is None if the table does not state where a token or password is stored.

    Args:
        table: The table of a server.
        token_variable: The environment variable that error messages suggest for the token.

    Raises:
        ConfigError: The table contains the token or password itself.
    """
    for key in _SECRET_KEYS:
        if key in table:
            hint = format_secrets_hint(token_variable)
            what = f"remove {key} from boardwright.toml, because secrets must not be committed"
            table.refuse(what, key, hint)
    settings = {key: table.get_text(key) for key in _TEXT_KEYS}
    command = table.get_texts("token_command")
    if not command and not any(settings.values()):
        return None
    return Secrets(**settings, token_command=command or None)


def read_certificates(table: Table, base: Certificates | None = None) -> Certificates:
    """Return the certificate files of a server.

    Args:
        table: The table of the server.
        base: The certificate files to use for keys that the table lacks.
    """
    files = asdict(base or Certificates())
    return Certificates(**{key: table.get_text(key) or file for key, file in files.items()})


def format_secrets_hint(token_variable: str) -> str:
    """Return a hint about the ways to pass a token or password outside of boardwright.toml."""
    return (
        f"Set the environment variable {token_variable}. Or set token_env or password_env to "
        "the name of another environment variable, or token_file or password_file to the path "
        "of a file with the secret."
    )
