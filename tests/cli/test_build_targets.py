"""`boardwright build --target` as a process: what is written, what stays, what is stale."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from provisioning.resources import validate
from support import BOARD, TOML, MakeProject, Run, files_of

OTHER = BOARD.replace('"demo"', '"other"').replace('"Demo"', '"Other"')
KUBERNETES = ("--target", "configmaps", "--target", "operator", "--target", "kustomization")


def with_targets(*targets: str) -> str:
    return TOML.replace('name = "demo"\n', f'name = "demo"\ntargets = {list(targets)}\n', 1)


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


def test_manifests(make_project: MakeProject, run: Run) -> None:
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


def test_the_same_input_gives_the_same_bytes(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/infra/a.py": BOARD, "dashboards/b.py": OTHER})
    targets = (*KUBERNETES, "--target", "manifests", "--target", "provisioning")
    outputs = []
    for seed, order in (("0", targets), ("7", tuple(reversed_pairs(targets)))):
        out = root / f"out{seed}"
        env = {"PYTHONHASHSEED": seed}
        assert run("build", *order, "--output", str(out), cwd=root, env=env).returncode == 0
        outputs.append(files_of(out))
    assert outputs[0] == outputs[1]


def reversed_pairs(options: tuple[str, ...]) -> list[str]:
    pairs = list(zip(options[::2], options[1::2], strict=True))
    return [part for pair in reversed(pairs) for part in pair]


def test_a_named_target_leaves_what_others_wrote(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    run("build", cwd=root)
    before = files_of(root / "provisioning")
    run("build", "--target", "operator", cwd=root)
    after = files_of(root / "provisioning")
    assert {path for path in after if path not in before} == {
        "kubernetes/operator/dashboards/demo.yaml",
        "kubernetes/operator/folders/demo-folder.yaml",
    }
    assert all(after[path] == before[path] for path in before if path != ".boardwright.json")
    assert run("build", "--check", "--target", "operator", cwd=root).returncode == 0
    assert run("build", "--check", "--target", "provisioning", cwd=root).returncode == 0


def test_without_one_the_folder_holds_the_projects_targets(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project(toml=with_targets("configmaps", "operator"))
    run("build", cwd=root)
    (root / "boardwright.toml").write_text(with_targets("operator"))
    mine = root / "provisioning/kubernetes/configmaps/mine.yaml"
    mine.write_text("kind: Secret\n")
    result = run("build", cwd=root)
    assert " removed  provisioning/kubernetes/configmaps/dashboards/demo.yaml" in result.stdout
    assert sorted(resources(root / "provisioning")) == [
        "kubernetes/configmaps/mine.yaml",
        "kubernetes/operator/dashboards/demo.yaml",
        "kubernetes/operator/folders/demo-folder.yaml",
    ]


def test_check_names_what_is_stale_of_every_target(make_project: MakeProject, run: Run) -> None:
    root = make_project(toml=with_targets("configmaps", "manifests"))
    run("build", cwd=root)
    assert run("build", "--check", cwd=root).returncode == 0
    (root / "dashboards/demo.py").write_text(BOARD.replace('"Up"', '"Down"'))
    result = run("build", "--check", cwd=root)
    assert result.returncode == 1
    assert [line.split()[1] for line in result.stdout.splitlines()[:2]] == [
        "provisioning/kubernetes/configmaps/dashboards/demo.yaml",
        "provisioning/manifests/demo/demo.json",
    ]


def test_a_board_that_is_gone_is_gone_from_each_target(make_project: MakeProject, run: Run) -> None:
    toml = with_targets("configmaps", "operator", "manifests", "kustomization")
    root = make_project({"dashboards/a.py": BOARD, "dashboards/b.py": OTHER}, toml=toml)
    run("build", cwd=root)
    (root / "dashboards/b.py").unlink()
    assert run("build", cwd=root).returncode == 0
    left = files_of(root / "provisioning")
    assert not [path for path in left if "other" in path]
    assert b"other" not in left["kubernetes/kustomization.yaml"]


def test_a_build_of_one_file_keeps_the_others_files(make_project: MakeProject, run: Run) -> None:
    toml = with_targets("configmaps", "manifests")
    root = make_project({"dashboards/a.py": BOARD, "dashboards/b.py": OTHER}, toml=toml)
    run("build", cwd=root)
    before = files_of(root / "provisioning")
    assert run("build", "dashboards/a.py", cwd=root).returncode == 0
    assert files_of(root / "provisioning") == before


def test_a_build_of_one_file_may_not_take_anothers_uid(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/a.py": BOARD}, toml=with_targets("operator"))
    run("build", cwd=root)
    (root / "dashboards/b.py").write_text(BOARD.replace('"Demo"', '"Twin"'))
    result = run("build", "dashboards/b.py", cwd=root)
    assert result.returncode == 2
    clash = "two boards have the uid 'demo': \"Twin\" and one in dashboards/a.py"
    assert clash in result.stderr


def test_a_board_too_large_for_kubernetes_is_2_and_writes_nothing(
    make_project: MakeProject, run: Run
) -> None:
    large = BOARD.replace('title="Demo"', 'title="Demo", description="x" * 1_100_000')
    root = make_project({"dashboards/a.py": large})
    result = run("build", "--target", "configmaps", cwd=root)
    assert result.returncode == 2
    assert "dashboards/a.py:3" in result.stderr
    assert "more than the 1 MiB" in result.stderr
    assert not (root / "provisioning").exists()


def test_a_board_too_large_for_apply_is_a_note(make_project: MakeProject, run: Run) -> None:
    large = BOARD.replace('title="Demo"', 'title="Demo", description="x" * 300_000')
    root = make_project({"dashboards/a.py": large})
    result = run("build", "--target", "configmaps", cwd=root)
    assert result.returncode == 0
    assert "kubectl apply --server-side" in result.stderr
    result = run("build", "--target", "configmaps", "--format", "json", cwd=root)
    assert "--server-side" in json.loads(result.stdout)["notes"][0]["what"]


def test_a_kustomization_of_nothing_is_2(make_project: MakeProject, run: Run) -> None:
    result = run("build", "--target", "kustomization", cwd=make_project())
    assert result.returncode == 2
    assert "Add configmaps or operator or prometheusrules to the targets." in result.stderr


def test_json_names_the_file_of_the_first_target(make_project: MakeProject, run: Run) -> None:
    result = run("build", "--target", "manifests", "--format", "json", cwd=make_project())
    (board,) = json.loads(result.stdout)["boards"]
    assert board["file"] == "manifests/demo/demo.json"


GIT_SYNC = '\n[git_sync]\nurl = "https://github.com/acme/dashboards"\n'


def test_git_sync_reads_the_manifests(make_project: MakeProject, run: Run) -> None:
    root = make_project(toml=f"{TOML}{GIT_SYNC}")
    result = run("build", "--target", "manifests", "--target", "git-sync", cwd=root)
    assert result.returncode == 0, result.stderr
    (file,) = (root / "provisioning/git-sync").iterdir()
    path = yaml.safe_load(file.read_text())["spec"]["github"]["path"]
    assert list((root / path).glob("*.json"))


@pytest.mark.parametrize(
    ("toml", "targets", "message"),
    [
        ("", ("manifests", "git-sync"), "the target git-sync needs the URL of the git repository"),
        (GIT_SYNC, ("git-sync",), "the target git-sync needs the target manifests"),
        ("\n[git_sync]\n", ("manifests", "git-sync"), "url"),
        (GIT_SYNC + 'type = "svn"\n', (), "git_sync.type is 'svn'; it takes bitbucket, git,"),
        (GIT_SYNC + 'interval = "soon"\n', (), "git_sync.interval is 'soon'"),
        ('\n[git_sync]\nurl = "https://u:p@a"\n', (), "git_sync.url"),
    ],
)
def test_wrong_settings_of_git_sync(
    make_project: MakeProject, run: Run, toml: str, targets: tuple[str, ...], message: str
) -> None:
    root = make_project(toml=f"{TOML}{toml}")
    args = [word for target in targets for word in ("--target", target)]
    result = run("build", *args, cwd=root)
    assert (result.returncode, message in result.stderr) == (2, True), result.stderr
    assert not (root / "provisioning").exists()
