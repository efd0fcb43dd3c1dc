"""Finding boards: every form in which people keep them."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from boardwright.found.board_files import find_boards
from boardwright.found.board_manifests import find_declared_folders, find_manifest_boards
from boardwright.found.file_contents import LARGEST
from boardwright.found.file_providers import find_providers
from boardwright.found.found_board import BoardSearch, FoundBoard

BOARD: dict[str, Any] = {"title": "B", "uid": "b", "panels": []}
TEXT = json.dumps(BOARD)
V2: dict[str, Any] = {"title": "B", "elements": {}, "layout": {"kind": "GridLayout", "spec": {}}}


def find(root: Path, path: str = ".", *, titles: dict[str, str] | None = None) -> BoardSearch:
    return find_boards(root / path, root=root.parent, titles=titles or {})


def read(root: Path, name: str, content: str | bytes) -> list[FoundBoard]:
    path = root / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(find(root, name).boards)


def only(root: Path, name: str, content: str | bytes) -> FoundBoard:
    (board,) = read(root, name, content)
    return board


def pack(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, mtime=0)).decode()


def resource(kind: str, *, metadata: Any = None, **rest: Any) -> str:
    return yaml.safe_dump({"kind": kind, "metadata": {"name": "r", **(metadata or {})}, **rest})


@pytest.mark.parametrize(
    "data",
    [
        BOARD,
        {"dashboard": BOARD, "overwrite": True},
        {"kind": "Dashboard", "apiVersion": "grizzly.grafana.com/v1alpha1", "spec": BOARD},
        {"kind": "Dashboard", "apiVersion": "dashboard.grafana.app/v1beta1", "spec": BOARD},
    ],
)
@pytest.mark.parametrize("ending", ["json", "yaml", "json.gz"])
def test_a_file_of_one_board_is_read_in_every_form(tmp_path: Path, data: Any, ending: str) -> None:
    text = yaml.safe_dump(data) if ending == "yaml" else json.dumps(data)
    content = gzip.compress(text.encode(), mtime=0) if ending == "json.gz" else text.encode()
    board = only(tmp_path, f"node.{ending}", content)
    assert (board.body, board.error) == (BOARD, None)
    assert (board.name, board.origin) == ("node", f"{tmp_path.name}/node.{ending}")


@pytest.mark.parametrize("version", ["v2alpha1", "v2beta1", "v2"])
def test_the_uid_of_a_v2_manifest_is_the_name_of_the_resource(tmp_path: Path, version: str) -> None:
    text = resource("Dashboard", apiVersion=f"dashboard.grafana.app/{version}", spec=V2)
    assert only(tmp_path, "b.yaml", text).body == {**V2, "uid": "r"}


def test_a_v2_spec_without_a_resource_is_read(tmp_path: Path) -> None:
    assert only(tmp_path, "b.json", json.dumps(V2)).body == V2


def test_boards_in_config_maps_are_read(tmp_path: Path) -> None:
    one = resource(
        "ConfigMap",
        data={"b.json": TEXT, "notes.txt": "x", "a.json": TEXT},
        binaryData={"c.json.gz": pack(TEXT.encode()), "d.json": base64.b64encode(b"{").decode()},
        metadata={"annotations": {"grafana_folder": "Infra/Node"}},
    )
    boards = read(tmp_path, "cm.yaml", f"---\n{one}---\n{resource('Deployment')}")
    where = f"{tmp_path.name}/cm.yaml, ConfigMap r"
    assert [(b.origin, b.name, b.folder, b.body) for b in boards[:3]] == [
        (f"{where}, a.json", "a", "Infra/Node", BOARD),
        (f"{where}, b.json", "b", "Infra/Node", BOARD),
        (f"{where}, c.json.gz", "c", "Infra/Node", BOARD),
    ]
    assert str(boards[3].error).startswith(f"{where}, d.json:1:2: the content is not JSON")


def test_a_list_of_config_maps_from_kubectl_is_read(tmp_path: Path) -> None:
    item = {"kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"b.json": TEXT}}
    directory = {"annotations": {"k8s-sidecar-target-directory": "/tmp/dashboards/Teams"}}
    other = {**item, "metadata": {"name": "y", **directory}}
    data = json.dumps({"kind": "List", "items": [item, other, {"kind": "Secret"}]})
    assert [(b.body, b.folder) for b in read(tmp_path, "l.json", data)] == [
        (BOARD, None),
        (BOARD, "Teams"),
    ]


@pytest.mark.parametrize("spec", [{"json": TEXT}, {"gzipJson": pack(TEXT.encode())}])
def test_resources_of_the_grafana_operator_are_read(tmp_path: Path, spec: Any) -> None:
    text = resource("GrafanaDashboard", spec={**spec, "folder": "F", "uid": "own"})
    board = only(tmp_path, "d.yaml", text)
    assert (board.body, board.folder, board.name) == ({**BOARD, "uid": "own"}, "F", "r")


def test_a_grafana_operator_resource_without_json_is_reported(tmp_path: Path) -> None:
    text = resource("GrafanaDashboard", spec={"url": "https://x", "instanceSelector": {}})
    board = only(tmp_path, "d.yaml", text)
    assert "the resource does not contain the JSON of a dashboard (fields of `spec`: url)" in str(
        board.error
    )


def test_a_folder_uid_is_resolved_by_a_folder_resource(tmp_path: Path) -> None:
    annotated = {"annotations": {"grafana.app/folder": "f1"}}
    board = resource("Dashboard", spec=BOARD, metadata=annotated)
    (tmp_path / "b.yaml").write_text(board)
    (unknown,) = find(tmp_path).boards
    assert unknown.notes == (
        (
            "the board is in the folder with the uid 'f1', but no input file contains the "
            "title of this folder"
        ),
    )
    (configured,) = find(tmp_path, titles={"f1": "Configured"}).boards
    assert (configured.folder, configured.notes) == ("Configured", ())
    folder = {"kind": "Folder", "metadata": {"name": "f1"}, "spec": {"title": "Infra"}}
    (tmp_path / "f.yaml").write_text(yaml.safe_dump(folder))
    (declared,) = find(tmp_path).boards
    assert declared.folder == "Infra"


def test_a_board_saved_from_the_api_keeps_the_folder(tmp_path: Path) -> None:
    meta = {"folderUid": "f1", "folderTitle": "Infra"}
    assert (
        only(tmp_path, "b.json", json.dumps({"dashboard": BOARD, "meta": meta})).folder == "Infra"
    )


def test_all_boards_of_a_tree_are_found_with_their_folders(tmp_path: Path) -> None:
    files = {
        "a.json": TEXT,
        "x/y/b.json": TEXT,
        "x/package.json": '{"name": "p"}',
        "x/chart.yaml": "{{ if x }}\na: [",
        ".git/c.json": TEXT,
        "node_modules/d.json": TEXT,
        "x/cm.yml": resource("ConfigMap", data={"e.json": TEXT}),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    finds = find(tmp_path)
    assert [(b.name, b.levels) for b in finds.boards] == [
        ("a", ()),
        ("e", ()),
        ("b", ("x", "y")),
    ]
    top = tmp_path.name
    assert [(s.origin, s.why.partition(":")[0]) for s in finds.skipped] == [
        (f"{top}/x/chart.yaml", "the file is not YAML"),
        (f"{top}/x/package.json", "the file contains no dashboard"),
    ]


def test_broken_json_of_a_tree_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.json").write_text(TEXT)
    assert [b.error is None for b in find(tmp_path).boards] == [False, True]


CHART = "kind: Deployment\nname: {{ .Values.name }}\n"


@pytest.mark.parametrize(
    "broken",
    [
        'kind: ConfigMap\nname: {{ x }}\ndata:\n  b.json: "{}"\n',
        "{{- if .x }}\nkind: GrafanaDashboard\n{{ end }}\n",
        '{{- if .x }}\n"kind": "Dashboard"\n{{ end }}\n',
        "schemaVersion: 41\npanels: {{ x }}: y\n",
    ],
)
def test_an_unreadable_document_that_may_be_a_board_is_an_error(
    tmp_path: Path, broken: str
) -> None:
    good = resource("ConfigMap", data={"e.json": TEXT})
    (tmp_path / "a.yaml").write_text(f"{good}---\n{CHART}--- # b\n{broken}")
    finds = find(tmp_path)
    assert finds.skipped == ()
    board, error = finds.boards
    assert board.body == BOARD
    first = good.count("\n") + 5
    match = re.fullmatch(
        rf"{tmp_path.name}/a.yaml:(\d+): the file may contain a dashboard,"
        r" but the file is not YAML: .*\n  If the file is a template.*",
        str(error.error),
    )
    assert match is not None
    assert first <= int(match[1]) < first + 4


@pytest.mark.parametrize(
    "text", [CHART, "{{ if x }}\nkind: ConfigMap\ndata:\n  prometheus.yml: x\n", "a: [\n"]
)
def test_an_unreadable_document_of_another_kind_is_skipped(tmp_path: Path, text: str) -> None:
    good = resource("ConfigMap", data={"e.json": TEXT})
    (tmp_path / "a.yaml").write_text(f"{text}---\n{good}")
    finds = find(tmp_path)
    assert [board.body for board in finds.boards] == [BOARD]
    assert [skipped.why.partition(":")[0] for skipped in finds.skipped] == ["the file is not YAML"]


def test_folders_of_a_provisioning_tree_come_from_the_providers(tmp_path: Path) -> None:
    providers = [
        {"name": "1", "folder": "Linux", "options": {"path": "/var/lib/grafana/boards/linux"}},
        {
            "name": "2",
            "options": {"path": "/etc/other", "foldersFromFilesStructure": True},
        },
    ]
    conf = tmp_path / "provisioning/dashboards"
    conf.mkdir(parents=True)
    (conf / "all.yaml").write_text(yaml.safe_dump({"apiVersion": 1, "providers": providers}))
    for name in ("boards/linux/deep/a.json", "other/Team/b.json", "loose/c.json"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(TEXT)
    assert {b.name: (b.folder, b.levels) for b in find(tmp_path).boards} == {
        "a": ("Linux", ()),
        "b": ("Team", ()),
        "c": (None, ("loose",)),
    }


# Contents of files


def deep(levels: int) -> str:
    return '{"title": "B", "panels": [], "x": ' + "[" * levels + "]" * levels + "}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (deep(200), "is nested more than 100 levels deep"),
        (deep(100_000), "is nested more than 100 levels deep"),
        ('{"title": "B", "panels": [], "x": NaN}', "JSON cannot contain the number NaN"),
        ('{"title": "B", "panels": [], "x": 1e999}', "JSON cannot contain the number 1e999"),
        (b'{"title": "\xff"}', "is not UTF-8: byte 11 is 0xff"),
        ("[]", "the JSON is a list, not a dashboard"),
        ("", "is not JSON"),
    ],
)
def test_invalid_json_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    board = only(tmp_path, "b.json", content)
    assert message in str(board.error)
    assert str(board.error).startswith(f"{tmp_path.name}/b.json")


def test_the_last_of_two_equal_keys_is_used_and_numbers_are_exact(tmp_path: Path) -> None:
    text = '{"title": "A", "title": "B", "panels": [], "x": 9007199254740993}'
    body = only(tmp_path, "b.json", text).body
    assert body == {"title": "B", "panels": [], "x": 9007199254740993}


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(12)
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: [", "is not YAML"),
        ("a: &a [*a]", "a YAML alias contains itself"),
        (BOMB, "the file contains YAML aliases that expand to too many values"),
        ("a: .nan", "the file contains a value that JSON does not allow"),
        ("a: " + "[" * 200_000 + "]" * 200_000, "is nested more than 100 levels deep"),
        ("? [a]\n: 1", "is not"),
        ("a: !!python/object:os.system x", "is not YAML"),
        (b"a: \xff", "is not YAML"),
    ],
)
def test_invalid_yaml_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    assert message in str(only(tmp_path, "b.yaml", content).error)


def test_dates_in_yaml_are_read_as_text(tmp_path: Path) -> None:
    text = "title: B\npanels: []\ntime: {from: 2024-01-02, to: 2024-01-02T03:04:05Z}\n"
    body = only(tmp_path, "b.yaml", text).body
    assert body is not None
    assert body["time"] == {"from": "2024-01-02", "to": "2024-01-02T03:04:05Z"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("%%%", "is not base64"),
        (base64.b64encode(b"\x1f\x8bxx").decode(), "is not gzip"),
        (base64.b64encode(gzip.compress(TEXT.encode(), mtime=0)[:-9]).decode(), "is not gzip"),
        (7, "the value of this key is not a string"),
    ],
)
def test_invalid_packed_text_is_refused(tmp_path: Path, value: Any, message: str) -> None:
    board = only(tmp_path, "c.yaml", resource("ConfigMap", binaryData={"b.json": value}))
    assert message in str(board.error)


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    board = only(tmp_path, "b.json.gz", gzip.compress(b" " * (LARGEST + 1), mtime=0))
    assert "the decompressed data is larger than 64 MiB" in str(board.error)


KEYS = st.sampled_from(
    [
        *("kind", "metadata", "spec", "data", "binaryData", "items", "json", "gzipJson", "name"),
        *("annotations", "labels", "grafana_folder", "dashboard", "meta", "folderUid", "title"),
        *("panels", "elements", "layout", "b.json", "providers", "options", "path", "folder"),
    ]
)
WORDS = st.sampled_from(
    ["ConfigMap", "GrafanaDashboard", "Dashboard", "List", "Folder", "", "{}", "eA==", TEXT]
)


def _json(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5)


@given(st.recursive(st.none() | st.booleans() | st.integers() | WORDS, _json, max_leaves=25))
def test_any_data_is_a_board_or_an_error_or_skipped(data: Any) -> None:
    boards = find_manifest_boards(data, name="n", origin="n.yaml", find_title=lambda uid: None)
    assert all((board.body is None) != (board.error is None) for board in boards)
    dict(find_declared_folders(data))
    assert all(provider.path for provider in find_providers(data))
