"""The classes for the field settings of a panel (`fieldConfig`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.document import Json
from boardwright.schema.json_object import JsonObject, ensure_list, ensure_object


class FieldConfig(JsonObject):
    """The value of a panel's `fieldConfig`."""

    @property
    def defaults(self) -> Mapping[str, Any]:
        """The settings that apply to all fields: name -> value."""
        return self.table("defaults")

    @property
    def overrides(self) -> list[StoredOverride]:
        """The overrides, each of which changes settings of some fields. If an override is not a
        JSON object, it counts as empty.
        """
        items = ensure_list(self.raw.get("overrides"))
        return [StoredOverride(ensure_object(item)) for item in items]

    @property
    def others(self) -> Json:
        """All values of `fieldConfig` except `defaults` and `overrides`."""
        return {k: v for k, v in self.raw.items() if k not in {"defaults", "overrides"}}


class StoredOverride(JsonObject):
    """One field override, with all values as the board contains them."""

    @property
    def matcher(self) -> Any:
        """The JSON object that selects the fields; None if the object is missing."""
        return self.raw.get("matcher")

    @property
    def properties(self) -> Json:
        """Id of a setting, such as `custom.lineWidth` -> value."""
        return {
            str(each.raw.get("id")): each.raw.get("value") for each in self.objects("properties")
        }

    @property
    def others(self) -> Json:
        """All values of the override except `properties`, such as the matcher."""
        return {key: value for key, value in self.raw.items() if key != "properties"}


class Thresholds(JsonObject):
    """The value of the field setting `thresholds`."""

    @property
    def mode(self) -> str:
        """`percentage` if the steps are percentages of the range; otherwise `absolute`."""
        return self.text("mode")

    @property
    def steps(self) -> list[Any]:
        """The threshold steps, as the board contains them."""
        return ensure_list(self.raw.get("steps"))

    @property
    def others(self) -> Json:
        """All values of the thresholds except `steps`."""
        return {key: value for key, value in self.raw.items() if key != "steps"}
