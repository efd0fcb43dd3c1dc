"""Computes the links at the top of a preview page, which Grafana draws next to the board's
variables.

Source: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/manage-dashboard-links/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from boardwright.frozen import frozen
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.page_model import PageLink, PageLinkItem
from boardwright.schema.board_addresses import read_linked_uid
from boardwright.schema.document import Board, Json
from boardwright.schema.json_object import ensure_list

_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_TAGS_ICON = "apps"
_ICONS = {
    "external link": "external-link-alt",
    "dashboard": _TAGS_ICON,
    "question": "question-circle",
    "info": "info-circle",
    "bolt": "bolt",
    "doc": "file-alt",
    "cloud": "cloud",
}


@frozen
class LinkedBoard:
    """Another board of the same preview, to which links can lead.

    Attributes:
        file: File name of the board's page.
    """

    uid: str
    title: str
    tags: tuple[str, ...]
    file: str


def iter_page_links(
    board: Board, filling: Interpolation, others: Sequence[LinkedBoard]
) -> Iterator[PageLink]:
    """Yield the links at the top of a board.

    Args:
        board: The compiled board.
        filling: The object that replaces variables by their values. The URLs of links may contain
            the values of variables.
        others: The boards of the preview, to which links can lead.
    """
    for link in ensure_list(board.get("links")):
        if isinstance(link, dict):
            yield (
                _build_tags_link(link, board, others)
                if link.get("type") == "dashboards"
                else _build_link(link, filling, others)
            )


def _build_link(link: Json, filling: Interpolation, others: Sequence[LinkedBoard]) -> PageLink:
    return PageLink(
        title=_fill_text(link, "title", filling) or _fill_text(link, "url", filling),
        url=_resolve_address(link, filling, others),
        tooltip=_fill_text(link, "tooltip", filling),
        icon=_ICONS.get(str(link.get("icon")), "external-link-alt"),
    )


def _resolve_address(
    link: Json, filling: Interpolation, others: Sequence[LinkedBoard]
) -> str | None:
    """Return the address to which a link leads; None if the link leads to a page of Grafana that is
    not part of the preview.
    """
    url = filling.fill(str(link.get("url") or ""), "uriencode")
    parameters = [
        filling.fill(f"${{{name}}}")
        for key, name in (("keepTime", "__url_time_range"), ("includeVars", "__all_variables"))
        if link.get(key)
    ]
    if not _WEB_ADDRESS.match(url):
        uid = read_linked_uid(url)
        files = {other.uid: other.file for other in others}
        return files.get(uid) if uid else None
    query = "&".join(each for each in parameters if each)
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _build_tags_link(link: Json, board: Board, others: Sequence[LinkedBoard]) -> PageLink:
    """Return a link that lists all further boards of the preview which have the link's tags."""
    tags = {str(tag) for tag in link.get("tags") or ()}
    found = [
        other for other in others if tags.issubset(other.tags) and other.uid != board.get("uid")
    ]
    return PageLink(
        title=str(link.get("title") or "") or ", ".join(sorted(tags)) or "Dashboards",
        url=None,
        tooltip=str(link.get("tooltip") or ""),
        icon=_TAGS_ICON,
        items=tuple(PageLinkItem(title=other.title, url=other.file) for other in found),
        as_dropdown=bool(link.get("asDropdown")),
    )


def _fill_text(link: Json, key: str, filling: Interpolation) -> str:
    value: Any = link.get(key)
    return filling.fill(value, "text") if isinstance(value, str) else ""
