"""Text that a manifest keeps packed: base64, gzip, or both."""

from __future__ import annotations

import binascii
import gzip
import zlib
from base64 import b64decode
from io import BytesIO

from boardwright.errors import DeclarationError
from boardwright.schema.document import Place

_MAGIC = b"\x1f\x8b"
LARGEST = 256 * 2**20
"""Bytes that an unpacked board may have: more is no board, but a trap."""


def unpacked(text: str, *, place: Place) -> bytes:
    """Return what a text of base64 holds, unzipped where it is zipped.

    Raises:
        DeclarationError: Not base64, not gzip, or too large.
    """
    try:
        content = b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise DeclarationError("is not base64", where=place) from None
    return unzipped(content, place=place) if content.startswith(_MAGIC) else content


def unzipped(content: bytes, *, place: Place) -> bytes:
    """Return what gzip packed.

    Raises:
        DeclarationError: Not gzip, cut short, or too large.
    """
    try:
        with gzip.open(BytesIO(content)) as file:
            found = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DeclarationError(f"is not gzip: {error}", where=place) from None
    if len(found) > LARGEST:
        raise DeclarationError(f"unpacks to more than {LARGEST} bytes", where=place)
    return found
