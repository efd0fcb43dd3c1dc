"""Adds values that only schema v2 supports to panels. A panel may be an object of grafanalib or the
Foundation SDK, or a dict of JSON.
"""

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
        values: The values. The names of the arguments are the keys that the module
            `schema.extension` defines. Values that are None, 0, False or empty are omitted.

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
    """Return a value that `add_extension` has added to a panel or row; None if there is no such
    value.
    """
    extra = panel if isinstance(panel, dict) else getattr(panel, "extraJson", None)
    return read_extension(extra or {}).get(key)


class GridPanels(list[Any]):
    """The panels of an automatic grid.

    Attributes:
        layout: The settings of the grid: the keys `kind` and `spec` of its layout in schema v2.
            Each panel of the grid also stores this layout, but an empty grid has no panel that
            could store it.
    """

    def __init__(self, panels: Iterable[Any], layout: Mapping[str, Any]) -> None:
        super().__init__(panels)
        self.layout = layout


def empty_grid(panels: Iterable[Any]) -> Mapping[str, Any] | None:
    """Return the layout of an automatic grid that contains no panels; None if `panels` is not such
    a grid.
    """
    return panels.layout if isinstance(panels, GridPanels) and not panels else None


def _add_to_grafanalib(panel: Any, additions: Json) -> Any:
    # attr.evolve passes all values as arguments, so defaults would look like the author's values.
    extended = copy.copy(panel)
    extended.extraJson = extend_item(extended.extraJson or {}, **additions)
    return extended


def _add_to_builder(builder: Any, additions: Json) -> Any:
    """Return a copy of the builder. The JSON of the object that the copy builds also contains the
    additional values.
    """
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
    """Return a subclass of a class of the Foundation SDK. The JSON of objects of the subclass also
    contains the additional values.
    """

    def to_json(self: Any) -> Json:
        return {**cls.to_json(self), EXTENSION: self.boardwright_extension}

    return type(cls.__name__, (cls,), {"to_json": to_json, "__module__": cls.__module__})
