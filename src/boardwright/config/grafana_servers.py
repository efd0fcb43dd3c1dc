"""Reads the settings for a Grafana server, such as its URL, from `[grafana]` and
`[environments.NAME]`.
"""

from __future__ import annotations

from dataclasses import replace

from boardwright.config.logins import format_secrets_hint, read_certificates, read_secrets
from boardwright.config.toml_table import Table
from boardwright.grafana.server import VARIABLES, GrafanaServer
from boardwright.http.addresses import URL_HINT, find_url_fault
from boardwright.notation.durations import parse_interval_milliseconds

MAX_TIMEOUT = 600
"""The largest allowed value of `timeout`, the time limit for one HTTP request in seconds."""
_MAX_TOTAL_TIMEOUT = 24 * 3600
_MAX_RETRIES = 20


def read_server(table: Table, base: GrafanaServer | None = None) -> GrafanaServer:
    """Read the settings for a Grafana server.

    Args:
        table: The table `[grafana]` or `[environments.NAME]`.
        base: The settings in `[grafana]`, which an environment uses for its missing keys. If the
            table sets any credentials, all credentials in `base` are ignored.

    Raises:
        ConfigError: The table contains a secret, or a value is out of range.
    """
    base = base or GrafanaServer()
    secrets = read_secrets(table, token_variable=VARIABLES.token)
    url, org_id = _read_url(table), read_number(table, "org_id", 2**31 - 1)
    names_other_server = url is not None or org_id is not None
    return replace(
        base,
        url=url or base.url,
        secrets=secrets or base.secrets,
        certificates=read_certificates(table, base.certificates),
        proxy=read_proxy(table) or base.proxy,
        org_id=org_id or base.org_id,
        namespace=table.get_text("namespace") or (None if names_other_server else base.namespace),
        min_refresh_interval=_read_interval(table) or base.min_refresh_interval,
        timeout=read_number(table, "timeout", MAX_TIMEOUT) or base.timeout,
        total_timeout=read_number(table, "total_timeout", _MAX_TOTAL_TIMEOUT) or base.total_timeout,
        retries=_read_retries(table, base.retries),
    )


def _read_url(table: Table) -> str | None:
    url = table.get_text("url")
    if url is not None and (reason := find_url_fault(url)):
        hint = format_secrets_hint(VARIABLES.token) if "@" in url else URL_HINT
        table.refuse(f"url {reason}", "url", hint)
    return url.rstrip("/") if url else None


def read_proxy(table: Table) -> str | None:
    """Read `proxy`, the URL of a proxy.

    Raises:
        ConfigError: The URL is invalid, or contains a user or password.
    """
    proxy = table.get_text("proxy")
    if proxy is not None and (reason := find_url_fault(proxy)):
        hint = (
            "Write a URL such as http://proxy.example.org:3128. If the proxy needs a user and a"
            " password, put the whole URL into the environment variable HTTPS_PROXY instead."
        )
        table.refuse(f"proxy {reason}", "proxy", hint)
    return proxy


def _read_interval(table: Table) -> str | None:
    interval = table.get_text("min_refresh_interval")
    if interval is not None and not parse_interval_milliseconds(interval):
        what = f"min_refresh_interval is {interval!r}, which is not a duration"
        table.refuse(
            what, "min_refresh_interval", 'Write a duration as in grafana.ini, such as "30s".'
        )
    return interval


def _read_retries(table: Table, default: int) -> int:
    retries = table.take("retries", int, default)
    if not 0 <= retries <= _MAX_RETRIES:
        table.refuse(f"retries is {retries}, but must be from 0 to {_MAX_RETRIES}", "retries")
    return retries


def read_number(table: Table, key: str, maximum: int) -> int | None:
    """Read a whole number from 1 to `maximum`; None if the table lacks the key.

    Raises:
        ConfigError: The number is out of range.
    """
    if key not in table:
        return None
    number = table.take(key, int, 0)
    if not 0 < number <= maximum:
        table.refuse(f"{key} is {number}, but must be from 1 to {maximum}", key)
    return number
