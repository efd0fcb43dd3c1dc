"""Text as a TOML string."""

from __future__ import annotations

import json


def toml_text(text: str) -> str:
    """Return text as TOML, whose escapes are those of JSON; DEL needs one of its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
