"""The list of what was imported is in a repository: what it says is checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from boardwright.commands.importing.import_record import INDEX, read_imported, record
from boardwright.errors import OutputError


def with_index(folder: Path, content: Any) -> Path:
    path = folder / INDEX
    path.parent.mkdir()
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def test_what_was_recorded_is_read(tmp_path: Path) -> None:
    files = record(read_imported(tmp_path), {"u": "a/b.py"}, {"a/b.py": b"text"})
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    imported = read_imported(tmp_path)
    assert imported.modules == {"u": "a/b.py"}
    assert imported.base("a/b.py") == b"text"
    assert imported.current("a/b.py") is None
    later = record(imported, {"v": "c.py"}, {"c.py": b""})
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
def test_a_list_that_is_none_is_refused(tmp_path: Path, content: Any) -> None:
    with pytest.raises(OutputError, match="the list of what was imported cannot be read"):
        read_imported(with_index(tmp_path, content))
