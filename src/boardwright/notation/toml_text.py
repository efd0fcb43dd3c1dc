"""Converts a text to a TOML string."""

from __future__ import annotations

import json


def encode_toml_string(text: str) -> str:
    """Return a text as a TOML string in double quotes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
