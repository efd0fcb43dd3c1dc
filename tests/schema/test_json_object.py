"""Values of unexpected types, which every reader of JSON treats as missing."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.diff.field_config_changes import find_field_changes
from boardwright.found.board_manifests import find_declared_folders
from boardwright.schema.json_object import ensure_list, ensure_object
from boardwright.schema.named_columns import NamedColumns, find_named_columns
from boardwright.schema.panel import Panel
from boardwright.schema.v2.v2_node import V2Node

SCALARS = (None, True, 0, 1.5, "", "text")


@pytest.mark.parametrize("value", SCALARS)
def test_a_scalar_is_neither_an_object_nor_a_list(value: Any) -> None:
    assert (ensure_object(value), ensure_list(value)) == ({}, [])


def test_an_object_and_a_list_are_not_copied() -> None:
    table: dict[str, Any] = {"a": None}
    items = [None]
    assert ensure_object(table) is table
    assert ensure_list(items) is items
    assert (ensure_object(items), ensure_list(table)) == ({}, [])


@pytest.mark.parametrize("value", SCALARS)
def test_all_readers_treat_a_scalar_as_missing(value: Any) -> None:
    node = V2Node({"items": value}, ())
    assert (node.get_node("items").raw, node.get_nodes("items")) == ({}, [])
    assert list(find_field_changes({"defaults": value, "overrides": value}, {})) == []
    assert list(find_declared_folders({"kind": "Folder", "spec": value, "metadata": value})) == []
    assert list(find_declared_folders({"kind": "FolderList", "items": value})) == []
    options = {"include": {"names": value}}
    panel = Panel({"transformations": [{"id": "filterFieldsByName", "options": options}]})
    assert find_named_columns(panel) == NamedColumns(names=(), numbers=frozenset())
