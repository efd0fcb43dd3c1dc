"""Objects of Grafana's Foundation SDK, which is an optional extra and may be missing.

Nothing here imports it: what the user's modules did not import, they do not use.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from boardwright.loading.origins import Origins
from boardwright.loading.user_modules import Hook

PACKAGE = "grafana_foundation_sdk"
_DASHBOARD = f"{PACKAGE}.models.dashboard"
_REMEMBERED = {
    _DASHBOARD: ("Dashboard", "RowPanel", "Panel", "VariableModel", "AnnotationQuery"),
    f"{PACKAGE}.cog.variants": ("Dataquery",),
}
"""Builders make their model when they are made themselves, so models are enough."""


def sdk_hook(origins: Origins) -> Hook:
    """Return the hook for the SDK's modules."""

    def hook(module: ModuleType) -> None:
        names = _REMEMBERED.get(module.__name__, ())
        classes = [vars(module)[name] for name in names if name in vars(module)]
        origins.mark_classes(classes, asked=False)

    return hook


def is_board(value: object) -> bool:
    """Whether a value is the SDK's `Dashboard`, as a builder or built."""
    for module in (_DASHBOARD, f"{PACKAGE}.builders.dashboard"):
        found = sys.modules.get(module)
        if found is not None and isinstance(value, found.Dashboard):
            return True
    return False


def is_builder(value: Any) -> bool:
    """Whether a value builds an SDK object: the SDK's own builders, and any in their manner."""
    return callable(getattr(value, "build", None)) and not isinstance(value, type)


def is_model(value: Any) -> bool:
    """Whether a value writes itself as the SDK's models do: it has `to_json()`."""
    return callable(getattr(value, "to_json", None)) and not isinstance(value, type)
