"""Makes and recognises the tag that marks the boards of a project in Grafana."""

from __future__ import annotations

import re

_PREFIX = "boardwright:"
_OWNER = re.compile(re.escape(_PREFIX) + r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def format_owner_tag(project: str) -> str:
    """Return the tag that marks the boards of this project."""
    return f"{_PREFIX}{project}"


def is_owner_tag(tag: object) -> bool:
    """Return whether a tag marks the boards of any project."""
    return isinstance(tag, str) and _OWNER.fullmatch(tag) is not None
