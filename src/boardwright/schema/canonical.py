"""Writes and parses canonical JSON: text with sorted keys, an indent of two spaces, and a newline
at the end.

The canonical text of the same data has the same bytes on every machine, so reviewers see only real
changes.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

_LONG_NUMBER = b"0" * 19

_DIGITS = bytes(ord("0" if chr(byte).isdigit() and byte < 128 else " ") for byte in range(256))
"""Table for `bytes.translate` that replaces digits by 0 and all other bytes by blanks."""

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def encode_canonical_json(data: Any) -> bytes:
    """Return JSON data as canonical text in UTF-8.

    Args:
        data: The JSON data. All numbers must be finite, because JSON cannot express infinity and
            NaN.

    orjson refuses integers beyond 64 bits and unpaired surrogates. Python's `json` writes data with
    such values: it writes the integers exactly, and the surrogates as escapes such as `\\ud800`.
    """
    try:
        return orjson.dumps(data, option=_OPTIONS)
    except TypeError:
        text = json.dumps(data, sort_keys=True, indent=2, allow_nan=False)
        return text.encode() + b"\n"


def parse_canonical_json(text: bytes) -> Any:
    """Parse JSON text, and keep integers of any size exact.

    Raises:
        ValueError: The text is not JSON, or is nested too deeply.
    """
    if not may_have_long_number(text):
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            pass  # the text contains an unpaired surrogate
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


def may_have_long_number(text: bytes) -> bool:
    """Return whether JSON text contains 19 digits in a row. An integer of 19 or more digits may
    exceed 64 bits, and orjson would round such an integer.
    """
    return _LONG_NUMBER in text.translate(_DIGITS)
