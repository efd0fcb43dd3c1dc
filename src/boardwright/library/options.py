"""Helpers for the arguments of grafanalib's classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grafanalib.core import DataLink

from boardwright.schema.document import Json
from boardwright.schema.panel_json import build_data_link, build_field_defaults

Options = dict[str, Any]
"""The keyword arguments of a function or class that creates a panel."""


def drop_none(**options: Any) -> Options:
    """Return the arguments that are not None, because grafanalib has defaults for the others."""
    return {name: value for name, value in options.items() if value is not None}


def data_links(links: Iterable[DataLink], **settings: Any) -> Json | None:
    """Return data links as grafanalib's `extraJson`; None if there is nothing to add.

    Most panels of grafanalib have no argument for data links.

    Args:
        links: The data links of every field.
        settings: Further settings of every field; see `build_field_defaults`.
    """
    data = [build_data_link(each.title, each.linkUrl, new_tab=each.isNewTab) for each in links]
    return build_field_defaults(links=data or None, **settings)
