"""The provisioning tree: the content of each file, and duplicates."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from boardwright.provisioning.data_source_file import DataSource, build_data_sources_file
from boardwright.provisioning.output_paths import PlacedBoard, build_board_path, find_duplicates
from boardwright.provisioning.prometheus_config import ScrapeJob, build_prometheus_file
from boardwright.provisioning.providers import GENERAL, BoardFolder, build_providers_file
from boardwright.provisioning.provisioning_tree import build_server_files
from boardwright.provisioning.yaml_text import encode_yaml
from boardwright.schema.board_result import build_board_result
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import Document, Place

STACK = BoardFolder(title="Stack", uid="stack")


def place_board(
    uid: str, title: str, folder: BoardFolder = STACK, line: int = 1, file: str = "dashboards/x.py"
) -> PlacedBoard:
    body = {"uid": uid, "title": title}
    place = Place(file=file, line=line)
    return folder, build_board_result(Document(body=body, place=place, name="x", form="dict"))


def test_the_file_of_a_board_is_in_the_directory_of_the_folder() -> None:
    folder, board = place_board("node", "Node")
    assert build_board_path(folder, board) == "dashboards/stack/node.json"
    assert board.v1_text == b'{\n  "title": "Node",\n  "uid": "node"\n}\n'


def test_a_prometheus_data_source_has_the_scrape_interval() -> None:
    source = DataSource(name="P", type="prometheus", uid="p", url="http://p", default=True)
    (entry,) = build_data_sources_file([source], scrape_interval="15s")["datasources"]
    assert entry["jsonData"] == {"httpMethod": "POST", "timeInterval": "15s"}
    assert (entry["isDefault"], entry["access"], entry["editable"]) == (True, "proxy", False)


def test_a_data_source_of_another_type_has_only_declared_settings() -> None:
    source = DataSource(name="L", type="loki", uid="l", url="http://l", json_data={"maxLines": 10})
    (entry,) = build_data_sources_file([source], scrape_interval="15s")["datasources"]
    assert entry["jsonData"] == {"maxLines": 10}


def test_the_provider_of_boards_outside_all_folders_has_no_folder() -> None:
    general = BoardFolder.from_title(GENERAL)
    (provider,) = build_providers_file([general], dashboards_path="/boards")["providers"]
    assert (provider["name"], provider["folder"], provider["folderUid"]) == ("general", "", "")
    assert provider["options"] == {"path": "/boards/general"}


def test_uids_that_differ_only_in_case_are_refused() -> None:
    (error,) = find_duplicates([place_board("T", "One"), place_board("t", "Two", line=2)])
    assert str(error.what).startswith(
        'the board "Two" has the uid \'t\', and the board "One" (dashboards/x.py:1)'
    )
    assert error.what.endswith("has the uid 'T': the uids differ only in upper and lower case")
    assert error.where == "dashboards/x.py:2"


def test_each_folder_has_a_provider() -> None:
    folders = [STACK, BoardFolder.from_title("Infra/Node")]
    providers = build_providers_file(folders, dashboards_path="/boards")["providers"]
    assert [(p["name"], p["folder"], p["folderUid"], p["options"]["path"]) for p in providers] == [
        ("infra-node-folder", "Infra / Node", "infra-node-folder", "/boards/infra-node"),
        ("stack", "Stack", "stack", "/boards/stack"),
    ]


def test_prometheus_has_one_interval_for_everything() -> None:
    jobs = [ScrapeJob(job="node", targets=("a:9100", "b:9100"), labels={"site": "x"})]
    config = build_prometheus_file(jobs, scrape_interval="10s")
    assert config == {
        "global": {"scrape_interval": "10s", "evaluation_interval": "10s"},
        "scrape_configs": [
            {
                "job_name": "node",
                "static_configs": [{"targets": ["a:9100", "b:9100"], "labels": {"site": "x"}}],
            }
        ],
    }


@pytest.mark.real
def test_promtool_accepts_the_configuration(tmp_path: Path, promtool: str) -> None:
    jobs = [
        ScrapeJob(job="node", targets=("a:9100",), labels={"site": "é: #"}),
        ScrapeJob(job="app", targets=("b:443",), metrics_path="/m", scheme="https"),
    ]
    path = tmp_path / "prometheus.yml"
    path.write_bytes(encode_yaml(build_prometheus_file(jobs, scrape_interval="10s")))
    result = subprocess.run([promtool, "check", "config", path], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_yaml_has_a_comment_with_the_source_and_is_valid() -> None:
    files = build_server_files(
        folders=[STACK], datasources=[], jobs=[], scrape_interval="10s", dashboards_path="/b"
    )
    for text in files.values():
        assert text.startswith(b"# Written by `boardwright build`")
        assert yaml.safe_load(text)


def test_a_uid_used_twice_is_refused_across_folders() -> None:
    other = BoardFolder(title="Other", uid="other")
    (error,) = find_duplicates([place_board("a", "A"), place_board("a", "B", other, line=9)])
    assert str(error) == (
        'dashboards/x.py:9: two boards have the uid \'a\': "B" and "A" (dashboards/x.py:1)\n'
        "  Give one board another uid, or remove `uid` to get a generated uid."
    )


def test_a_title_used_twice_is_refused_only_within_a_folder() -> None:
    other = BoardFolder(title="Other", uid="other")
    assert find_duplicates([place_board("a", "A"), place_board("b", "A", other)]) == []
    (error,) = find_duplicates([place_board("a", "A"), place_board("b", "A", line=9)])
    assert 'the folder "Stack" has two boards with the title "A"' in str(error)


@pytest.mark.parametrize(
    ("file", "is_generated"), [("dashboards/x.json", True), ("dashboards/y.json", False)]
)
def test_json_next_to_its_module_can_be_excluded(file: str, is_generated: bool) -> None:
    """`dashboard.py` of some projects generates a `dashboard.json` next to it."""
    (error,) = find_duplicates([place_board("a", "A"), place_board("b", "A", file=file)])
    assert ("add the JSON file to `exclude`" in str(error)) == is_generated


@given(st.text(min_size=1))
def test_the_uid_of_a_folder_is_legal(title: str) -> None:
    uid = BoardFolder.from_title(title).uid
    assert 1 <= len(uid) <= 40
    assert set(uid) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_titles_without_latin_letters_have_different_uids() -> None:
    assert BoardFolder.from_title("Node").uid == "node-folder"
    assert (
        len({BoardFolder.from_title(title).uid for title in ("節点", "容器", "🙂", "a" * 60)}) == 4
    )


def test_two_folders_with_one_uid_are_refused() -> None:
    twins = [
        place_board("a", "A", BoardFolder.from_title("Web-app")),
        place_board("b", "B", BoardFolder.from_title("Web app")),
    ]
    (error,) = find_duplicates(twins)
    assert "would have the same uid 'web-app-folder'" in str(error)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_canonical_text_is_read_back_and_written_equally(data: object) -> None:
    text = encode_canonical_json(data)
    assert json.loads(text) == data
    assert encode_canonical_json(json.loads(text)) == text
    assert text.endswith(b"\n")
