"""Decodes the content of manifests that is encoded with base64, compressed with gzip, or both."""

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


def unpack_board(text: str, *, place: Place) -> bytes:
    """Decode base64 text, and decompress the result if it is gzip.

    Raises:
        DeclarationError: The text is not base64, or the decoded content is damaged gzip data or too
            large.
    """
    try:
        content = b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise DeclarationError("the text is not base64", where=place) from None
    return decompress_gzip(content, place=place) if content.startswith(_MAGIC) else content


def decompress_gzip(content: bytes, *, place: Place) -> bytes:
    """Return the content of gzip data.

    Raises:
        DeclarationError: The data is not gzip, is incomplete, or is too large.
    """
    try:
        with gzip.open(BytesIO(content)) as file:
            decompressed = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DeclarationError(f"the data is not gzip: {error}", where=place) from None
    if len(decompressed) > LARGEST:
        raise DeclarationError(
            f"the decompressed data is larger than {LARGEST // 2**20} MiB", where=place
        )
    return decompressed
