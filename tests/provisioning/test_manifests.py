"""Manifests as gcx and Git Sync read them."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from boardwright.provisioning.levels import Level, list_all_levels, list_levels
from boardwright.provisioning.manifests import build_board_manifest, build_folder_manifests
from boardwright.provisioning.providers import GENERAL, BoardFolder
from provisioning.resources import STACK, place_board, validate

UIDS = {"Infra": "infra", "Infra/Linux": "linux"}.__getitem__
DEEP = BoardFolder(title="Infra/Linux/Node", uid="node-folder")


def test_only_the_metadata_contains_uid_and_folder_of_a_board() -> None:
    file = build_board_manifest(place_board("node", "Node", id=4, version=7), UIDS)
    assert file.path == "manifests/stack/node.json"
    manifest = json.loads(file.content)
    validate(manifest, "grafana_app")
    assert manifest == {
        "apiVersion": "dashboard.grafana.app/v1beta1",
        "kind": "Dashboard",
        "metadata": {"name": "node", "annotations": {"grafana.app/folder": "stack"}},
        "spec": {"schemaVersion": 41, "title": "Node"},
    }


def test_folders_are_directories_level_by_level() -> None:
    files = build_folder_manifests(list_all_levels([DEEP, STACK], UIDS))
    manifests = {path: json.loads(text) for path, text in files.items()}
    for manifest in manifests.values():
        validate(manifest, "grafana_app")
    assert {
        path: (each["metadata"]["name"], each["metadata"].get("annotations"), each["spec"]["title"])
        for path, each in manifests.items()
    } == {
        "manifests/stack/_folder.json": ("stack", None, "Stack"),
        "manifests/infra/_folder.json": ("infra", None, "Infra"),
        "manifests/infra/linux/_folder.json": (
            "linux", {"grafana.app/folder": "infra"}, "Linux",
        ),
        "manifests/infra/linux/node/_folder.json": (
            "node-folder", {"grafana.app/folder": "linux"}, "Node",
        ),
    }  # fmt: skip
    assert build_board_manifest(place_board("a", folder=DEEP), UIDS).path == (
        "manifests/infra/linux/node/a.json"
    )


def test_a_folder_with_boards_and_subfolders_is_listed_once() -> None:
    folders = [BoardFolder(title="Infra", uid="infra"), DEEP]
    assert [level.uid for level in list_all_levels(folders, UIDS)] == [
        "infra",
        "linux",
        "node-folder",
    ]


def test_spaces_around_levels_are_ignored() -> None:
    (level,) = list_levels(BoardFolder(title=" Stack ", uid="stack"), UIDS)
    assert level == Level(uid="stack", path=("Stack",), parent_uid=None)


@given(st.lists(st.text(min_size=1).filter(lambda t: "/" not in t and t.strip()), min_size=1))
def test_no_title_leads_out_of_the_output_folder(titles: list[str]) -> None:
    folder = BoardFolder(title="/".join(titles), uid="x")
    directory = list_levels(folder, lambda path: "y")[-1].directory
    assert set(directory) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/")
    assert "//" not in directory
    assert not directory.startswith("/")


def test_a_board_outside_all_folders_has_no_folder_annotation() -> None:
    file = build_board_manifest(
        place_board("node", "Node", folder=BoardFolder.from_title(GENERAL)), UIDS
    )
    assert file.path == "manifests/node.json"
    manifest = json.loads(file.content)
    validate(manifest, "grafana_app")
    assert manifest["metadata"] == {"name": "node"}
    assert build_folder_manifests(list_all_levels([BoardFolder.from_title(GENERAL)], UIDS)) == {}
