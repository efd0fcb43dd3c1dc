"""Files of others, which no output replaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.errors import OutputError
from boardwright.writing.foreign_files import refuse_foreign_file

MARKS = (b'"format"', b'"range"')


@pytest.mark.parametrize("content", [None, b"", b'{"format":1,"range":{}}'])
def test_our_files_may_be_replaced_and_missing_files_created(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "a.json"
    if content is not None:
        file.write_bytes(content)
    refuse_foreign_file(file, marks=MARKS, noun="a recording")


@pytest.mark.parametrize("content", [b"import os\n", b'{"format": 1}', b"x" * 100_000])
def test_files_of_others_are_not_replaced(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(content)
    with pytest.raises(OutputError, match="already exists, and is not a recording"):
        refuse_foreign_file(file, marks=MARKS, noun="a recording")
    assert file.read_bytes() == content


def test_a_folder_in_place_of_the_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be read"):
        refuse_foreign_file(tmp_path, marks=MARKS, noun="a recording")
