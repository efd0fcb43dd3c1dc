"""`project.targets` and `[kubernetes]`: accepted values, and the message for rejected ones."""

from __future__ import annotations

import pytest

from boardwright.config.project import ProjectSettings
from boardwright.config.project_file import read_project
from boardwright.errors import ConfigError
from boardwright.provisioning.kubernetes import Kubernetes
from support import TOML, MakeProject


def read(make_project: MakeProject, targets: str = "", more: str = "") -> ProjectSettings:
    toml = TOML.replace('name = "demo"\n', f'name = "demo"\n{targets}\n', 1) + more
    return read_project(make_project(toml=toml))


def test_the_default_target_is_the_provisioning_tree(make_project: MakeProject) -> None:
    project = read(make_project)
    assert project.targets == ("provisioning",)
    assert project.kubernetes == Kubernetes(project="demo")


def test_targets_have_a_fixed_order(make_project: MakeProject) -> None:
    project = read(make_project, 'targets = ["kustomization", "operator", "provisioning"]')
    assert project.targets == ("provisioning", "operator", "kustomization")


def test_the_table_kubernetes_is_read(make_project: MakeProject) -> None:
    more = """
[kubernetes]
namespace = "monitoring"
label = "example.org/board"
label_value = ""
folder_annotation = "k8s-sidecar-target-directory"
[kubernetes.instance_selector]
grafana = "main"
"""
    assert read(make_project, more=more).kubernetes == Kubernetes(
        project="demo",
        namespace="monitoring",
        label="example.org/board",
        label_value="",
        folder_annotation="k8s-sidecar-target-directory",
        instance_selector={"grafana": "main"},
    )


@pytest.mark.parametrize(
    ("targets", "more", "message"),
    [
        (
            'targets = ["helm"]',
            "",
            "project.targets contains 'helm', but may contain only provisioning, configmaps",
        ),
        ("targets = []", "", "project.targets is empty"),
        ('targets = ["kustomization", "manifests"]', "", "needs another target"),
        ("", '[kubernetes]\nnamespace = "Mine"', "kubernetes.namespace is 'Mine'"),
        ("", '[kubernetes]\nlabel = "a/b/c"', "kubernetes.label is 'a/b/c'"),
        ("", '[kubernetes]\nlabel_value = "a b"', "kubernetes.label_value is 'a b'"),
        ("", '[kubernetes]\nlable = "a"', "unknown key 'kubernetes.lable'"),
        (
            "",
            "[kubernetes.instance_selector]\na = 1",
            "has 'a' = 1, which is not a valid Kubernetes label",
        ),
    ],
)
def test_wrong_values_are_rejected(
    make_project: MakeProject, targets: str, more: str, message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(make_project, targets, more)
    assert message in str(caught.value)
    assert "boardwright.toml:" in str(caught.value)
