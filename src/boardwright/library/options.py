"""Arguments of grafanalib's classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grafanalib.core import DataLink


def drop_none(**options: Any) -> dict[str, Any]:
    """Return the options that are not None, so that grafanalib's defaults apply to the others."""
    return {name: value for name, value in options.items() if value is not None}


def data_links(links: Iterable[DataLink]) -> dict[str, Any] | None:
    """Return grafanalib's `extraJson` for data links, which most of its panels lack."""
    data = [
        {"title": link.title, "url": link.linkUrl, "targetBlank": link.isNewTab} for link in links
    ]
    return {"fieldConfig": {"defaults": {"links": data}}} if data else None
