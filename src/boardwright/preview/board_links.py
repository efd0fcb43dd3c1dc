"""Computes the links at the top of a preview page, which Grafana draws next to the board's
variables.

Source: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/manage-dashboard-links/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from boardwright.frozen import frozen
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.page_model import PageLink, PageLinkItem
from boardwright.schema.board_addresses import read_linked_uid
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.dashboard_link import DashboardLink
from boardwright.schema.document import Board

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
    """A board of the preview that is a possible target of links.

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
        filling: The object that replaces the variables in URLs by their values.
        others: The boards of the preview, which are the possible targets of links.
    """
    view = Dashboard(board)
    for link in view.own_links:
        yield (
            _build_tags_link(link, view.uid, others)
            if link.lists_boards
            else _build_link(link, filling, others)
        )


def _build_link(
    link: DashboardLink, filling: Interpolation, others: Sequence[LinkedBoard]
) -> PageLink:
    return PageLink(
        title=filling.fill(link.title, "text") or filling.fill(link.url, "text"),
        url=_resolve_address(link, filling, others),
        tooltip=filling.fill(link.tooltip, "text"),
        icon=_ICONS.get(link.icon, "external-link-alt"),
    )


def _resolve_address(
    link: DashboardLink, filling: Interpolation, others: Sequence[LinkedBoard]
) -> str | None:
    """Return the URL of a link; None if the URL is a page of Grafana that the preview does not
    contain.
    """
    url = filling.fill(link.url, "uriencode")
    parameters = [
        *([filling.fill("${__url_time_range}")] if link.keeps_time else []),
        *([filling.fill("${__all_variables}")] if link.includes_variables else []),
    ]
    if not _WEB_ADDRESS.match(url):
        uid = read_linked_uid(url)
        files = {other.uid: other.file for other in others}
        return files.get(uid) if uid else None
    query = "&".join(each for each in parameters if each)
    separator = "&" if "?" in url else "?"
    return f"{url}{separator}{query}" if query else url


def _build_tags_link(link: DashboardLink, uid: str, others: Sequence[LinkedBoard]) -> PageLink:
    """Return a link to all boards of the preview with the link's tags, except the board with this
    uid.
    """
    boards = [other for other in others if link.tags.issubset(other.tags) and other.uid != uid]
    return PageLink(
        title=link.title or ", ".join(sorted(link.tags)) or "Dashboards",
        url=None,
        tooltip=link.tooltip,
        icon=_TAGS_ICON,
        items=tuple(PageLinkItem(title=other.title, url=other.file) for other in boards),
        as_dropdown=link.as_dropdown,
    )
