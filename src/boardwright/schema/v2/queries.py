"""v2 queries of panels, variables and annotations, read and written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.datasource_references import MIXED
from boardwright.schema.document import ORIGIN
from boardwright.schema.extension import EXTENSION, extend, extension
from boardwright.schema.v2.complement import complement, restore
from boardwright.schema.v2.node import PATH, Json, Node

VERSION = "v0"
"""The version of a data source's queries; Grafana has no other one so far."""

PRIVATE = frozenset({EXTENSION, ORIGIN, PATH})
_OUTER = PRIVATE | {"refId", "hide", "datasource"}


def read_reference(query: Node) -> Json | None:
    """Return the data source of a query in the classic form; None when it has none.

    v2 has the plugin in the query's `group` and the uid in its `datasource.name`.
    """
    parts = {"type": query.get("group", str), "uid": query.node("datasource").get("name", str)}
    return {key: value for key, value in parts.items() if value} or None


def write_reference(source: Any) -> Json:
    """Return `group` and `datasource` of a classic data source, which may be a name."""
    found = source if isinstance(source, dict) else {"uid": source}
    named = {"datasource": {"name": found["uid"]}} if found.get("uid") else {}
    return {"group": found.get("type") or "", **named}


def write_query(spec: Json, source: Any) -> Json:
    """Return the query of a panel, variable or annotation."""
    return {"kind": "DataQuery", "version": VERSION, **write_reference(source), "spec": spec}


def read_target(item: Node) -> Json:
    """Return a panel's query in the classic form."""
    spec = item.node("spec")
    query = spec.node("query")
    source = read_reference(query)
    found = {PATH: spec.path, **query.node("spec").read_all(), **spec.read_known("refId")}
    if spec.get("hidden", bool):
        found["hide"] = True
    if source:
        found["datasource"] = source
    return extend(found, **complement(item.data, _write_target(found, None)))


def write_target(target: Mapping[str, Any], panel_source: Any) -> Json:
    """Return a classic query as a panel's query of v2.

    Args:
        target: The query.
        panel_source: The data source of its panel, for a query that has none.
    """
    return restore(_write_target(target, panel_source), extension(target))


def _write_target(target: Mapping[str, Any], panel_source: Any) -> Json:
    inner = {key: value for key, value in target.items() if key not in _OUTER}
    inherited = None if panel_source == MIXED else panel_source
    query = write_query(inner, target.get("datasource") or inherited)
    spec = {"refId": target.get("refId") or "", "hidden": target.get("hide") is True}
    return {"kind": "PanelQuery", "spec": {"query": query, **spec}}


def shared_source(targets: list[Json]) -> Json | None:
    """Return the data source of a panel with these queries: their common one, or the mixed one."""
    found = [target["datasource"] for target in targets if target.get("datasource")]
    if not found:
        return None
    same = all(source == found[0] for source in found) and len(found) == len(targets)
    return found[0] if same or len(targets) == 1 else MIXED
