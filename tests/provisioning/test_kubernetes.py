"""ConfigMaps, resources of grafana-operator, and the kustomization over them."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from boardwright.errors import DocumentError
from boardwright.provisioning.configmaps import build_configmap
from boardwright.provisioning.kubernetes import (
    APPLY_LIMIT,
    Kubernetes,
    build_kustomization,
    measure_applied_size,
    name_resource,
)
from boardwright.provisioning.levels import list_all_levels
from boardwright.provisioning.operator import build_grafana_dashboard, build_grafana_folders
from boardwright.provisioning.providers import GENERAL, BoardFolder
from provisioning.resources import SHOP, STACK, place_board, validate

BOARD = {"schemaVersion": 41, "title": "Node", "uid": "node"}


def test_a_configmap_has_the_label_and_the_folder_for_the_sidecar() -> None:
    file = build_configmap(place_board("node", "Node"), SHOP)
    assert file.path == "kubernetes/configmaps/dashboards/node.yaml"
    assert file.content.decode() == (
        "# Written by `boardwright build` from dashboards/x.py. Edit that, not this.\n"
        "apiVersion: v1\n"
        "kind: ConfigMap\n"
        "metadata:\n"
        "  name: shop-node\n"
        "  labels:\n"
        "    app.kubernetes.io/managed-by: boardwright\n"
        "    app.kubernetes.io/part-of: shop\n"
        "    grafana_dashboard: '1'\n"
        "  annotations:\n"
        "    grafana_folder: Stack\n"
        "data:\n"
        "  node.json: |\n"
        "    {\n"
        '      "schemaVersion": 41,\n'
        '      "title": "Node",\n'
        '      "uid": "node"\n'
        "    }\n"
    )
    validate(yaml.safe_load(file.content), "configmap")


def test_the_kubernetes_settings_of_the_project_are_used() -> None:
    settings = Kubernetes(
        project="shop",
        namespace="monitoring",
        label="team/dashboards",
        label_value="yes",
        folder_annotation="k8s-sidecar-target-directory",
        instance_selector={"grafana": "main"},
    )
    metadata = yaml.safe_load(build_configmap(place_board("node"), settings).content)["metadata"]
    assert metadata["namespace"] == "monitoring"
    assert metadata["labels"]["team/dashboards"] == "yes"
    assert metadata["annotations"] == {"k8s-sidecar-target-directory": "Stack"}
    board = yaml.safe_load(build_grafana_dashboard(place_board("node"), settings).content)
    assert board["spec"]["instanceSelector"] == {"matchLabels": {"grafana": "main"}}


def test_a_grafana_dashboard_resource_names_the_folder_resource() -> None:
    file = build_grafana_dashboard(place_board("node", "Node"), SHOP)
    assert file.path == "kubernetes/operator/dashboards/node.yaml"
    resource = yaml.safe_load(file.content)
    validate(resource, "grafana_operator")
    assert resource["metadata"]["name"] == "shop-node"
    assert resource["spec"]["folderRef"] == "shop-stack"
    assert json.loads(resource["spec"]["json"]) == BOARD


def test_folders_are_resources_level_by_level() -> None:
    folder = BoardFolder(title="Infra/Node", uid="infra-node")
    levels = list_all_levels([folder, STACK], {"Infra": "infra"}.__getitem__)
    files = build_grafana_folders(levels, SHOP)
    resources = {path: yaml.safe_load(text) for path, text in files.items()}
    for resource in resources.values():
        validate(resource, "grafana_operator")
    specs = {path.rpartition("/")[2]: each["spec"] for path, each in resources.items()}
    assert {
        name: (s["title"], s["uid"], s.get("parentFolderRef")) for name, s in specs.items()
    } == {
        "infra.yaml": ("Infra", "infra", None),
        "infra-node.yaml": ("Node", "infra-node", "shop-infra"),
        "stack.yaml": ("Stack", "stack", None),
    }
    board = yaml.safe_load(build_grafana_dashboard(place_board("a", folder=folder), SHOP).content)
    assert board["spec"]["folderRef"] == "shop-infra-node"


def test_a_kustomization_lists_the_files_below_it() -> None:
    (text,) = build_kustomization(
        [
            "kubernetes/operator/folders/b.yaml",
            "dashboards/x/a.json",
            "kubernetes/configmaps/a.yaml",
        ]
    ).values()
    data = yaml.safe_load(text)
    validate(data, "kustomization")
    assert data["resources"] == ["configmaps/a.yaml", "operator/folders/b.yaml"]


TEXTS = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    [
        "\x85",
        "\u2028x",
        "a\ufeff",
        "\x7f",
        "\x9f",
        " lead",
        "tail ",
        "# no",
        "{{ x }}",
        "'\"\\",
        "🙂",
    ]
)


@given(st.dictionaries(TEXTS, TEXTS))
def test_any_text_of_a_board_is_read_back_from_the_yaml(texts: dict[str, str]) -> None:
    board = place_board("node", "Node", texts=texts)
    expected = {**BOARD, "texts": texts}
    inner = yaml.safe_load(build_configmap(board, SHOP).content)["data"]["node.json"]
    assert json.loads(inner) == expected
    inner = yaml.safe_load(build_grafana_dashboard(board, SHOP).content)["spec"]["json"]
    assert json.loads(inner) == expected


@given(st.from_regex(r"[a-zA-Z0-9_-]{1,40}", fullmatch=True))
def test_every_uid_gives_a_valid_kubernetes_name(uid: str) -> None:
    validate(yaml.safe_load(build_configmap(place_board(uid), SHOP).content), "configmap")
    validate(
        yaml.safe_load(build_grafana_dashboard(place_board(uid), SHOP).content), "grafana_operator"
    )


def test_uids_that_differ_only_in_case_give_different_names() -> None:
    names = {name_resource("shop", uid) for uid in ("node", "Node", "no_de", "no-de", "node-")}
    assert len(names) == 5
    assert name_resource("my_shop", "node") == "my-shop-node"
    assert len(name_resource("p" * 80, "node")) <= 63


def test_the_size_of_the_annotation_of_kubectl_apply_is_computed() -> None:
    metadata = {"annotations": {"a": "é"}, "namespace": "n"}
    resource = {"metadata": metadata, "data": {"x": "<&\n"}}
    written = (
        '{"metadata":{"annotations":{"a":"é"},"namespace":"n"},"data":{"x":"\\u003c\\u0026\\n"}}\n'
    )
    key = len("kubectl.kubernetes.io/last-applied-configuration")
    assert measure_applied_size(resource) == len(written.encode()) + key + len("a") + len(
        "é".encode()
    )


def test_kubectl_adds_the_namespace_and_the_annotations() -> None:
    """This is the annotation that a real kubectl 1.37 stored in a folder of a Grafana 12.4.3."""
    annotation = (
        '{"apiVersion":"folder.grafana.app/v1beta1","kind":"Folder","metadata":{"annotations":{},'
        '"name":"shop-folder","namespace":"default"},"spec":{"title":"Shop"}}\n'
    )
    resource = {
        "apiVersion": "folder.grafana.app/v1beta1",
        "kind": "Folder",
        "metadata": {"name": "shop-folder"},
        "spec": {"title": "Shop"},
    }
    key = len("kubectl.kubernetes.io/last-applied-configuration")
    assert measure_applied_size(resource) == len(annotation) + key


def long_board(size: int, piece: str = "x") -> list[str]:
    return [piece * 1000] * (size // (1000 * len(piece.encode())))


@pytest.mark.parametrize("make", [build_configmap, build_grafana_dashboard])
def test_a_board_too_large_for_apply_has_a_note(make: object) -> None:
    assert callable(make)
    assert (
        make(place_board("node", "Node", long=long_board(APPLY_LIMIT - 10_000)), SHOP).notes == ()
    )
    file = make(place_board("node", "Node", long=long_board(APPLY_LIMIT + 10_000)), SHOP)
    (note,) = file.notes
    assert "at most 256 KiB" in note.what
    assert "kubectl apply --server-side" in note.what
    assert str(note.place) == "dashboards/x.py:7"


@pytest.mark.parametrize("make", [build_configmap, build_grafana_dashboard])
def test_a_board_too_large_for_kubernetes_is_refused(make: object) -> None:
    assert callable(make)
    make(place_board("node", "Node", long=long_board(1024 * 1024 - 60_000)), SHOP)
    with pytest.raises(DocumentError, match="not have more than the 1 MiB") as caught:
        make(place_board("node", "Node", long=long_board(1024 * 1024 + 1_000)), SHOP)
    assert "Split the board into two" in str(caught.value)
    assert "dashboards/x.py:7" in str(caught.value)


def test_a_long_board_is_written_without_indentation() -> None:
    board = place_board("node", "Node", numbers=[[1]] * 20_000)
    assert len(board[1].text) > APPLY_LIMIT
    file = build_configmap(board, SHOP)
    assert file.notes == ()
    text = yaml.safe_load(file.content)["data"]["node.json"]
    assert json.loads(text) == board[1].body
    assert text.count("\n") == 1


def test_a_board_outside_all_folders_has_no_folder_annotation() -> None:
    general = BoardFolder.from_title(GENERAL)
    resource = yaml.safe_load(
        build_configmap(place_board("node", "Node", folder=general), SHOP).content
    )
    validate(resource, "configmap")
    assert "annotations" not in resource["metadata"]
    board = yaml.safe_load(
        build_grafana_dashboard(place_board("node", folder=general), SHOP).content
    )
    assert "folderRef" not in board["spec"]
    assert build_grafana_folders(list_all_levels([general], str), SHOP) == {}
