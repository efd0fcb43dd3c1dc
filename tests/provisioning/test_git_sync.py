"""Repository resources of Git Sync: one for each top-level folder, within Grafana's limits."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
import yaml

from boardwright.provisioning.git_sync import (
    KINDS,
    GitSync,
    build_repository_files,
    iter_limit_notes,
    select_described_levels,
)
from boardwright.provisioning.levels import list_all_levels
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.board_result import BoardResult
from boardwright.schema.document import Place
from support import ROOT

RECORDING = ROOT / "tests/recordings/grafana-12.4/git-sync.json"
PLACE = Place(file="boardwright.toml")
SETTINGS = GitSync(
    url="https://github.com/acme/dashboards",
    branch="main",
    path="provisioning",
    type="github",
    connection="",
    seconds=60,
)


def boards_in(folder: str, count: int = 1) -> list[PlacedBoard]:
    board = BoardResult(uid="b", title="B", place=PLACE, text=b"{}")
    return [
        (BoardFolder.from_title(folder) if folder else BoardFolder(title="General", uid=""), board)
    ] * count


def uid_of(title: str) -> str:
    return BoardFolder.from_title(title).uid


def notes(*boards: PlacedBoard) -> list[str]:
    return [note.what for note in iter_limit_notes(boards, uid_of, PLACE)]


def test_each_top_level_folder_is_a_repository() -> None:
    """Git Sync's folder has the name of the repository as its uid, and its title."""
    boards = [*boards_in("Team A"), *boards_in("Team A/Node"), *boards_in("Shop")]
    files = build_repository_files(boards, SETTINGS, uid_of)
    assert list(files) == ["git-sync/team-a.yaml", "git-sync/shop.yaml"]
    assert yaml.safe_load(files["git-sync/team-a.yaml"]) == {
        "apiVersion": "provisioning.grafana.app/v0alpha1",
        "kind": "Repository",
        "metadata": {"name": uid_of("Team A")},
        "spec": {
            "title": "Team A",
            "type": "github",
            "github": {
                "url": "https://github.com/acme/dashboards",
                "branch": "main",
                "path": "provisioning/manifests/team-a/",
            },
            "sync": {"enabled": True, "intervalSeconds": 60, "target": "folder"},
            "workflows": [],
        },
    }


def test_the_resource_names_the_connection() -> None:
    settings = GitSync(
        url="https://a", branch="x", path="", type="git", connection="app", seconds=300
    )
    (content,) = build_repository_files(boards_in("A"), settings, uid_of).values()
    spec = yaml.safe_load(content)["spec"]
    assert spec["connection"] == {"name": "app"}
    assert spec["git"]["path"] == "manifests/a/"
    assert spec["sync"]["intervalSeconds"] == 300


def strict(schema: Any) -> Any:
    """Return a schema that refuses unknown keys, as Grafana does with `fieldValidation=Strict`."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if "properties" in schema else {}
    return closed | {key: strict(item) for key, item in schema.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("connection", ["", "app"])
def test_a_repository_fits_the_schema_of_a_real_grafana(kind: str, connection: str) -> None:
    """The schema is the one in the OpenAPI document of Grafana 12.4.3."""
    definitions = strict(json.loads(RECORDING.read_text())["schema"])
    schema = {"$ref": "#/$defs/Repository", "$defs": definitions}
    settings = replace(SETTINGS, type=kind, connection=connection)
    (content,) = build_repository_files(boards_in("Team A"), settings, uid_of).values()
    repository = yaml.safe_load(content)
    jsonschema.validate(repository, schema)
    repository["spec"]["interval"] = 60
    with pytest.raises(jsonschema.ValidationError, match="'interval' was unexpected"):
        jsonschema.validate(repository, schema)


def test_no_file_describes_the_folder_of_a_repository() -> None:
    """A real Grafana 12.4.3 fails with "cannot move folder under its own descendant" if the top
    directory contains `_folder.json`, and makes a second folder of each further `_folder.json`."""
    levels = list_all_levels(
        [BoardFolder.from_title("Team A/Node"), BoardFolder.from_title("Shop")], uid_of
    )
    titles = [level.title for level in levels]
    assert sorted(titles) == ["Node", "Shop", "Team A"]
    without_files = replace(SETTINGS, folder_files=False)
    assert [level.title for level in select_described_levels(levels, None)] == titles
    assert [level.title for level in select_described_levels(levels, SETTINGS)] == ["Node"]
    assert select_described_levels(levels, without_files) == []


@pytest.mark.parametrize(("count", "found"), [(999, 0), (1000, 1)])
def test_a_thousand_resources_including_inner_folders_are_reported(count: int, found: int) -> None:
    """`A/B` is a folder more: 999 boards and one folder are a thousand resources."""
    (*messages,) = notes(*boards_in("A/B", count))
    assert len(messages) == found
    assert not found or 'the folder "A" contains 1001 resources' in messages[0]


def test_more_than_ten_repositories_or_four_levels_are_reported() -> None:
    assert notes(*(board for n in range(10) for board in boards_in(f"F{n}"))) == []
    (message,) = notes(*(board for n in range(11) for board in boards_in(f"F{n}")))
    assert message.startswith("11 top-level folders need a Repository resource each")
    assert notes(*boards_in("a/b/c/d")) == []
    (deep,) = notes(*boards_in("a/b/c/d/e"))
    assert deep.startswith('the folder "a/b/c/d/e" is more than 4 levels deep')


def test_boards_in_no_folder_are_reported() -> None:
    assert notes(*boards_in("", 2)) == [
        "Git Sync does not read 2 boards without a Grafana folder: set `folder` in the declaration"
    ]
