"""Complete the links of a board, and convert the panel links of Grafana 5 to URLs."""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.schema.board_traversal import map_items, map_panels
from boardwright.schema.document import Board, Json

BOARD_LINK: Json = {
    "asDropdown": False,
    "icon": "external link",
    "includeVars": False,
    "keepTime": False,
    "tags": [],
    "targetBlank": False,
    "title": "",
    "tooltip": "",
    "type": "link",
    "url": "",
}
"""A new link in the settings of a board in Grafana."""

PANEL_KEYS = ("dashUri", "dashboard", "dashId", "includeVars", "keepTime", "params", "type", "uri")
"""Keys that only panel links of Grafana 5 and older have."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with links as Grafana 6 and later write them."""
    board = map_items(board, "links", _complete_board_link)
    return map_panels(board, lambda panel: map_items(panel, "links", _convert_panel_link))


def _complete_board_link(link: Json) -> Json:
    present = {key: value for key, value in link.items() if value is not None}
    return {**BOARD_LINK, **present}


def _convert_panel_link(link: Json) -> Json:
    if not any(key in link for key in PANEL_KEYS):
        return link
    url = link.get("url") or link.get("uri") or _build_dashboard_path(link)
    extras = [str(link["params"])] if link.get("params") else []
    extras += ["$__url_time_range"] if link.get("keepTime") else []
    extras += ["$__all_variables"] if link.get("includeVars") else []
    query = "&".join(extras)
    joint = "&" if "?" in url else "?"
    return {**drop_keys(link, *PANEL_KEYS), "url": f"{url}{joint}{query}" if query else url}


def _build_dashboard_path(link: Json) -> str:
    uri = link.get("dashUri") or (
        f"db/{_join_words(link['dashboard'])}" if link.get("dashboard") else ""
    )
    return f"dashboard/{uri}" if uri else ""


def _join_words(title: object) -> str:
    return "-".join(str(title).lower().split())
