"""`boardwright build --target`: the written resources follow their schemas."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from provisioning.resources import validate
from support import BOARD, TOML, MakeProject, Run, files_of

OTHER = BOARD.replace('"demo"', '"other"').replace('"Demo"', '"Other"')
KUBERNETES = ("--target", "configmaps", "--target", "operator", "--target", "kustomization")


def resources(output: Path) -> dict[str, object]:
    return {
        path: yaml.safe_load(text)
        for path, text in files_of(output).items()
        if path.startswith("kubernetes/")
    }


def test_kubernetes_targets_are_valid_and_listed(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/infra/a.py": BOARD, "dashboards/b.py": OTHER})
    result = run("build", *KUBERNETES, cwd=root)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    found = resources(root / "provisioning")
    assert sorted(found) == [
        "kubernetes/configmaps/dashboards/demo.yaml",
        "kubernetes/configmaps/dashboards/other.yaml",
        "kubernetes/kustomization.yaml",
        "kubernetes/operator/dashboards/demo.yaml",
        "kubernetes/operator/dashboards/other.yaml",
        "kubernetes/operator/folders/demo-folder.yaml",
        "kubernetes/operator/folders/infra-folder.yaml",
    ]
    listed = found.pop("kubernetes/kustomization.yaml")
    validate(listed, "kustomization")
    assert isinstance(listed, dict)
    assert [f"kubernetes/{path}" for path in listed["resources"]] == sorted(found)
    for path, resource in found.items():
        validate(resource, "configmap" if "/configmaps/" in path else "grafana_operator")


def test_the_target_manifests_writes_a_manifest_for_each_board_and_folder(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project({"dashboards/infra/node/a.py": BOARD})
    assert run("build", "--target", "manifests", cwd=root).returncode == 0
    files = {p: t for p, t in files_of(root / "provisioning").items() if p[0] != "."}
    assert sorted(files) == [
        "manifests/infra/_folder.json",
        "manifests/infra/node/_folder.json",
        "manifests/infra/node/demo.json",
    ]
    for text in files.values():
        validate(json.loads(text), "grafana_app")


GIT_SYNC = '\n[git_sync]\nurl = "https://github.com/acme/dashboards"\n'


def test_git_sync_reads_the_manifests(make_project: MakeProject, run: Run) -> None:
    root = make_project(toml=f"{TOML}{GIT_SYNC}")
    result = run("build", "--target", "manifests", "--target", "git-sync", cwd=root)
    assert result.returncode == 0, result.stderr
    (file,) = (root / "provisioning/git-sync").iterdir()
    path = yaml.safe_load(file.read_text())["spec"]["github"]["path"]
    assert [each.name for each in (root / path).iterdir()] == ["demo.json"]


def test_git_sync_decides_which_folders_have_a_file(make_project: MakeProject, run: Run) -> None:
    """The top folder has none, even if only the target `manifests` is built."""
    root = make_project({"dashboards/infra/node/a.py": BOARD}, toml=f"{TOML}{GIT_SYNC}")
    found = {}
    for setting in ("true", "false"):
        toml = f"{TOML}{GIT_SYNC}folder_files = {setting}\n"
        (root / "boardwright.toml").write_text(toml)
        assert run("build", "--target", "manifests", cwd=root).returncode == 0
        files = [*(root / "provisioning/manifests").rglob("_folder.json")]
        found[setting] = [file.relative_to(root / "provisioning").as_posix() for file in files]
    assert found == {"true": ["manifests/infra/node/_folder.json"], "false": []}
