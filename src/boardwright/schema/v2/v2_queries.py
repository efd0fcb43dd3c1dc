"""Converts the queries of panels, variables and annotations between schema v2 and the classic
schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.datasource_references import MIXED
from boardwright.schema.document import ORIGIN, Json
from boardwright.schema.extension import EXTENSION, extend_item, read_extension
from boardwright.schema.v2.complement import find_complement, restore_original
from boardwright.schema.v2.v2_node import PATH, V2Node

VERSION = "v0"
"""The `version` of every query in schema v2. Grafana has not defined another version so far."""

PRIVATE = frozenset({EXTENSION, ORIGIN, PATH})
_OUTER = PRIVATE | {"refId", "hide", "datasource"}


def read_v2_reference(query: V2Node) -> Json | None:
    """Return the data source of a v2 query as a classic reference; None if the query names no data
    source.

    In v2, the query contains the plugin type under `group`, and the uid under `datasource.name`.
    """
    parts = {"type": query.get("group", str), "uid": query.get_node("datasource").get("name", str)}
    return {key: value for key, value in parts.items() if value} or None


def write_reference(source: Any) -> Json:
    """Convert a classic data source reference to the keys `group` and `datasource` of schema v2.
    The reference is an object, or text with a uid or name.
    """
    reference = source if isinstance(source, dict) else {"uid": source}
    datasource = {"datasource": {"name": reference["uid"]}} if reference.get("uid") else {}
    return {"group": reference.get("type") or "", **datasource}


def write_query(spec: Json, source: Any) -> Json:
    """Return a query of a panel, variable or annotation as schema v2 stores it.

    Args:
        spec: The keys of the query, without the data source.
        source: The data source of the query, as a classic reference.
    """
    return {"kind": "DataQuery", "version": VERSION, **write_reference(source), "spec": spec}


def read_target(item: V2Node) -> Json:
    """Convert a panel's query of schema v2 to the classic schema."""
    spec = item.get_node("spec")
    query = spec.get_node("query")
    source = read_v2_reference(query)
    target = {PATH: spec.path, **query.get_node("spec").read_all(), **spec.read_known("refId")}
    if spec.get("hidden", bool):
        target["hide"] = True
    if source:
        target["datasource"] = source
    return extend_item(target, **find_complement(item.data, _write_target(target, None)))


def write_target(target: Mapping[str, Any], panel_source: Any) -> Json:
    """Convert a panel's query of the classic schema to schema v2.

    Args:
        target: The query of the classic schema.
        panel_source: The data source of the query's panel, which the query uses if it names no data
            source.
    """
    return restore_original(_write_target(target, panel_source), read_extension(target))


def _write_target(target: Mapping[str, Any], panel_source: Any) -> Json:
    inner = {key: value for key, value in target.items() if key not in _OUTER}
    inherited = None if panel_source == MIXED else panel_source
    query = write_query(inner, target.get("datasource") or inherited)
    spec = {"refId": target.get("refId") or "", "hidden": target.get("hide") is True}
    return {"kind": "PanelQuery", "spec": {"query": query, **spec}}


def find_shared_source(targets: list[Json]) -> Json | None:
    """Return the data source that all queries name; `-- Mixed --` if they name different data
    sources; None if no query names a data source.
    """
    sources = [target["datasource"] for target in targets if target.get("datasource")]
    if not sources:
        return None
    is_shared = all(source == sources[0] for source in sources) and len(sources) == len(targets)
    return sources[0] if is_shared or len(targets) == 1 else MIXED
