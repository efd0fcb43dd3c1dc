"""Adds JSON values that only schema v2 supports to a panel."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from boardwright.errors import DeclarationError
from boardwright.schema.document import Json
from boardwright.schema.extension import EXTENSION, extend_item, read_extension

ExtendedPanel = TypeVar("ExtendedPanel")


def add_extension(panel: ExtendedPanel, /, **values: Any) -> ExtendedPanel:
    """Return a copy of a panel or row with additional values that only schema v2 supports.

    Args:
        panel: A grafanalib panel, a builder of the Foundation SDK, or a dict of JSON.
        values: The additional values, by the keys that `boardwright.schema.extension` defines.
            Values that are None, 0, False or empty are ignored.

    Raises:
        DeclarationError: The object is not a panel.
    """
    additions = {key: value for key, value in values.items() if value not in (None, "", 0, {}, [])}
    if not additions:
        return panel
    if isinstance(panel, dict):
        return cast("ExtendedPanel", extend_item(panel, **additions))
    if hasattr(panel, "extraJson"):
        return cast("ExtendedPanel", _add_to_grafanalib(panel, additions))
    if callable(getattr(panel, "build", None)):
        return cast("ExtendedPanel", _add_to_builder(panel, additions))
    raise DeclarationError(
        f"a {type(panel).__name__} is not a panel",
        hint="pass grafanalib's panels, the Foundation SDK's builders, or dicts of JSON",
    )


def extension_value(panel: Any, key: str) -> Any:
    """Return a value that `add_extension` added to a panel or row; None if it is missing."""
    extra = panel if isinstance(panel, dict) else getattr(panel, "extraJson", None)
    return read_extension(extra or {}).get(key)


class GridPanels(list[Any]):
    """The panels of an automatic grid.

    Attributes:
        layout: The layout of the grid in schema v2, with the keys `kind` and `spec`. Each panel
            also stores the layout, but an empty grid has no panels.
    """

    def __init__(self, panels: Iterable[Any], layout: Mapping[str, Any]) -> None:
        super().__init__(panels)
        self.layout = layout


def empty_grid(panels: Iterable[Any]) -> Mapping[str, Any] | None:
    """Return the layout if `panels` is an automatic grid without panels, or else None."""
    return panels.layout if isinstance(panels, GridPanels) and not panels else None


def _add_to_grafanalib(panel: Any, additions: Json) -> Any:
    # attr.evolve passes all values as arguments, so defaults would look like the author's values.
    extended = copy.copy(panel)
    extended.extraJson = extend_item(extended.extraJson or {}, **additions)
    return extended


def _add_to_builder(builder: Any, additions: Json) -> Any:
    """Return a copy of the builder that adds the values to the JSON of its panel."""
    cls: Any = type(builder)
    extended = copy.deepcopy(builder)
    earlier = getattr(builder, "boardwright_extension", None)
    extended.__class__ = _extend_builder_class(cls) if earlier is None else cls
    extended.boardwright_extension = {**(earlier or {}), **additions}
    return extended


@cache
def _extend_builder_class(cls: Any) -> Any:
    def build(self: Any) -> Any:
        model = copy.copy(cls.build(self))
        model_class: Any = type(model)
        model.__class__ = _extend_model_class(model_class)
        model.boardwright_extension = self.boardwright_extension
        return model

    body = {"build": build, "__module__": cls.__module__}
    return type(cls.__name__, (cls,), body)


@cache
def _extend_model_class(cls: Any) -> Any:
    """Return a subclass whose JSON also contains the attribute `boardwright_extension`."""

    def to_json(self: Any) -> Json:
        return {**cls.to_json(self), EXTENSION: self.boardwright_extension}

    return type(cls.__name__, (cls,), {"to_json": to_json, "__module__": cls.__module__})
