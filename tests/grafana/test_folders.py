"""From a folder's title to the folders that hold it."""

from __future__ import annotations

import pytest

from boardwright.errors import DocumentError
from boardwright.grafana.wanted_objects import WantedFolder, build_folder_branch, collect_folders


def levels(path: str) -> tuple[WantedFolder, ...]:
    return build_folder_branch(path, uid_of=lambda level: level.lower().replace("/", "-"))


def test_a_title_without_a_slash_is_one_folder() -> None:
    assert levels("Infra") == (WantedFolder(uid="infra", path="Infra", parent_uid=None),)


def test_each_folder_has_the_folder_above_as_parent() -> None:
    infra, node, disk = levels("Infra/Node/Disk")
    assert (node.uid, node.parent_uid, node.title) == ("infra-node", infra.uid, "Node")
    assert (disk.uid, disk.parent_uid, disk.path) == ("infra-node-disk", node.uid, disk.path)


def test_spaces_around_slashes_are_ignored() -> None:
    assert levels(" Infra // Node /") == levels("Infra/Node")


def test_outer_folders_are_listed_first_and_once() -> None:
    branches = [levels("B/C"), levels("A/C"), levels("B"), levels("B/A")]
    paths = [folder.path for folder in collect_folders(branches)]
    assert paths == ["A", "B", "A/C", "B/A", "B/C"]


def test_two_folders_with_one_uid_are_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        collect_folders([levels("A-B/x"), levels("A/B/y")])
    assert 'the folders "A-B" and "A/B" have the same uid, \'a-b\'' in str(caught.value)
