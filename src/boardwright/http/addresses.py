"""Addresses of servers: which are valid, and how messages show them."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

URL_HINT = 'Write it as "https://grafana.example.org", with the sub-path if it has one.'


def url_fault(url: str) -> str | None:
    """Return why a text is not the address of a server, or None when it is one.

    The returned text never repeats a user or password.
    """
    if "@" in url:
        return "contains a user or password; an address has none"
    shown = url if url == (bare := _without_query(url)) else f"{bare}?***"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return f"is {shown!r}, which is not an address"
    if parts.scheme not in {"http", "https"}:
        return f"is {shown!r}; it must begin with http:// or https://"
    if not parts.hostname or port == 0 or any(char.isspace() for char in url):
        return f"is {shown!r}, which is not an address"
    if url != bare:
        return f"is {shown!r}; an address has no query (?) and no fragment (#)"
    return None


def _without_query(url: str) -> str:
    return url.partition("?")[0].partition("#")[0]


def public_url(url: str) -> str:
    """Return an address without user, password, query and fragment, which may hold secrets."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _without_query(url).rpartition("@")[2]
    scheme = f"{parts.scheme}://" if parts.scheme else ""
    return f"{scheme}{parts.netloc.rpartition('@')[2]}{parts.path}"


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an address; the port is the scheme's own where none is named.

    Two addresses with one origin lead to one server.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, (parts.hostname or "").lower(), port


def is_loopback(url: str) -> bool:
    """Return whether an address is this machine's own; a proxy cannot reach it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
