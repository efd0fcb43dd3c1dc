"""Converts annotation queries between schema v2 and the classic schema."""

from __future__ import annotations

from boardwright.schema.document import Json
from boardwright.schema.extension import extend_item, read_extension
from boardwright.schema.v2.complement import find_complement, restore_original
from boardwright.schema.v2.v2_node import PATH, V2Node
from boardwright.schema.v2.v2_queries import PRIVATE, read_v2_reference, write_query

_SAME = ("name", "enable", "hide", "iconColor", "filter", "placement", "mappings")
_OWN = PRIVATE | {*_SAME, "builtIn", "datasource", "target"}


def read_annotation(item: V2Node) -> Json:
    """Convert an annotation query of schema v2 to the classic schema."""
    spec = item.get_node("spec")
    query = spec.get_node("query")
    reference, query_spec = read_v2_reference(query), query.get_node("spec").read_all()
    annotation = {
        PATH: spec.path,
        **spec.get_node("legacyOptions").read_all(),
        **spec.read_known(*_SAME),
    }
    if reference:
        annotation["datasource"] = reference
    if query_spec:
        annotation["target"] = query_spec
    built_in = spec.get("builtIn", bool)
    if built_in is not None:
        annotation["builtIn"] = int(built_in)
    return extend_item(annotation, **find_complement(item.data, _write_annotation(annotation)))


def write_annotation(annotation: Json) -> Json:
    """Convert an annotation query of the classic schema to schema v2."""
    return restore_original(_write_annotation(annotation), read_extension(annotation))


def _write_annotation(annotation: Json) -> Json:
    same = {key: annotation[key] for key in _SAME if annotation.get(key) is not None}
    legacy = {key: value for key, value in annotation.items() if key not in _OWN}
    spec = {
        "name": "",
        "enable": False,
        "hide": False,
        "iconColor": "",
        **same,
        **({"builtIn": bool(annotation["builtIn"])} if "builtIn" in annotation else {}),
        "query": write_query(annotation.get("target") or {}, annotation.get("datasource")),
        **({"legacyOptions": legacy} if legacy else {}),
    }
    return {"kind": "AnnotationQuery", "spec": spec}
