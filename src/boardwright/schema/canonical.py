"""Canonical JSON text: sorted keys, two spaces, a final newline.

The same data gives the same bytes on every machine, so committed boards can be reviewed and
compared byte by byte.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

_LONG_NUMBER = b"0" * 19
"""Whole numbers that may not fit in 64 bits, which orjson would round."""

_DIGITS = bytes(ord("0" if chr(byte).isdigit() and byte < 128 else " ") for byte in range(256))
"""Replaces digits by 0 and other characters by a blank; much faster than a regular expression."""

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def canonical_json(data: Any) -> bytes:
    """Return the canonical UTF-8 text of JSON data.

    Args:
        data: dicts with text keys, lists, text, numbers, booleans and None. Numbers must be
            finite, because others have no JSON text.

    Integers beyond 64 bits and single surrogates, which orjson does not accept, are written by the
    standard library: exact, and as `\\ud800` escapes.
    """
    try:
        return orjson.dumps(data, option=_OPTIONS)
    except TypeError:
        text = json.dumps(data, sort_keys=True, indent=2, allow_nan=False)
        return text.encode() + b"\n"


def parse_canonical(text: bytes) -> Any:
    """Return the data of a canonical text with exact numbers."""
    if _LONG_NUMBER not in text.translate(_DIGITS):
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            pass  # a single surrogate
    return json.loads(text)
