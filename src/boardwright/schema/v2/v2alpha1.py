"""Recognises boards of `v2alpha1`, which Grafana 12 wrote and Grafana 13 replaced by v2."""

from __future__ import annotations

from typing import Any

from boardwright.schema.document import Board
from boardwright.schema.v2.v2_node import V2Node

WHAT = "is in the schema v2alpha1, which Grafana 13 replaced by v2"
HINT = (
    "Read the board from Grafana 12.4 or later as v2beta1: GET"
    " /apis/dashboard.grafana.app/v2beta1/namespaces/default/dashboards/UID."
)


def is_v2alpha1(spec: Board) -> bool:
    """Return whether a board has panels or queries of v2alpha1.

    In v2alpha1, the key `kind` of a panel's `vizConfig` contains the id of the panel plugin. In v2,
    the key `group` of `vizConfig` contains the id of the plugin.
    """
    elements = V2Node(spec, ()).get_node("elements")
    return any(_is_old(elements.get_node(name).get_node("spec")) for name in elements.read_all())


def _is_old(spec: V2Node) -> bool:
    queries = spec.get_node("data").get_node("spec").get_nodes("queries")
    parts: list[tuple[V2Node, Any]] = [(spec.get_node("vizConfig"), "VizConfig")]
    parts += [(query.get_node("spec").get_node("query"), "DataQuery") for query in queries]
    return any(
        isinstance(part.raw.get("kind"), str)
        and part.raw["kind"] not in ("", kind)
        and "group" not in part.raw
        for part, kind in parts
    )
