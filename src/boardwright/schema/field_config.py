"""The class for the field settings of a panel. Its properties read the defaults and overrides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.document import Json
from boardwright.schema.json_object import JsonObject, ensure_list, ensure_object


class FieldConfig(JsonObject):
    """The value of a panel's `fieldConfig`."""

    @property
    def defaults(self) -> Mapping[str, Any]:
        """The settings of all fields, by name."""
        return self.table("defaults")

    @property
    def overrides(self) -> list[StoredOverride]:
        """The overrides of some fields. An override that is not an object counts as empty."""
        items = ensure_list(self.raw.get("overrides"))
        return [StoredOverride(ensure_object(item)) for item in items]

    @property
    def others(self) -> Json:
        """The settings that are neither defaults nor overrides."""
        return {k: v for k, v in self.raw.items() if k not in {"defaults", "overrides"}}


class StoredOverride(JsonObject):
    """One field override, with all values as they are stored."""

    @property
    def matcher(self) -> Any:
        """The object that selects the fields; None if it is missing."""
        return self.raw.get("matcher")

    @property
    def properties(self) -> Json:
        """Id of a setting, such as `custom.lineWidth` -> value."""
        return {
            str(each.raw.get("id")): each.raw.get("value") for each in self.objects("properties")
        }

    @property
    def others(self) -> Json:
        """The parts of the override, such as the matcher, that are not settings."""
        return {key: value for key, value in self.raw.items() if key != "properties"}


class Thresholds(JsonObject):
    """The value of the setting `thresholds`."""

    @property
    def mode(self) -> str:
        """`percentage` if the steps are percentages of the range; otherwise `absolute`."""
        return self.text("mode")

    @property
    def steps(self) -> list[Any]:
        """The threshold steps as stored."""
        return ensure_list(self.raw.get("steps"))

    @property
    def others(self) -> Json:
        """The settings of the thresholds that are not steps."""
        return {key: value for key, value in self.raw.items() if key != "steps"}
