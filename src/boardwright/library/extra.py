"""Adds JSON to grafanalib objects whose classes do not have the argument `extraJson`.

    with_json(Target(expr="up"), {"exemplar": True})

grafanalib's panels have `extraJson`, but `Dashboard`, `Target` and `Template` do not.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any, TypeVar

import attr

from boardwright.schema.document import Json

GrafanalibObject = TypeVar("GrafanalibObject")


def with_json(value: GrafanalibObject, extra: Json) -> GrafanalibObject:
    """Return a copy of a grafanalib object whose JSON also contains `extra`.

    Args:
        value: A grafanalib `Dashboard`, `Target`, `Template` or other object.
        extra: The additional JSON. Nested JSON objects are merged key by key. Any other value
            replaces the value of the grafanalib object.
    """
    extended: Any = copy(value)
    cls: Any = type(value)
    extended.__class__ = _extend_class(cls)
    extended.extraJson = extra
    return extended  # type: ignore[no-any-return]


@cache
def _extend_class(cls: Any) -> Any:
    """Return a subclass with the attribute `extraJson`, which `attr.evolve` copies."""

    def to_json_data(self: Any) -> Any:
        return _merge_values(cls.to_json_data(self), self.extraJson)

    body = {"extraJson": attr.ib(default=None, kw_only=True), "to_json_data": to_json_data}
    return attr.s(type(cls.__name__, (cls,), body))


def _merge_values(under: Any, over: Any) -> Any:
    under = under.to_json_data() if hasattr(under, "to_json_data") else under
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return {**under, **{key: _merge_values(under.get(key), item) for key, item in over.items()}}
