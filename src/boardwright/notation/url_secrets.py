"""Passwords and tokens in URLs."""

from __future__ import annotations

import re

_LOGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s{}?#]*:[^/\s?#]*@", re.IGNORECASE)
_QUERY = re.compile(
    r"[?&](?:access_token|api_?key|auth|password|passwd|secret|token|sig|signature)=(?!\{\{)[^&\s]",
    re.IGNORECASE,
)


def has_secret(text: str) -> bool:
    """Return whether a URL in a text holds a password or token; a template in its place is none."""
    return bool(_LOGIN.search(text) or _QUERY.search(text))
