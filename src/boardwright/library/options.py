"""Arguments for grafanalib's classes: only those that were given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grafanalib.core import DataLink


def given(**options: Any) -> dict[str, Any]:
    """Return the options that are not None: grafanalib's own defaults stand for the others."""
    return {name: value for name, value in options.items() if value is not None}


def data_links(links: Iterable[DataLink]) -> dict[str, Any] | None:
    """Return grafanalib's `extraJson` for links on the data, which most of its panels lack."""
    data = [
        {"title": link.title, "url": link.linkUrl, "targetBlank": link.isNewTab} for link in links
    ]
    return {"fieldConfig": {"defaults": {"links": data}}} if data else None
