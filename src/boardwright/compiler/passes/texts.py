"""Move settings of text, news, dashboard list and alert list panels to `options`.

Grafana 6 and older, and grafanalib's `DashboardList` and `AlertList`, store the settings at the top
level of the panel.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, drop_none, split_words
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson

TEXT_MODES = {"text": "markdown"}
"""Maps an old mode of text panels to the current mode. Grafana now shows plain text as Markdown."""

DASHBOARDS = {
    "headings": "showHeadings",
    "search": "showSearch",
    "recent": "showRecentlyViewed",
    "starred": "showStarred",
    "limit": "maxItems",
    "query": "query",
    "tags": "tags",
    "folderId": "folderId",
}
"""Maps the top-level keys of an old dashboard list to current options."""

ALERTS = split_words(
    "alertName dashboardFilter dashboardTags folderId limit nameFilter onlyAlertsOnDashboard "
    "show sortOrder stateFilter"
)
"""Top-level keys of an old alert list."""

STATES = {
    "ok": "normal",
    "alerting": "firing",
    "pending": "pending",
    "no_data": "noData",
    "execution_error": "error",
}
"""Maps the states of old alerts to the states of current alert rules."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with the settings of text, news and list panels in `options`."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    upgrades = {
        "text": _upgrade_text,
        "text2": _upgrade_text,
        "dashlist": _upgrade_dashboard_list,
        "alertlist": _upgrade_alert_list,
        "news": _upgrade_news,
    }
    upgrade = upgrades.get(str(panel.get("type")))
    return upgrade(panel) if upgrade else panel


def _upgrade_text(panel: PanelJson) -> PanelJson:
    old = drop_none(mode=panel.get("mode"), content=panel.get("content"))
    options = {**old, **(panel.get("options") or {})}
    mode = str(options.get("mode") or "markdown")
    options["mode"] = TEXT_MODES.get(mode, mode)
    return {**drop_keys(panel, "mode", "content", "style"), "type": "text", "options": options}


def _upgrade_dashboard_list(panel: PanelJson) -> PanelJson:
    old = {new: panel[key] for key, new in DASHBOARDS.items() if panel.get(key) is not None}
    options = {**old, **(panel.get("options") or {})}
    if options.get("folderId") == 0:  # 0 is the folder "General"
        options = {"folderUID": "", **drop_keys(options, "folderId")}
    return {**drop_keys(panel, *DASHBOARDS, "folderName"), "options": options}


def _upgrade_news(panel: PanelJson) -> PanelJson:
    old = drop_none(feedUrl=panel.get("feedUrl"))
    options = {**old, **(panel.get("options") or {})}
    return {**drop_keys(panel, "feedUrl"), "options": options}


def _upgrade_alert_list(panel: PanelJson) -> PanelJson:
    options = panel.get("options") or {}
    if not any(key in panel for key in ALERTS) and "showOptions" not in options:
        return panel
    kept = drop_keys(
        options, "showOptions", "dashboardAlerts", "alertName", "dashboardTitle", "tags"
    )
    old = {**options, **panel}
    return {**drop_keys(panel, *ALERTS), "options": {**_build_alert_options(old), **kept}}


def _build_alert_options(old: Json) -> Json:
    name = old.get("alertName") or old.get("nameFilter")
    only_here = old.get("onlyAlertsOnDashboard") or old.get("dashboardAlerts")
    options = drop_none(
        alertName=name or None,
        maxItems=old.get("limit") or old.get("maxItems"),
        sortOrder=old.get("sortOrder"),
        stateFilter=_convert_states(old.get("stateFilter")),
    )
    return {"viewMode": "list", "dashboardAlerts": bool(only_here), **options}


def _convert_states(old: Any) -> Json | None:
    """Return the alert states that an alert list shows.

    In old panels, an empty list means all states.
    """
    if isinstance(old, dict):
        states = [key for key, value in old.items() if value]
    elif isinstance(old, list):
        states = old
    else:
        return None
    return {new: not states or key in states for key, new in STATES.items()}
