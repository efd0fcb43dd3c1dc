"""Grafana's address: what is taken, and how a page's address is made from it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

EXAMPLE = 'Write url = "https://grafana.example.org", with the sub-path if it has one.'


def refusal(url: str) -> str | None:
    """Return why a text is no address of a Grafana, or None when it is one.

    What is returned never repeats a user or password that the text holds.
    """
    if "@" in url:
        return "holds a user or password; an address has none"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return f"is {url!r}, which is no address"
    if parts.scheme not in {"http", "https"}:
        return f"is {url!r}; it begins with http:// or https://"
    if not parts.hostname or port == 0 or any(char.isspace() for char in url):
        return f"is {url!r}, which is no address"
    if parts.query or parts.fragment:
        return f"is {url!r}; it has no ? and no #"
    return None


def shown(url: str) -> str:
    """Return an address without user, password, query and fragment: for messages."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def page(url: str, path: str) -> str:
    """Return the address of a page of Grafana.

    Args:
        url: Grafana's address, which may have a sub-path.
        path: As Grafana told it: from the host's root, with or without the sub-path.
    """
    parts = urlsplit(url)
    base = parts.path.rstrip("/")
    path = path if path.startswith(f"{base}/") else base + path
    return f"{parts.scheme}://{parts.netloc}{path}"


def is_loopback(url: str) -> bool:
    """Return whether an address is this machine's own; a proxy cannot reach it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
