"""Makes and recognises the tag that boardwright adds to the boards of a project, such as
`boardwright:shop`.
"""

from __future__ import annotations

import re

_PREFIX = "boardwright:"
_OWNER = re.compile(re.escape(_PREFIX) + r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def format_owner_tag(project: str) -> str:
    """Return the tag for the boards of a project, such as `boardwright:shop` for the project
    `shop`.
    """
    return f"{_PREFIX}{project}"


def is_owner_tag(tag: object) -> bool:
    """Return whether a tag names a boardwright project, as `boardwright:shop` does."""
    return isinstance(tag, str) and _OWNER.fullmatch(tag) is not None
