"""grafanalib's own objects: which are boards, and which remember where they were written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

import attr

from boardwright.loading.import_hooks import Hook
from boardwright.loading.mixed_panels import mixed_panels
from boardwright.loading.origins import Origins

PACKAGE = "grafanalib"
_KINDS = (
    *("Dashboard", "Row", "Panel", "AlertList", "Target", "Template"),
    *("AlertGroup", "AlertRulev8", "AlertRulev9"),
)
"""What a board, its rows, panels, queries and variables are called, and alert rules and their
groups; values like `Legend` are not worth their cost."""


@contextmanager
def grafanalib_hook(origins: Origins) -> Iterator[Hook]:
    """Give the hook for grafanalib's modules; afterwards its classes are as before."""
    with ExitStack() as undo:

        def hook(module: ModuleType) -> None:
            origins.fit(_classes(module), asked=True)
            if module.__name__ == "grafanalib.core":
                undo.enter_context(mixed_panels(module, origins))

        yield hook


def is_board(value: object) -> bool:
    """Whether a value is a grafanalib `Dashboard`, or made from one."""
    core = sys.modules.get("grafanalib.core")
    return core is not None and isinstance(value, core.Dashboard)


def is_serialisable(value: Any) -> bool:
    """Whether grafanalib itself would write the value: it has `to_json_data()`."""
    return callable(getattr(value, "to_json_data", None)) and not isinstance(value, type)


def _classes(module: ModuleType) -> list[type]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and value.__module__ == module.__name__
        and value.__bases__ == (object,)
        and value.__name__.endswith(_KINDS)
        and attr.has(value)
    ]
