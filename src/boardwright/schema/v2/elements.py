"""v2 elements and classic panels. Their position is in the layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.document import PanelJson
from boardwright.schema.extension import extend, extension
from boardwright.schema.v2.complement import complement, restore
from boardwright.schema.v2.node import PATH, Json, Node
from boardwright.schema.v2.queries import read_target, shared_source, write_target

PANEL = "Panel"
LIBRARY_PANEL = "LibraryPanel"
KINDS = frozenset({PANEL, LIBRARY_PANEL})

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


def is_panel(element: Any) -> bool:
    """Return whether an element is of a kind that v1 has: a panel or a library panel."""
    return isinstance(element, dict) and element.get("kind", PANEL) in KINDS


def read_panel(element: Node) -> PanelJson:
    """Return an element as a panel."""
    spec = element.node("spec")
    found = {PATH: spec.path, **spec.read_known("id", "title"), **element.origin}
    if element.get("kind") == LIBRARY_PANEL:
        found |= spec.read_known("libraryPanel")
    else:
        found |= spec.read_known("description", "links", "transparent")
        found |= {**_read_viz(spec.node("vizConfig")), **_read_data(spec.node("data"))}
    return extend(found, **complement(element.raw, _write_panel(found)))


def write_panel(panel: PanelJson) -> Json:
    """Return a panel as an element."""
    return restore(_write_panel(panel), extension(panel))


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


def _read_viz(viz: Node) -> Json:
    spec = viz.node("spec")
    version = viz.get("version", str)
    known = spec.read_known("options", "fieldConfig")
    group = viz.get("group", str) or ""
    return {"type": group, **({"pluginVersion": version} if version else {}), **known}


def _write_viz(panel: PanelJson) -> Json:
    config = {"defaults": {}, "overrides": [], **_object(panel.get("fieldConfig"))}
    return {
        "kind": "VizConfig",
        "group": panel.get("type") or "",
        "version": panel.get("pluginVersion") or "",
        "spec": {"options": panel.get("options") or {}, "fieldConfig": config},
    }


def _read_data(data: Node) -> Json:
    spec = data.node("spec")
    targets = [read_target(item) for item in spec.nodes("queries")]
    changes = [_read_transformation(item) for item in spec.nodes("transformations")]
    source = shared_source(targets)
    return {
        **({"datasource": source} if source else {}),
        **({"targets": targets} if targets else {}),
        **({"transformations": changes} if changes else {}),
        **spec.node("queryOptions").read_known(*QUERY_OPTIONS),
    }


def _write_data(panel: PanelJson) -> Json:
    source = panel.get("datasource")
    spec = {
        "queries": [write_target(target, source) for target in panel.get("targets") or ()],
        "transformations": list(map(_write_transformation, panel.get("transformations") or ())),
        "queryOptions": {key: panel[key] for key in QUERY_OPTIONS if panel.get(key) is not None},
    }
    return {"kind": "QueryGroup", "spec": spec}


def _read_transformation(item: Node) -> Json:
    return {"id": item.get("group", str) or "", **item.node("spec").read_all()}


def _write_transformation(change: Mapping[str, Any]) -> Json:
    spec = {"options": {}, **change}
    return {"kind": "Transformation", "group": spec.pop("id", ""), "spec": spec}


def _object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}
