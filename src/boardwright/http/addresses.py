"""Checks the URLs of servers, and removes secrets from URLs before messages show them."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

URL_HINT = 'Write a URL such as "https://grafana.example.org" or "https://example.org/grafana".'


def find_url_fault(url: str) -> str | None:
    """Return the reason why a URL is invalid; None if the URL is valid.

    The reason never contains a user or password.
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
        return f"is {safe_url!r}; it must not contain a query (?) or a fragment (#)"
    return None


def _remove_query(url: str) -> str:
    return url.partition("?")[0].partition("#")[0]


def strip_url_secrets(url: str) -> str:
    """Return a URL without its user, password, query and fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _remove_query(url).rpartition("@")[2]
    scheme = f"{parts.scheme}://" if parts.scheme else ""
    return f"{scheme}{parts.netloc.rpartition('@')[2]}{parts.path}"


def parse_origin(url: str) -> tuple[str, str, int]:
    """Return the scheme, host and port of a URL.

    If the URL contains no port, the function returns the default port of the scheme.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, (parts.hostname or "").lower(), port


def is_loopback(url: str) -> bool:
    """Return whether the host in a URL is the local machine, such as `localhost` or `127.0.0.1`."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
