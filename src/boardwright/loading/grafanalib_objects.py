"""Recognises grafanalib's objects, and makes grafanalib's classes record where objects are made."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import attr

from boardwright.loading.mixed_panels import accept_mixed_panels
from boardwright.loading.object_origins import ObjectOrigins
from boardwright.loading.user_modules import Hook

PACKAGE = "grafanalib"
_KINDS = (
    *("Dashboard", "Row", "Panel", "AlertList", "Target", "Template"),
    *("AlertGroup", "AlertRulev8", "AlertRulev9"),
)
"""Endings of the class names whose objects are recorded.

Recording other values, such as `Legend`, would cost time without use.
"""


def build_grafanalib_hook(origins: ObjectOrigins) -> Hook:
    """Return a function that changes the classes of a grafanalib module permanently, after its
    import.
    """

    def change_module(module: ModuleType) -> None:
        origins.mark_classes(_list_recorded_classes(module), asked=True)
        if module.__name__ == "grafanalib.core":
            accept_mixed_panels(module, origins)

    return change_module


def is_grafanalib_board(value: object) -> bool:
    """Return whether a value is a grafanalib `Dashboard` or an object of a subclass."""
    return is_core_object(value, "Dashboard")


def is_core_object(value: object, name: str) -> bool:
    """Return whether a value is an object of the class `name` of `grafanalib.core`. The function
    does not import `grafanalib.core`.
    """
    core = sys.modules.get("grafanalib.core")
    return core is not None and isinstance(value, getattr(core, name))


def is_serialisable(value: Any) -> bool:
    """Return whether grafanalib can convert a value to JSON, that is, whether the value has the
    method `to_json_data()`.
    """
    return callable(getattr(value, "to_json_data", None)) and not isinstance(value, type)


def _list_recorded_classes(module: ModuleType) -> list[type]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and value.__module__ == module.__name__
        and value.__bases__ == (object,)
        and value.__name__.endswith(_KINDS)
        and attr.has(value)
    ]
