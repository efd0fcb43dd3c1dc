"""v2 annotation queries as classic ones."""

from __future__ import annotations

from boardwright.schema.v2.node import PATH, Json, Node
from boardwright.schema.v2.queries import reference

_SAME = ("name", "enable", "hide", "iconColor", "filter", "placement", "mappings")


def annotation(item: Node) -> Json:
    """Return an annotation query; keys that older plugins keep next to the query stay there."""
    item.drop("kind", "AnnotationQuery")
    spec = item.node("spec")
    legacy_options = spec.node("legacyOptions").take_all()
    query = spec.node("query")
    source = reference(query, spec)
    asked = query.node("spec").take_all()
    found = {PATH: spec.path, **legacy_options, **spec.take_known(**{key: key for key in _SAME})}
    if source:
        found["datasource"] = source
    if asked:
        found["target"] = asked
    if spec.take("builtIn", bool):
        found["builtIn"] = 1
    return found
