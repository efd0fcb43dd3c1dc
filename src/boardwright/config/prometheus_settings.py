"""Reads the settings for the project's Prometheus server, such as its URL, from `[prometheus]`."""

from __future__ import annotations

from dataclasses import replace

from boardwright.config.logins import format_secrets_hint, read_certificates, read_secrets
from boardwright.config.scrape_settings import HEADER_NAME
from boardwright.config.toml_table import Table
from boardwright.http.addresses import find_url_fault
from boardwright.http.credentials import Secrets
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.prometheus.server_settings import VARIABLES, PrometheusServer


def read_prometheus_server(top: Table) -> PrometheusServer:
    """Read the table `[prometheus]`. In older projects, `stack.prometheus` contains the URL.

    Raises:
        ConfigError: The table contains a secret, or a value is invalid.
    """
    table = top.get_table("prometheus")
    secrets = read_secrets(table, token_variable=VARIABLES.token)
    server = PrometheusServer(
        url=_read_url(table, "url", "prometheus.url"),
        secrets=secrets or Secrets(),
        certificates=read_certificates(table),
        headers=_read_headers(table.get_table("headers")),
        retention=_read_retention(table),
    )
    table.close()
    return _with_stack_url(top, server)


def _with_stack_url(top: Table, server: PrometheusServer) -> PrometheusServer:
    table = top.get_table("stack")
    url = _read_url(table, "prometheus", "stack.prometheus")
    table.close()
    if url is None:
        return server
    if server.url is not None:
        table.refuse(
            "stack.prometheus and prometheus.url both set the URL of Prometheus",
            "prometheus",
            "Remove stack.prometheus.",
        )
    return replace(server, url=url)


def _read_url(table: Table, key: str, name: str) -> str | None:
    url = table.take(key, str, "")
    if url and (fault := find_url_fault(url)):
        hint = 'Write a URL such as "http://host:9090".'
        table.refuse(
            f"{name} {fault}", key, format_secrets_hint(VARIABLES.token) if "@" in url else hint
        )
    return url.rstrip("/") or None


def _read_retention(table: Table) -> str | None:
    retention = table.get_text("retention")
    if retention is not None and parse_range_milliseconds(retention) is None:
        table.refuse(
            f"prometheus.retention is {retention!r}, which is not a duration",
            "retention",
            'Write the value of Prometheus\'s option --storage.tsdb.retention.time, such as "15d".',
        )
    return retention


def _read_headers(table: Table) -> dict[str, str]:
    headers = table.get_rest()
    for name, value in headers.items():
        if not isinstance(value, str) or not HEADER_NAME.fullmatch(name) or not value.isprintable():
            what = f"prometheus.headers.{name} is {value!r}, which is not a valid HTTP header"
            table.refuse(what, name, 'Write one line of text, such as X-Team = "shop".')
        if name.lower() == "authorization":
            hint = format_secrets_hint(VARIABLES.token)
            table.refuse(
                "remove the header Authorization from boardwright.toml, because secrets must not be"
                " committed",
                name,
                hint,
            )
    return headers
