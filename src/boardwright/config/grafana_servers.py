"""`[grafana]` and `[environments.NAME]`: which Grafana, and where its secrets are."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from boardwright.config.toml_table import Table
from boardwright.grafana.address import EXAMPLE, refusal
from boardwright.grafana.server import TOKEN_ENV, Secrets, Server

_SECRETS = tuple(field.name for field in fields(Secrets) if field.name != "token_command")
_NEVER = ("token", "password", "api_key", "secret")
_LONGEST = 600
_LONGEST_OF_ALL = 24 * 3600
_MOST_RETRIES = 20
_INTERVAL = re.compile(r"[1-9]\d*[smhd]")


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
    url, org_id = _url(table), _number(table, "org_id", 2**31 - 1)
    elsewhere = url is not None or org_id is not None
    return replace(
        base,
        url=url or base.url,
        secrets=_secrets(table) or base.secrets,
        ca_file=_text(table, "ca_file") or base.ca_file,
        client_cert=_text(table, "client_cert") or base.client_cert,
        client_key=_text(table, "client_key") or base.client_key,
        proxy=_proxy(table) or base.proxy,
        org_id=org_id or base.org_id,
        namespace=_text(table, "namespace") or (None if elsewhere else base.namespace),
        min_refresh_interval=_interval(table) or base.min_refresh_interval,
        timeout=_number(table, "timeout", _LONGEST) or base.timeout,
        total_timeout=_number(table, "total_timeout", _LONGEST_OF_ALL) or base.total_timeout,
        retries=_retries(table, base.retries),
    )


def _url(table: Table) -> str | None:
    url = _text(table, "url")
    if url is not None and (reason := refusal(url)):
        hint = _hint(TOKEN_ENV) if "@" in url else EXAMPLE
        table.refuse(f"its url {reason}", "url", hint)
    return url.rstrip("/") if url else None


def _proxy(table: Table) -> str | None:
    proxy = _text(table, "proxy")
    if proxy is not None and (reason := refusal(proxy)):
        hint = "A proxy's user and password stand in HTTPS_PROXY, in the environment."
        table.refuse(f"its proxy {reason}", "proxy", hint)
    return proxy


def _interval(table: Table) -> str | None:
    interval = _text(table, "min_refresh_interval")
    if interval is not None and not _INTERVAL.fullmatch(interval):
        what = f"its min_refresh_interval is {interval!r}, which is no duration"
        table.refuse(what, "min_refresh_interval", 'As in grafana.ini: "30s".')
    return interval


def _retries(table: Table, default: int) -> int:
    retries = table.take("retries", int, default)
    if not 0 <= retries <= _MOST_RETRIES:
        table.refuse(f"its retries is {retries}; it takes 0 to {_MOST_RETRIES}", "retries")
    return retries


def _secrets(table: Table) -> Secrets | None:
    named = {key: _text(table, key) for key in _SECRETS}
    command = table.texts("token_command")
    if not command and not any(named.values()):
        return None
    return Secrets(**named, token_command=command or None)


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
