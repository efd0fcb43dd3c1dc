"""Reads `[ruler]` and `[environments.NAME.ruler]`. A ruler is a server, such as Mimir, that
evaluates Prometheus rules.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from boardwright.config.grafana_servers import MAX_TIMEOUT, read_number, read_proxy
from boardwright.config.logins import format_secrets_hint, read_certificates, read_secrets
from boardwright.config.toml_table import Table
from boardwright.http.addresses import find_url_fault, parse_origin
from boardwright.ruler.ruler_server import VARIABLES, RulerServer

_URL_HINT = (
    "Write the URL of the rules API. For Mimir and Grafana Cloud, the URL is similar to"
    " https://mimir.example.org/prometheus/config/v1/rules. For Cortex, the URL is similar to"
    " https://cortex.example.org/api/v1/rules."
)


def read_ruler(parent: Table, base: RulerServer | None = None) -> RulerServer | None:
    """Return the settings in `[ruler]` or `[environments.NAME.ruler]`; None if boardwright.toml
    configures no ruler.

    Args:
        parent: The table that contains the table `ruler`.
        base: The settings in `[ruler]`, which an environment uses for its missing keys. If the
            environment's URL has another scheme, host or port, the credentials, certificates and
            proxy in `base` are ignored, so that no token is sent to another server.

    Raises:
        ConfigError: The table contains a secret, or a value is invalid.
    """
    if "ruler" not in parent:
        return base
    table = parent.get_table("ruler")
    url = _read_url(table) or (base.url if base else None)
    if url is None:
        table.refuse("the ruler's url is missing", "", _URL_HINT)
    inherited = _inherit_settings(base, url)
    server = replace(
        inherited,
        tenant=_read_tenant(table) or inherited.tenant,
        secrets=read_secrets(table, token_variable=VARIABLES.token) or inherited.secrets,
        certificates=read_certificates(table, inherited.certificates),
        proxy=read_proxy(table) or inherited.proxy,
        timeout=read_number(table, "timeout", MAX_TIMEOUT) or inherited.timeout,
    )
    table.close()
    return server


def _inherit_settings(base: RulerServer | None, url: str) -> RulerServer:
    """Return the settings in `base` that a ruler at this URL uses by default. For another server
    than in `base`, these are only the tenant and the time limit.
    """
    if base is None:
        return RulerServer(url=url)
    if parse_origin(base.url) == parse_origin(url):
        return replace(base, url=url)
    return RulerServer(url=url, tenant=base.tenant, timeout=base.timeout)


def _read_url(table: Table) -> str | None:
    url = table.get_text("url")
    if url is None:
        return None
    if fault := find_url_fault(url):
        hint = format_secrets_hint(VARIABLES.token) if "@" in url else _URL_HINT
        table.refuse(f"the ruler's url {fault}", "url", hint)
    if not urlsplit(url).path.strip("/"):
        table.refuse(f"the ruler's url {url!r} has no path", "url", _URL_HINT)
    return url.rstrip("/")


def _read_tenant(table: Table) -> str | None:
    tenant = table.get_text("tenant")
    if tenant is not None and not (
        tenant.isascii() and tenant.isprintable() and tenant == tenant.strip()
    ):
        table.refuse(
            f"tenant is {tenant!r}, but the header X-Scope-OrgID, which contains the tenant, may"
            " have only printable ASCII characters and no surrounding spaces",
            "tenant",
        )
    return tenant
