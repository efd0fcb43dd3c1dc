"""`[grafana]` and `[environments.NAME]`: which Grafana, and where its secrets are."""

from __future__ import annotations

from dataclasses import fields, replace

from boardwright.grafana.address import EXAMPLE, refusal
from boardwright.grafana.server import TOKEN_ENV, Secrets, Server
from boardwright.project.toml_table import Table

_SECRETS = tuple(field.name for field in fields(Secrets))
_NEVER = ("token", "password", "api_key", "secret")
_LONGEST = 600


def read_server(table: Table, base: Server | None = None) -> Server:
    """Read a Grafana's settings.

    Args:
        table: `[grafana]`, or an environment's table.
        base: What holds where the table says nothing. An environment that names one place of a
            secret has those places only: the token of one Grafana is not sent to another.

    Raises:
        ConfigError: A secret stands in the file, or a value is out of its range.
    """
    base = base or Server()
    _refuse_secrets(table)
    return replace(
        base,
        url=_url(table) or base.url,
        secrets=_secrets(table) or base.secrets,
        ca_file=_text(table, "ca_file") or base.ca_file,
        org_id=_number(table, "org_id", 2**31 - 1) or base.org_id,
        timeout=_number(table, "timeout", _LONGEST) or base.timeout,
    )


def _url(table: Table) -> str | None:
    url = _text(table, "url")
    if url is not None and (reason := refusal(url)):
        hint = _hint(TOKEN_ENV) if "@" in url else EXAMPLE
        table.refuse(f"its url {reason}", "url", hint)
    return url.rstrip("/") if url else None


def _secrets(table: Table) -> Secrets | None:
    named = {key: _text(table, key) for key in _SECRETS}
    return Secrets(**named) if any(named.values()) else None


def _refuse_secrets(table: Table) -> None:
    for key in _NEVER:
        if key in table:
            table.refuse(f"a {key} has no place in a file that is committed", key, _hint(TOKEN_ENV))


def _hint(name: str) -> str:
    return (
        f"Set {name} in the environment, or name a variable (token_env, password_env) or a file"
        " (token_file, password_file) that holds it."
    )


def _text(table: Table, key: str) -> str | None:
    return table.take(key, str, "") or None


def _number(table: Table, key: str, most: int) -> int | None:
    number = table.take(key, int, 0)
    if number and not 0 < number <= most:
        table.refuse(f"its {key} is {number}; it takes 1 to {most}", key)
    return number or None
