"""Converts the elements of v2 to classic panels without positions, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.document import Json, PanelJson
from boardwright.schema.extension import extend_item, read_extension
from boardwright.schema.json_object import ensure_object
from boardwright.schema.panel_types import OWN_TYPES
from boardwright.schema.v2.complement import find_complement, restore_original
from boardwright.schema.v2.v2_node import PATH, V2Node
from boardwright.schema.v2.v2_queries import PRIVATE, find_shared_source, read_target, write_target

PANEL = "Panel"
LIBRARY_PANEL = "LibraryPanel"
KINDS = (PANEL, LIBRARY_PANEL)

QUERY_OPTIONS = (
    "timeFrom",
    "timeTo",
    "timeShift",
    "timeCompare",
    "interval",
    "maxDataPoints",
    "cacheTimeout",
    "queryCachingTTL",
    "hideTimeOverride",
)


PLUGIN_SETTINGS = "__angularMigration"
"""The key in `options` under which v2 stores panel settings that v1 stores outside of `options`."""

_OWN = PRIVATE | {
    *("id", "title", "description", "links", "transparent", "type", "pluginVersion", "options"),
    *("fieldConfig", "datasource", "targets", "transformations", "gridPos", "repeat", "panels"),
    *("repeatDirection", "maxPerRow", "libraryPanel", "collapsed", *QUERY_OPTIONS),
}


def is_panel(element: Any) -> bool:
    """Return whether v1 can store an element as a panel, because it is a panel or a library
    panel.
    """
    return isinstance(element, dict) and element.get("kind", PANEL) in KINDS


def read_panel(element: V2Node) -> PanelJson:
    """Return an element as a classic panel without a position."""
    spec = element.get_node("spec")
    panel = {PATH: spec.path, **spec.read_known("id", "title"), **element.origin}
    if element.get("kind") == LIBRARY_PANEL:
        panel |= spec.read_known("libraryPanel")
    else:
        panel |= spec.read_known("description", "links", "transparent")
        panel |= {**_read_viz(spec.get_node("vizConfig")), **_read_data(spec.get_node("data"))}
    return extend_item(panel, **find_complement(element.raw, _write_panel(panel)))


def restore_removed_type(panel: PanelJson) -> PanelJson:
    """Restore the removed type of a panel if Grafana's API replaced the type.

    The API replaces only the type of the panel. Grafana's web interface converts the settings when
    it loads the panel.
    """
    options = ensure_object(panel.get("options"))
    settings = ensure_object(options.get(PLUGIN_SETTINGS))
    removed = settings.get("autoMigrateFrom")
    if not isinstance(removed, str) or removed not in OWN_TYPES:
        return panel
    rest = {key: value for key, value in options.items() if key != PLUGIN_SETTINGS}
    original = _read_plugin_settings(ensure_object(settings.get("originalOptions")))
    return {**panel, **original, "type": removed, "options": rest}


def write_panel(panel: PanelJson) -> Json:
    """Return a classic panel as an element of v2."""
    return restore_original(_write_panel(panel), read_extension(panel))


def _write_panel(panel: PanelJson) -> Json:
    common = {"id": panel.get("id"), "title": panel.get("title") or ""}
    if "libraryPanel" in panel:
        return {"kind": LIBRARY_PANEL, "spec": {**common, "libraryPanel": panel["libraryPanel"]}}
    spec = {
        **common,
        "description": panel.get("description") or "",
        "links": panel.get("links") or [],
        "data": _write_data(panel),
        "vizConfig": _write_viz(panel),
        **({"transparent": True} if panel.get("transparent") else {}),
    }
    return {"kind": PANEL, "spec": spec}


def _read_viz(viz: V2Node) -> Json:
    spec = viz.get_node("spec")
    version = viz.get("version", str)
    known = spec.read_known("options", "fieldConfig")
    group = viz.get("group", str) or ""
    settings = spec.get_node("options").get_node(PLUGIN_SETTINGS)
    if settings.get("autoMigrateFrom") == group and group not in OWN_TYPES:
        options = known["options"].items()
        known["options"] = {key: value for key, value in options if key != PLUGIN_SETTINGS}
        known |= _read_plugin_settings(settings.get_node("originalOptions").read_all())
    return {"type": group, **({"pluginVersion": version} if version else {}), **known}


def _write_viz(panel: PanelJson) -> Json:
    config = {"defaults": {}, "overrides": [], **ensure_object(panel.get("fieldConfig"))}
    group, options = panel.get("type") or "", panel.get("options") or {}
    settings = {} if group in OWN_TYPES else _read_plugin_settings(panel)
    if settings:
        migration = {"autoMigrateFrom": group, "originalOptions": settings}
        options = {**ensure_object(options), PLUGIN_SETTINGS: migration}
    return {
        "kind": "VizConfig",
        "group": group,
        "version": panel.get("pluginVersion") or "",
        "spec": {"options": options, "fieldConfig": config},
    }


def _read_plugin_settings(panel: Mapping[str, Any]) -> Json:
    return {key: value for key, value in panel.items() if key not in _OWN}


def _read_data(data: V2Node) -> Json:
    spec = data.get_node("spec")
    targets = [read_target(item) for item in spec.get_nodes("queries")]
    transformations = [_read_transformation(item) for item in spec.get_nodes("transformations")]
    source = find_shared_source(targets)
    return {
        **({"datasource": source} if source else {}),
        **({"targets": targets} if targets else {}),
        **({"transformations": transformations} if transformations else {}),
        **spec.get_node("queryOptions").read_known(*QUERY_OPTIONS),
    }


def _write_data(panel: PanelJson) -> Json:
    source = panel.get("datasource")
    spec = {
        "queries": [write_target(target, source) for target in panel.get("targets") or ()],
        "transformations": list(map(_write_transformation, panel.get("transformations") or ())),
        "queryOptions": {key: panel[key] for key in QUERY_OPTIONS if panel.get(key) is not None},
    }
    return {"kind": "QueryGroup", "spec": spec}


def _read_transformation(item: V2Node) -> Json:
    return {"id": item.get("group", str) or "", **item.get_node("spec").read_all()}


def _write_transformation(change: Mapping[str, Any]) -> Json:
    spec = {"options": {}, **change}
    return {"kind": "Transformation", "group": spec.pop("id", ""), "spec": spec}
