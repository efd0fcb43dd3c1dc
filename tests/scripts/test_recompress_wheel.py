"""`scripts/recompress_wheel.py`: smaller wheels with the same files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from support import ROOT

TEXT = (ROOT / "LICENSE").read_bytes()
FILES = {"a/text.txt": TEXT, "a/empty.py": b"", "ä.bin": bytes(range(256))}


def recompress(path: Path) -> bytes:
    command = [sys.executable, ROOT / "scripts/recompress_wheel.py", path]
    assert subprocess.run(command, check=True, capture_output=True).stderr == b""
    return path.read_bytes()


def facts(archive: ZipFile) -> list[tuple[object, ...]]:
    return [
        (info.filename, info.date_time, info.external_attr, info.create_system, archive.read(info))
        for info in archive.infolist()
    ]


def test_the_recompressed_wheel_is_smaller_and_has_the_same_files(tmp_path: Path) -> None:
    """A file that compression enlarges, such as 256 different bytes, is stored as it is."""
    wheel = tmp_path / "a.whl"
    with ZipFile(wheel, "w", ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            info = ZipInfo(name, (2020, 2, 2, 13, 14, 16))
            info.external_attr = 0o100755 << 16
            archive.writestr(info, content, ZIP_DEFLATED)
    before = wheel.stat().st_size
    with ZipFile(wheel) as archive:
        expected = facts(archive)
    once = recompress(wheel)
    assert len(once) < before
    assert recompress(wheel) == once
    with ZipFile(wheel) as archive:
        assert archive.testzip() is None
        assert facts(archive) == expected
        methods = [info.compress_type for info in archive.infolist()]
    assert methods == [ZIP_DEFLATED, ZIP_STORED, ZIP_STORED]
