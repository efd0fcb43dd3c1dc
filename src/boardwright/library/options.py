"""Helpers for the arguments of grafanalib's classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grafanalib.core import DataLink


def drop_none(**options: Any) -> dict[str, Any]:
    """Return the arguments that are not None, so that grafanalib's defaults apply to the others."""
    return {name: value for name, value in options.items() if value is not None}


def data_links(links: Iterable[DataLink]) -> dict[str, Any] | None:
    """Return data links as grafanalib's `extraJson`, because most grafanalib panels have no
    argument for data links.
    """
    data = [
        {"title": link.title, "url": link.linkUrl, "targetBlank": link.isNewTab} for link in links
    ]
    return {"fieldConfig": {"defaults": {"links": data}}} if data else None
