"""The record of earlier imports is in a repository, so its content is checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from boardwright.commands.importing.import_record import INDEX, encode_record, read_record
from boardwright.errors import OutputError


def write_index(folder: Path, content: Any) -> Path:
    path = folder / INDEX
    path.parent.mkdir()
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def test_a_record_is_read_back_unchanged(tmp_path: Path) -> None:
    files = encode_record(read_record(tmp_path), {"u": "a/b.py"}, {"a/b.py": b"text"})
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    record = read_record(tmp_path)
    assert record.modules == {"u": "a/b.py"}
    assert record.read_base("a/b.py") == b"text"
    assert record.read_current("a/b.py") is None
    later = encode_record(record, {"v": "c.py"}, {"c.py": b""})
    assert json.loads(later[INDEX]) == {"boards": {"u": "a/b.py", "v": "c.py"}}


@pytest.mark.parametrize(
    "content",
    [
        "<<<<<<< ours",
        "[]",
        "{}",
        {"boards": []},
        {"boards": {"u": "../../.bashrc"}},
        {"boards": {"u": "/etc/passwd"}},
        {"boards": {"u": "x.sh"}},
    ],
)
def test_a_broken_record_is_refused(tmp_path: Path, content: Any) -> None:
    with pytest.raises(OutputError, match="the record of earlier imports cannot be used"):
        read_record(write_index(tmp_path, content))
