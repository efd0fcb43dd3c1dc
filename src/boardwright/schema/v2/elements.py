"""Converts v2 elements to classic panels without a position, which the layout has."""

from __future__ import annotations

from boardwright.schema.v2.node import PATH, Json, Node
from boardwright.schema.v2.queries import shared_source, target

_QUERY_OPTIONS = (
    "timeFrom",
    "timeShift",
    "timeCompare",
    "interval",
    "maxDataPoints",
    "cacheTimeout",
    "queryCachingTTL",
    "hideTimeOverride",
)


def panel(element: Node) -> Json:
    """Return an element as a panel."""
    spec = element.node("spec")
    found = {PATH: spec.path, **_common(spec)}
    if element.peek("kind") == "LibraryPanel":
        element.drop("kind", "LibraryPanel")
        return {**found, "libraryPanel": spec.node("libraryPanel").take_all()}
    element.drop("kind", "Panel")
    return {**found, **_viz(spec.node("vizConfig")), **_data(spec.node("data"))}


def _common(spec: Node) -> Json:
    names = ("id", "title", "description", "links", "transparent")
    return spec.take_known(**{name: name for name in names})


def _viz(viz: Node) -> Json:
    """`v2` and `v2beta1` have the plugin as `group`; `v2alpha1` as the kind itself."""
    viz.drop("kind", "VizConfig")
    plugin = viz.take("group", str) or viz.take("kind", str) or ""
    spec = viz.node("spec")
    version = viz.take("version", str) or spec.take("pluginVersion", str)
    known = spec.take_known(options="options", fieldConfig="fieldConfig")
    return {"type": plugin, **({"pluginVersion": version} if version else {}), **known}


def _data(data: Node) -> Json:
    data.drop("kind", "QueryGroup")
    spec = data.node("spec")
    targets = [target(item) for item in spec.nodes("queries")]
    changes = [_transformation(item) for item in spec.nodes("transformations")]
    options = spec.node("queryOptions").take_known(**{name: name for name in _QUERY_OPTIONS})
    source = shared_source(targets)
    return {
        **({"datasource": source} if source else {}),
        **({"targets": targets} if targets else {}),
        **({"transformations": changes} if changes else {}),
        **options,
    }


def _transformation(item: Node) -> Json:
    item.drop("kind", "Transformation")
    plugin = item.take("group", str) or item.take("kind", str)
    spec = item.node("spec")
    spec.drop("id", plugin)
    return {"id": plugin, **spec.take_all()}
