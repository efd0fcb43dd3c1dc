"""Text that a manifest holds in base64, in gzip, or in both."""

from __future__ import annotations

import binascii
import gzip
import zlib
from base64 import b64decode
from io import BytesIO

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import LARGEST
from boardwright.schema.document import Place

_MAGIC = b"\x1f\x8b"


def unpack(text: str, *, place: Place) -> bytes:
    """Return the content of a text in base64, decompressed where it is gzip.

    Raises:
        DeclarationError: Not base64, not gzip, or too large.
    """
    try:
        content = b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise DeclarationError("is not base64", where=place) from None
    return unzip(content, place=place) if content.startswith(_MAGIC) else content


def unzip(content: bytes, *, place: Place) -> bytes:
    """Return the content of gzip data.

    Raises:
        DeclarationError: Not gzip, cut short, or too large.
    """
    try:
        with gzip.open(BytesIO(content)) as file:
            found = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DeclarationError(f"is not gzip: {error}", where=place) from None
    if len(found) > LARGEST:
        raise DeclarationError(f"unpacks to more than {LARGEST // 2**20} MiB", where=place)
    return found
