"""Helpers for the arguments of grafanalib's classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grafanalib.core import DataLink

from boardwright.schema.document import Json
from boardwright.schema.panel_json import build_data_link, build_field_defaults

Options = dict[str, Any]
"""Name -> value of the keyword arguments of a function or class that makes a panel."""


def drop_none(**options: Any) -> Options:
    """Return the arguments that are not None, so that grafanalib's defaults apply to the others."""
    return {name: value for name, value in options.items() if value is not None}


def data_links(links: Iterable[DataLink], **settings: Any) -> Json | None:
    """Return data links as grafanalib's `extraJson`, because most grafanalib panels have no
    argument for data links; None if there is nothing to add.

    Args:
        links: The data links of every field.
        settings: Further settings of every field; see `build_field_defaults`.
    """
    data = [build_data_link(each.title, each.linkUrl, new_tab=each.isNewTab) for each in links]
    return build_field_defaults(links=data or None, **settings)
