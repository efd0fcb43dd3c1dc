"""Converts a text to a TOML string."""

from __future__ import annotations

import json


def toml_text(text: str) -> str:
    """Return text as a TOML string. TOML needs the same escape sequences as JSON, and one more for
    the character DEL.
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
