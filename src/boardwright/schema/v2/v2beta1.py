"""Converts the parts in which `v2beta1`, which Grafana 12 serves, differs from `v2`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boardwright.schema.document import Json

TRANSFORMATION = "Transformation"


def from_v2beta1(spec: Json) -> Json:
    """Convert the transformations of a v2beta1 spec to v2. A v2 spec is returned unchanged."""
    return _map_transformations(spec, _upgrade_transformation)


def to_v2beta1(spec: Json) -> Json:
    """Convert a v2 spec to v2beta1."""
    return _map_transformations(spec, _downgrade_transformation)


def _upgrade_transformation(item: Json) -> Json:
    """Convert a transformation of v2beta1 to v2. In v2beta1, `kind` and `spec.id` contain the name
    of the transformation.
    """
    spec = item.get("spec")
    if item.get("kind") == TRANSFORMATION or not isinstance(spec, dict):
        return item
    if item.get("kind") != spec.get("id") or "group" in item:
        return item
    rest = {key: value for key, value in spec.items() if key != "id"}
    return {**item, "kind": TRANSFORMATION, "group": item["kind"], "spec": rest}


def _downgrade_transformation(item: Json) -> Json:
    group, spec = item.get("group"), item.get("spec")
    if item.get("kind") != TRANSFORMATION or group is None or not isinstance(spec, dict):
        return item
    rest = {key: value for key, value in item.items() if key != "group"}
    return {**rest, "kind": group, "spec": {"id": group, **spec}}


def _map_transformations(spec: Json, change: Callable[[Json], Json]) -> Json:
    elements = spec.get("elements")
    if not isinstance(elements, dict):
        return spec
    changed = {name: _map_element(element, change) for name, element in elements.items()}
    return {**spec, "elements": changed}


def _map_element(element: Any, change: Callable[[Json], Json]) -> Any:
    way = ("spec", "data", "spec", "transformations")
    return _map_list(element, way, lambda items: [_map_item(each, change) for each in items])


def _map_item(item: Any, change: Callable[[Json], Json]) -> Any:
    return change(item) if isinstance(item, dict) else item


def _map_list(owner: Any, way: tuple[str, ...], change: Callable[[list[Any]], list[Any]]) -> Any:
    """Apply `change` to the list at the path `way` of an object, and return the changed object; the
    same object if no list is at this path.
    """
    if not way:
        return change(owner) if isinstance(owner, list) else owner
    if not isinstance(owner, dict) or way[0] not in owner:
        return owner
    return {**owner, way[0]: _map_list(owner[way[0]], way[1:], change)}
