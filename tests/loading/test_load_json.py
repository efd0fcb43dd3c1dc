"""Boards that are JSON files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from loading_project import Load, messages

from loading.loading_project import only_board


def test_an_exported_board_is_read(load_files: Load) -> None:
    loaded = load_files({"dashboards/infra/node.json": '{"title": "Node", "panels": []}'})
    (document,) = loaded.documents
    assert (document.body, str(document.place), document.name, document.folder, document.form) == (
        {"title": "Node", "panels": []},
        "dashboards/infra/node.json",
        "node",
        "infra",
        "json",
    )


@pytest.mark.parametrize(
    "envelope",
    [
        {"dashboard": {"title": "Node", "uid": "n", "panels": []}, "meta": {"slug": "node"}},
        {
            "apiVersion": "dashboard.grafana.app/v1beta1",
            "kind": "Dashboard",
            "metadata": {"name": "n"},
            "spec": {"title": "Node", "panels": []},
        },
    ],
)
def test_a_board_in_an_envelope_is_read(load_files: Load, envelope: dict[str, Any]) -> None:
    board = only_board(load_files({"dashboards/node.json": json.dumps(envelope)}))
    assert board == {"title": "Node", "uid": "n", "panels": []}


def test_a_byte_order_mark_is_ignored(load_files: Load) -> None:
    assert (
        only_board(load_files({"dashboards/a.json": b'\xef\xbb\xbf{"title": "A"}'}))["title"] == "A"
    )


def test_the_last_of_two_equal_keys_is_used(load_files: Load) -> None:
    assert (
        only_board(load_files({"dashboards/a.json": '{"title": "A", "title": "B"}'}))["title"]
        == "B"
    )


def test_numbers_in_json_are_read_exactly(load_files: Load) -> None:
    numbers = [2**53 + 1, 2**63, 2**64 + 1, -(10**30), 0.1, 1e300, 1.0]
    board = only_board(load_files({"dashboards/a.json": json.dumps({"title": "A", "n": numbers})}))
    assert board["n"] == numbers
    assert [type(n) for n in board["n"]] == [type(n) for n in numbers]


def test_a_single_surrogate_is_kept(load_files: Load) -> None:
    board = only_board(load_files({"dashboards/a.json": '{"title": "\\ud83d"}'}))
    assert board["title"] == "\ud83d"


BAD = [
    (b'{"title": "\xff"}', "dashboards/a.json: the file is not UTF-8: byte 11 is 0xff\n"),
    (
        b'\xef\xbb\xbf{"title": "\xff"}',
        "dashboards/a.json: the file is not UTF-8: byte 14 is 0xff\n",
    ),
    (
        b'{"title": "A",\n "panels": [',
        "dashboards/a.json:2:13: the content is not JSON: Expecting value",
    ),
    (
        b'{"title": "A',
        "dashboards/a.json:1:11: the content is not JSON: Unterminated string starting at",
    ),
    (b"", "dashboards/a.json:1:1: the content is not JSON: Expecting value"),
    (b'{"title": "A"} x', "dashboards/a.json:1:16: the content is not JSON: Extra data"),
    (
        b'{"title": "A", "x": NaN}',
        "dashboards/a.json: the content is not JSON: JSON cannot contain the number NaN",
    ),
    (
        b'{"title": "A", "x": -1e999}',
        "dashboards/a.json: the content is not JSON: JSON cannot contain the number -1e999",
    ),
    (b"[]", "dashboards/a.json: the JSON is a list, not a dashboard\n"),
    (b'"text"', "dashboards/a.json: the JSON is text, not a dashboard\n"),
    (b"null", "dashboards/a.json: the JSON is null, not a dashboard\n"),
    (b"5", "dashboards/a.json: the JSON is a number, not a dashboard\n"),
    (b'{"name": "pkg"}', "dashboards/a.json: the JSON has no panels and no title"),
    (
        b'{"title": "A", "panels": [{"$origin": 1}]}',
        "dashboards/a.json: the JSON contains the key '$origin', which is reserved for boardwright",
    ),
    (
        b'{"title":' + b"[" * 150 + b"]" * 150 + b"}",
        "dashboards/a.json: the data is nested more than 100 levels deep",
    ),
    (
        b'{"title":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "dashboards/a.json: the data is nested more than 100 levels deep",
    ),
]


@pytest.mark.parametrize(("content", "message"), BAD)
def test_a_file_that_is_not_a_board_is_refused(
    load_files: Load, content: bytes, message: str
) -> None:
    files = {"dashboards/a.json": content, "dashboards/b.json": '{"title": "B"}'}
    loaded = load_files(files, "dashboards/a.json", "dashboards/b.json")
    (message_found,) = messages(loaded)
    assert message_found.startswith(message)
    assert [document.title for document in loaded.documents] == ["B"]


def test_a_private_key_of_boardwright_may_be_in_a_title(load_files: Load) -> None:
    assert (
        only_board(load_files({"dashboards/a.json": '{"title": "$origin"}'}))["title"] == "$origin"
    )


def test_a_file_that_cannot_be_read_is_reported(load_files: Load) -> None:
    loaded = load_files({"dashboards/a.json/x.txt": ""}, "dashboards/a.json")
    assert messages(loaded) == ["dashboards/a.json: the path is a folder, not a file"]


@pytest.mark.slow
def test_a_board_of_fifty_megabytes_is_read(load_files: Load, tmp_path: Path) -> None:
    panel = {"type": "text", "title": "T", "options": {"content": "x" * 500}}
    panels = ",".join([json.dumps(panel)] * 90_000)
    content = f'{{"title": "Big", "panels": [{panels}]}}'.encode()
    assert len(content) > 50_000_000
    assert len(only_board(load_files({"dashboards/big.json": content}))["panels"]) == 90_000
    (tmp_path / "dashboards/big.json").unlink()  # pytest keeps the folders of three runs
