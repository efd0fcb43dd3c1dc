"""Recognises objects of Grafana's Foundation SDK without importing the SDK, which may not be
installed.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from boardwright.loading.object_origins import ObjectOrigins
from boardwright.loading.user_modules import Hook

PACKAGE = "grafana_foundation_sdk"
_DASHBOARD = f"{PACKAGE}.models.dashboard"
_V2 = ("dashboardv2", "dashboardv2beta1")
"""The Foundation SDK's modules for dashboard schema v2."""

_BOARDS = frozenset(f"{module}.Dashboard" for module in ("dashboard", *_V2))
_V2_KINDS = (
    *("Dashboard", "PanelKind", "LibraryPanelKind", "AnnotationQueryKind", "SwitchVariableKind"),
    *("QueryVariableKind", "CustomVariableKind", "TextVariableKind", "ConstantVariableKind"),
    *("DatasourceVariableKind", "IntervalVariableKind", "AdhocVariableKind"),
    "GroupByVariableKind",
)
_PACKAGES = frozenset({f"{PACKAGE}.builders", f"{PACKAGE}.models"})
_RECORDED_CLASSES = {
    _DASHBOARD: ("Dashboard", "RowPanel", "Panel", "VariableModel", "AnnotationQuery"),
    f"{PACKAGE}.cog.variants": ("Dataquery",),
    f"{PACKAGE}.models.alerting": ("Rule", "RuleGroup"),
    **{f"{PACKAGE}.models.{module}": _V2_KINDS for module in _V2},
}
"""Module of the Foundation SDK -> the classes for which boardwright records where objects are
created. Builders are not in the list, because the constructor of every builder creates a model.
"""


def build_sdk_hook(origins: ObjectOrigins) -> Hook:
    """Return a function that makes the classes of an SDK module record where their objects are
    created.
    """

    def mark_module(module: ModuleType) -> None:
        names = _RECORDED_CLASSES.get(module.__name__, ())
        classes = [vars(module)[name] for name in names if name in vars(module)]
        origins.mark_classes(classes, with_arguments=False)

    return mark_module


def is_sdk_board(value: object) -> bool:
    """Return whether a value is a dashboard of the SDK, or a builder of a dashboard, in a schema
    that boardwright supports.
    """
    return read_sdk_name(value) in _BOARDS


def read_sdk_name(value: object) -> str:
    """Return the module and class name of an SDK object, such as `dashboard.Dashboard`; an empty
    string for other values.

    The result for a builder is the same as for the object that it builds.
    """
    for cls in type(value).__mro__:
        package, _, module = cls.__module__.rpartition(".")
        if package in _PACKAGES:
            return f"{module}.{cls.__name__}"
    return ""


def explain_unsupported(value: object) -> str:
    """Return why boardwright cannot compile this SDK object; empty for any other value."""
    name = read_sdk_name(value)
    if name == "dashboardv2alpha1.Dashboard":
        return f"is a {name} of the Foundation SDK: use dashboardv2, which replaced this schema"
    return ""


def unwrap_builder(value: Any) -> Any:
    """Return the model that an SDK builder builds. Return any other value unchanged."""
    return getattr(value, "_internal", value) if read_sdk_name(value) else value


def is_builder(value: Any) -> bool:
    """Return whether a value is an SDK builder, or an object with the methods of an SDK builder."""
    return callable(getattr(value, "build", None)) and not isinstance(value, type)


def is_model(value: Any) -> bool:
    """Return whether a value has the method `to_json()`, as models of the SDK have."""
    return callable(getattr(value, "to_json", None)) and not isinstance(value, type)
