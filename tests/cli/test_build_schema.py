"""`project.schema` and the schema of an environment decide how every target writes a board."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from support import MakeProject, Run

NOTHING = {"kind": "GridLayout", "spec": {"items": []}}
SPEC: dict[str, Any] = {
    "title": "Second",
    "elements": {},
    "layout": {
        "kind": "TabsLayout",
        "spec": {
            "tabs": [
                {
                    "kind": "TabsLayoutTab",
                    "spec": {
                        "title": "One",
                        "layout": {"kind": "GridLayout", "spec": {"items": []}},
                    },
                }
            ]
        },
    },
}
BOARD = json.dumps({"kind": "Dashboard", "metadata": {"name": "second"}, "spec": SPEC})
TARGETS = 'targets = ["provisioning", "configmaps", "operator", "manifests"]'
TOML = """
[project]
name = "demo"
{project}

[environments.new]
{environment}

[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "http://prometheus:9090"
"""


def toml(project: str = "", environment: str = "") -> str:
    return TOML.format(project=f"{TARGETS}\n{project}", environment=environment)


@pytest.mark.parametrize("version", ["v2", "v2beta1"])
def test_every_target_writes_a_resource_of_v2(
    version: str, make_project: MakeProject, run: Run
) -> None:
    files = {"dashboards/second.json": BOARD}
    root = make_project(files, toml=toml(f'schema = "{version}"'))
    result = run("build", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    out = root / "provisioning"
    filed = json.loads((out / "dashboards/demo/second.json").read_text())
    assert filed["apiVersion"] == f"dashboard.grafana.app/{version}"
    assert filed["metadata"] == {"name": "second"}  # the directory decides about the folder
    assert filed["spec"]["layout"] == SPEC["layout"]
    assert filed["spec"]["tags"] == ["boardwright:demo"]
    mapped = yaml.safe_load((out / "kubernetes/configmaps/dashboards/second.yaml").read_text())
    assert json.loads(mapped["data"]["second.json"]) == filed
    operated = yaml.safe_load((out / "kubernetes/operator/dashboards/second.yaml").read_text())
    manifest = json.loads((out / "manifests/demo/second.json").read_text())
    assert manifest["spec"] == filed["spec"]
    assert manifest["metadata"]["annotations"].keys() == {"grafana.app/folder"}
    assert operated["kind"] == "GrafanaManifest"
    assert operated["spec"] == {
        "instanceSelector": {"matchLabels": {"dashboards": "grafana"}},
        "template": manifest,
    }


@pytest.mark.parametrize("version", ["v2", "v2beta1"])
def test_git_sync_reads_boards_of_v2(version: str, make_project: MakeProject, run: Run) -> None:
    """The path of the Repository resource is the folder in which the manifest of the board is."""
    repository = '[git_sync]\nurl = "https://github.com/acme/boards"'
    settings = toml(f'schema = "{version}"').replace('"operator", "manifests"', '"manifests"')
    root = make_project({"dashboards/second.json": BOARD}, toml=f"{settings}\n{repository}\n")
    result = run("build", "--target", "manifests", "--target", "git-sync", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    synced = yaml.safe_load((root / "provisioning/git-sync/demo.yaml").read_text())
    folder = root / synced["spec"]["github"]["path"]
    manifest = json.loads((folder / "second.json").read_text())
    assert manifest["apiVersion"] == f"dashboard.grafana.app/{version}"
    assert manifest["spec"]["layout"] == SPEC["layout"]
    assert not (folder / "_folder.json").exists()  # the Repository declares this folder


def test_an_environment_can_have_another_schema(make_project: MakeProject, run: Run) -> None:
    files = {"dashboards/second.json": BOARD}
    root = make_project(files, toml=toml(environment='schema = "v2"'))
    first, second = run("build", cwd=root), run("build", "--env", "new", cwd=root)
    lost = 'the board "Second" is simplified for schema v1: 1 tab becomes a row'
    assert (lost in first.stderr, lost in second.stderr) == (True, False)
    old = json.loads((root / "provisioning/dashboards/demo/second.json").read_text())
    new = json.loads((root / "provisioning-new/dashboards/demo/second.json").read_text())
    assert [panel["title"] for panel in old["panels"]] == ["One"]
    assert new["spec"]["layout"] == SPEC["layout"]


def test_v2beta1_reports_parts_that_grafana_12_drops(make_project: MakeProject, run: Run) -> None:
    board = json.dumps({"metadata": {"name": "second"}, "spec": {**SPEC, "preferences": {}}})
    for schema, reported in (("v2", False), ("v2beta1", True)):
        root = make_project({"dashboards/second.json": board}, toml=toml(f'schema = "{schema}"'))
        note = '"Second" has parts that Grafana 12.4 drops: `preferences`'
        assert (note in run("build", cwd=root).stderr) == reported


@pytest.mark.parametrize(
    ("schema", "hint"),
    [("v3", ""), ("v2alpha1", "Write v2, which replaced v2alpha1 in Grafana 13.")],
)
def test_an_unknown_schema_is_refused(
    schema: str, hint: str, make_project: MakeProject, run: Run
) -> None:
    root = make_project({"dashboards/second.json": BOARD}, toml=toml(f'schema = "{schema}"'))
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert (
        f"boardwright.toml:5: schema is '{schema}', but must be one of v1, v2, v2beta1"
        in result.stderr
    )
    assert hint in result.stderr


def test_a_board_of_v2alpha1_is_refused(make_project: MakeProject, run: Run) -> None:
    viz = {"kind": "table", "spec": {}}
    element = {"kind": "Panel", "spec": {"id": 1, "title": "Old", "vizConfig": viz}}
    spec = {"title": "Old", "elements": {"p": element}, "layout": NOTHING}
    resource = {
        "apiVersion": "dashboard.grafana.app/v2alpha1",
        "kind": "Dashboard",
        "metadata": {"name": "old"},
        "spec": spec,
    }
    root = make_project({"dashboards/old.json": json.dumps(resource)})
    for verb in (["build"], ["check", "dashboards/old.json"]):
        result = run(*verb, cwd=root)
        assert result.returncode == 2
        assert "dashboards/old.json" in result.stderr
        assert "is in the schema v2alpha1, which Grafana 13 replaced by v2" in result.stderr
        assert "as v2beta1: GET" in result.stderr


def test_another_namespace_is_reported(make_project: MakeProject, run: Run) -> None:
    resource = {
        "apiVersion": "dashboard.grafana.app/v2",
        "kind": "Dashboard",
        "metadata": {"name": "second", "namespace": "stacks-5"},
        "spec": SPEC,
    }
    metadata = {"name": "third", "namespace": "stacks-5"}
    third = resource | {"metadata": metadata, "spec": SPEC | {"title": "Third"}}
    files = {
        "dashboards/second.json": json.dumps(resource),
        "dashboards/python.py": f"resource = {third!r}",
    }
    result = run("build", cwd=make_project(files, toml=toml('schema = "v2"')))
    assert result.returncode == 0
    assert sorted(result.stderr.splitlines()) == [
        "note: dashboards/python.py:1: `resource`: deploy ignores the namespace 'stacks-5' of this"
        " board's resource, and uses the setting namespace in [grafana]",
        "note: dashboards/second.json: deploy ignores the namespace 'stacks-5' of this board's"
        " resource, and uses the setting namespace in [grafana]",
    ]


@pytest.mark.parametrize(
    ("version", "spec", "read_as"),
    [
        ("dashboard.grafana.app/v3", SPEC, "schema v2"),
        ("example.org/v1", SPEC, "schema v2"),
        ("dashboard.grafana.app/v1beta1", SPEC, "schema v2"),
        ("dashboard.grafana.app/v2", {"title": "Classic", "panels": []}, "schema v1"),
    ],
)
def test_another_api_version_is_reported(
    version: str, spec: dict[str, Any], read_as: str, make_project: MakeProject, run: Run
) -> None:
    resource = {
        "apiVersion": version,
        "kind": "Dashboard",
        "metadata": {"name": "second"},
        "spec": spec,
    }
    other = resource | {"metadata": {"name": "third"}, "spec": spec | {"title": "Third"}}
    files = {
        "dashboards/second.json": json.dumps(resource),
        "dashboards/python.py": f"resource = {other!r}",
    }
    result = run("build", cwd=make_project(files, toml=toml('schema = "v2"')))
    assert result.returncode == 0
    what = (
        f"boardwright does not know the apiVersion {version!r} of this board's resource, and "
        f"reads the board as {read_as}"
    )
    assert sorted(result.stderr.splitlines()) == [
        f"note: dashboards/python.py:1: `resource`: {what}",
        f"note: dashboards/second.json: {what}",
    ]


@pytest.mark.parametrize("version", ["v0alpha1", "v1alpha1", "v1beta1", "v1", "v2beta1", "v2"])
def test_a_known_api_version_is_not_reported(
    version: str, make_project: MakeProject, run: Run
) -> None:
    spec = SPEC if version.startswith("v2") else {"title": "Classic", "panels": []}
    resource = {
        "apiVersion": f"dashboard.grafana.app/{version}",
        "kind": "Dashboard",
        "metadata": {"name": "second"},
        "spec": spec,
    }
    files = {"dashboards/second.json": json.dumps(resource)}
    result = run("build", cwd=make_project(files, toml=toml('schema = "v2"')))
    assert (result.returncode, result.stderr) == (0, "")
