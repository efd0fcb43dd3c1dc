"""What grafanalib has no word for, beside what it has: for the classes without `extraJson`.

    with_json(Target(expr="up"), {"exemplar": True})

grafanalib's panels take `extraJson`; its `Dashboard`, `Target` and `Template` do not.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any, TypeVar

import attr

Said = TypeVar("Said")


def with_json(value: Said, extra: dict[str, Any]) -> Said:
    """Return a grafanalib object that writes some JSON more.

    Args:
        value: A grafanalib `Dashboard`, `Target`, `Template` or another object of its own.
        extra: What to write beside; objects in it are merged, all else in it wins.
    """
    extended: Any = copy(value)
    cls: Any = type(value)
    extended.__class__ = _extended(cls)
    extended.extraJson = extra
    return extended  # type: ignore[no-any-return]


@cache
def _extended(cls: Any) -> Any:
    """Return a subclass whose objects have `extraJson`; `attr.evolve` keeps it."""

    def to_json_data(self: Any) -> Any:
        return _merged(cls.to_json_data(self), self.extraJson)

    body = {"extraJson": attr.ib(default=None, kw_only=True), "to_json_data": to_json_data}
    return attr.s(type(cls.__name__, (cls,), body))


def _merged(under: Any, over: Any) -> Any:
    under = under.to_json_data() if hasattr(under, "to_json_data") else under
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return {**under, **{key: _merged(under.get(key), item) for key, item in over.items()}}
