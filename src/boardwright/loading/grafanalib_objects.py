"""Recognises grafanalib's objects, and makes grafanalib's classes record where each object is
created.
"""

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
"""boardwright records where objects of a class are created if the name of the class ends with one
of these texts.

To save time, boardwright does not record objects of other classes, such as `Legend`.
"""


def build_grafanalib_hook(origins: ObjectOrigins) -> Hook:
    """Return a function that is called after the import of a grafanalib module, and that changes
    the module's classes.
    """

    def change_module(module: ModuleType) -> None:
        origins.mark_classes(_list_recorded_classes(module), with_arguments=True)
        if module.__name__ == "grafanalib.core":
            accept_mixed_panels(module, origins)

    return change_module


def is_grafanalib_board(value: object) -> bool:
    """Return whether a value is a grafanalib `Dashboard` or an object of a subclass."""
    return is_core_object(value, "Dashboard")


def is_core_object(value: object, name: str) -> bool:
    """Return whether a value is an instance of the class `name` in `grafanalib.core`, without
    importing grafanalib.
    """
    core = sys.modules.get("grafanalib.core")
    return core is not None and isinstance(value, getattr(core, name))


def is_serialisable(value: Any) -> bool:
    """Return whether a value is an object with grafanalib's method `to_json_data()`."""
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
