"""Converts v2 queries of panels, variables and annotations."""

from __future__ import annotations

from boardwright.schema.datasource_references import MIXED
from boardwright.schema.v2.node import PATH, Json, Node


def reference(query: Node, holder: Node) -> Json | None:
    """Return the data source of a query in the classic form; None when it has none.

    `v2` and `v2beta1` have the plugin in the query's `group` and the uid in its `datasource.name`;
    `v2alpha1` has the plugin as the query's `kind`, and `datasource` next to the query.
    """
    query.drop("kind", "DataQuery")
    query.drop("version", "", "v0")
    plugin = query.take("group", str) or query.take("kind", str)
    inner, legacy = query.node("datasource"), holder.node("datasource")
    uid = inner.take("name", str) or inner.take("uid", str) or legacy.take("uid", str)
    plugin = legacy.take("type", str) or plugin
    reference_parts = {"type": plugin, "uid": uid}
    return {key: value for key, value in reference_parts.items() if value} or None


def target(item: Node) -> Json:
    """Return a panel's query in the classic form."""
    item.drop("kind", "PanelQuery")
    spec = item.node("spec")
    query = spec.node("query")
    source = reference(query, spec)
    found = {PATH: spec.path, **query.node("spec").take_all(), **spec.take_known(refId="refId")}
    if spec.take("hidden", bool):
        found["hide"] = True
    return {**found, "datasource": source} if source else found


def shared_source(targets: list[Json]) -> Json | None:
    """Return the data source of a panel with these queries: their common one, or the mixed one."""
    found = [target["datasource"] for target in targets if target.get("datasource")]
    if not found:
        return None
    same = all(source == found[0] for source in found) and len(found) == len(targets)
    return found[0] if same or len(targets) == 1 else MIXED
