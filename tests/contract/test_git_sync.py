"""Git Sync of a real Grafana: the answers are as recorded, and Grafana synchronises our files.

The Grafana needs the feature toggle `provisioning`. GRAFANA_LOCAL_REPOSITORIES is an existing
directory in Grafana's setting `paths.permitted_provisioning_paths`. A Repository resource of the
type `local` reads a directory in it, as the other types read a directory of a git repository.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract.targets import Target
from support import BOARD, ROOT, TOML, MakeProject, Run

RECORDED = json.loads((ROOT / "tests/recordings/grafana-12.4/git-sync.json").read_text())
API = "/apis/provisioning.grafana.app/v0alpha1/namespaces/default"
GIT_SYNC = '\n[git_sync]\nurl = "https://github.com/acme/dashboards"\n'
SECONDS = 60

pytestmark = pytest.mark.since(12, 4, what="Git Sync without a repository for all folders")


@pytest.fixture
def kinds(real: Target) -> list[str]:
    """Return the types of repositories that the Grafana offers."""
    answer = real.raw("GET", f"{API}/settings")
    if answer.status_code == 404:
        pytest.skip("the feature toggle `provisioning` is off")
    return list(answer.json()["availableRepositoryTypes"])


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: case["about"])
def test_the_answers_of_grafana_equal_the_recording(
    case: dict[str, Any], real: Target, kinds: list[str]
) -> None:
    if (kind := case["request"]["spec"]["type"]) not in kinds:
        pytest.skip(f"the Grafana does not offer repositories of the type {kind}")
    path = f"{API}/repositories?dryRun=All&fieldValidation=Strict"
    answer = real.raw("POST", path, case["request"])
    assert answer.status_code == case["status"], answer.text
    assert case["status"] == 201 or answer.json()["message"] == case["message"]


@pytest.fixture
def directory(kinds: list[str]) -> Iterator[Path]:
    """Return a new directory that the Grafana may read."""
    parent = os.environ.get("GRAFANA_LOCAL_REPOSITORIES")
    if not parent or "local" not in kinds:
        pytest.skip("GRAFANA_LOCAL_REPOSITORIES names no directory that the Grafana may read")
    path = Path(parent) / f"bw-contract-{secrets.token_hex(4)}"
    path.mkdir()
    yield path
    shutil.rmtree(path)


@pytest.fixture
def build(make_project: MakeProject, run: Run, directory: Path) -> Any:
    """Return a function that builds two boards, in a folder and an inner folder, for Git Sync, and
    returns the Repository resource, which reads the built directory."""

    def make(setting: str, schema: str = "v1") -> dict[str, Any]:
        top = f"T{directory.name[-8:]}"
        inner = BOARD.replace('"demo"', f'"{directory.name}-in"').replace('"Demo"', '"Inner"')
        outer = BOARD.replace('"demo"', f'"{directory.name}"')
        root = make_project(
            {
                "dashboards/a.py": f'{outer}\nfolder = "{top}"\n',
                "dashboards/b.py": f'{inner}\nfolder = "{top}/Inner Folder"\n',
            },
            toml=TOML.replace("[project]", f'[project]\nschema = "{schema}"') + GIT_SYNC + setting,
        )
        result = run("build", "--target", "manifests", "--target", "git-sync", cwd=root)
        assert result.returncode == 0, result.stderr
        (file,) = (root / "provisioning/git-sync").iterdir()
        resource: dict[str, Any] = yaml.safe_load(file.read_text())
        source = resource["spec"].pop("github")
        shutil.copytree(root / source["path"], directory, dirs_exist_ok=True)
        resource["spec"] |= {"type": "local", "local": {"path": str(directory)}}
        return resource

    return make


def synchronise(real: Target, repository: dict[str, Any]) -> dict[str, Any]:
    """Create a Repository resource, and return its status after the first synchronisation."""
    path = f"{API}/repositories"
    answer = real.raw("POST", f"{path}?fieldValidation=Strict", repository)
    assert answer.status_code == 201, answer.text
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        status = real.raw("GET", f"{path}/{repository['metadata']['name']}").json()["status"]
        if status["sync"]["state"] in ("success", "error", "warning"):
            return dict(status["sync"])
        time.sleep(0.5)
    pytest.fail("Grafana did not synchronise the repository in time")


def remove(real: Target, repository: dict[str, Any]) -> None:
    """Delete a Repository resource. Grafana then deletes its folders and boards."""
    path = f"{API}/repositories/{repository['metadata']['name']}"
    real.raw("DELETE", path)
    deadline = time.monotonic() + SECONDS
    while real.raw("GET", path).status_code != 404 and time.monotonic() < deadline:
        time.sleep(0.5)


def folders_below(real: Target, uid: str) -> list[str]:
    answer = real.raw("GET", f"/api/folders?parentUid={uid}")
    return [folder["title"] for folder in answer.json()]


@pytest.mark.parametrize("schema", ["v1", "v2beta1"])
def test_grafana_synchronises_the_folders_and_boards(schema: str, real: Target, build: Any) -> None:
    """Without `_folder.json`, 12.4 makes one folder with the name of the inner directory."""
    repository = build("folder_files = false\n", schema)
    uid, title = repository["metadata"]["name"], repository["spec"]["title"]
    try:
        assert synchronise(real, repository)["state"] == "success"
        assert real.raw("GET", f"/api/folders/{uid}").json()["title"] == title
        assert folders_below(real, uid) == ["inner-folder"]
        board = Path(repository["spec"]["local"]["path"]).name
        found = real.raw("GET", f"/api/dashboards/uid/{board}").json()
        assert found["meta"]["folderUid"] == uid
        inner = real.raw("GET", f"/api/dashboards/uid/{board}-in").json()
        assert inner["meta"]["folderTitle"] == "inner-folder"
        path = f"/apis/dashboard.grafana.app/v0alpha1/namespaces/default/dashboards/{board}"
        status = real.raw("GET", path).json()["status"]
        stored = {"v1": "v1beta1"}.get(schema, schema)
        assert status["conversion"]["storedVersion"] == stored
    finally:
        remove(real, repository)


def test_the_folder_file_of_a_top_folder_is_refused(real: Target, build: Any) -> None:
    """This is the reason why a build for Git Sync does not write this file. 12.4 also makes a
    second, empty folder of the file of an inner folder, in the folder of the directory."""
    if real.is_since(13, 0):
        pytest.skip("Grafana 13 reads `_folder.json` as the settings of a folder")
    repository = build("")
    uid, title = repository["metadata"]["name"], repository["spec"]["title"]
    directory = Path(repository["spec"]["local"]["path"])
    folder = {"apiVersion": "folder.grafana.app/v1beta1", "kind": "Folder"}
    body = {**folder, "metadata": {"name": uid}, "spec": {"title": title}}
    (directory / "_folder.json").write_text(json.dumps(body))
    try:
        status = synchronise(real, repository)
        assert status["state"] == "error"
        assert "cannot move folder under its own descendant" in status["message"][0]
        (made,) = real.raw("GET", f"/api/folders?parentUid={uid}").json()
        assert made["title"] == "inner-folder"
        assert folders_below(real, made["uid"]) == ["Inner Folder"]
    finally:
        remove(real, repository)
