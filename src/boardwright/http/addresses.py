"""Checks URLs of servers, and removes secrets from URLs for messages."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

URL_HINT = (
    'Write a URL such as "https://grafana.example.org", with the sub-path if the server has one.'
)


def find_url_fault(url: str) -> str | None:
    """Return the reason why a text is not the URL of a server; None if the URL is valid.

    The returned text never contains a user or password.
    """
    if "@" in url:
        return "contains a user or password, which is not allowed in a URL"
    safe_url = url if url == (without_query := _remove_query(url)) else f"{without_query}?***"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return f"is {safe_url!r}, which is not a valid URL"
    if parts.scheme not in {"http", "https"}:
        return f"is {safe_url!r}; it must begin with http:// or https://"
    if not parts.hostname or port == 0 or any(char.isspace() for char in url):
        return f"is {safe_url!r}, which is not a valid URL"
    if url != without_query:
        return f"is {safe_url!r}; a query (?) or fragment (#) is not allowed here"
    return None


def _remove_query(url: str) -> str:
    return url.partition("?")[0].partition("#")[0]


def strip_url_secrets(url: str) -> str:
    """Return a URL without user, password, query and fragment, because these may contain
    secrets."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _remove_query(url).rpartition("@")[2]
    scheme = f"{parts.scheme}://" if parts.scheme else ""
    return f"{scheme}{parts.netloc.rpartition('@')[2]}{parts.path}"


def parse_origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a URL. If the URL contains no port, return the scheme's
    default port.

    Two URLs with the same origin belong to the same server.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, (parts.hostname or "").lower(), port


def is_loopback(url: str) -> bool:
    """Return whether a URL points to this machine. A proxy must not be used for such a URL, because
    the proxy could not reach this machine.
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
