"""Converts between the schemas `v2beta1` and `v2`, which differ only in transformations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boardwright.schema.document import Json

TRANSFORMATION = "Transformation"


def from_v2beta1(spec: Json) -> Json:
    """Convert the `spec` of a v2beta1 board to v2. The function returns a v2 `spec` unchanged."""
    return _map_transformations(spec, _upgrade_transformation)


def to_v2beta1(spec: Json) -> Json:
    """Convert the `spec` of a v2 board to v2beta1."""
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
    path = ("spec", "data", "spec", "transformations")
    return _map_list(element, path, lambda items: [_map_item(each, change) for each in items])


def _map_item(item: Any, change: Callable[[Json], Json]) -> Any:
    return change(item) if isinstance(item, dict) else item


def _map_list(value: Any, path: tuple[str, ...], change: Callable[[list[Any]], list[Any]]) -> Any:
    if not path:
        return change(value) if isinstance(value, list) else value
    if not isinstance(value, dict) or path[0] not in value:
        return value
    return {**value, path[0]: _map_list(value[path[0]], path[1:], change)}
