"""Compress the files in a wheel again with libdeflate, which makes the wheel 2 % smaller.

python scripts/recompress_wheel.py WHEEL

Hatchling compresses with zlib, and Python's zipfile cannot store bytes that another library has
compressed. Without the package deflate, the wheel is left as it is. The format of zip files is
described in APPNOTE.TXT of PKWARE: a header and the content for each file, and a directory.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

LEVEL = 12
VERSION = 20
"""Version of the zip format that has compressed files."""


def main(path: str) -> None:
    try:
        import deflate
    except ImportError:
        print("The package deflate is not installed: the wheel is 2 % larger.", file=sys.stderr)
        return
    wheel = Path(path)
    with ZipFile(wheel) as archive:
        files = [(info, archive.read(info)) for info in archive.infolist()]
    entries = [
        (info, content, bytes(deflate.deflate_compress(content, LEVEL))) for info, content in files
    ]
    wheel.write_bytes(build_zip(entries))


def build_zip(entries: list[tuple[ZipInfo, bytes, bytes]]) -> bytes:
    """Return a zip file.

    Args:
        entries: For each file its metadata, its content and the compressed content.
    """
    contents = bytearray()
    directory = bytearray()
    for info, content, packed in entries:
        name = info.filename.encode()
        stored = min(packed, content, key=len)
        header = build_header(info, content, stored)
        made_by = info.create_system << 8 | VERSION
        attributes = (0, 0, info.internal_attr, info.external_attr, len(contents))
        directory += b"PK\1\2" + struct.pack("<H", made_by) + header
        directory += struct.pack("<3H2L", *attributes) + name
        contents += b"PK\3\4" + header + name + stored
    count = len(entries)
    sizes = (0, 0, count, count, len(directory), len(contents), 0)
    return bytes(contents + directory + b"PK\5\6" + struct.pack("<4H2LH", *sizes))


def build_header(info: ZipInfo, content: bytes, stored: bytes) -> bytes:
    """Return the fields that are equal in the header of a file and in the directory."""
    year, month, day, hour, minute, second = info.date_time
    date = (year - 1980) << 9 | month << 5 | day
    time = hour << 11 | minute << 5 | second // 2
    utf8 = 0 if info.filename.isascii() else 0x800
    method = ZIP_STORED if stored is content else ZIP_DEFLATED
    sizes = (len(stored), len(content), len(info.filename.encode()), 0)
    return struct.pack("<5H3L2H", VERSION, utf8, method, time, date, info.CRC, *sizes)


if __name__ == "__main__":
    main(sys.argv[1])
