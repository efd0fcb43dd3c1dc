"""Recognises uids and the URLs of boards, such as `/d/nodes/all-nodes`."""

from __future__ import annotations

import re

UID_LENGTH = 40
UID = re.compile(rf"[A-Za-z0-9_-]{{1,{UID_LENGTH}}}")
"""Matches a text with only the characters and the length that Grafana allows in a uid."""

_NOT_IN_UIDS = re.compile(r"[^A-Za-z0-9_-]+")
_BOARD_PATH = r"d(?:-solo)?/(?P<uid>[^/?#]+)"
_LINK = re.compile(rf"(?:\.?/)?{_BOARD_PATH}")
_URL = re.compile(rf"[^?#]*?/{_BOARD_PATH}")


def read_linked_uid(link: str) -> str | None:
    """Return the uid in a link to a board on the same Grafana; None for any other link.

    Grafana treats `/d/nodes`, `./d/nodes` and `d/nodes` alike. The result is the uid as the link
    contains it, and may contain variables.
    """
    match = _LINK.match(link)
    return match["uid"] if match else None


def read_uid(url: str) -> str | None:
    """Return the uid in the URL of a board; None if the URL is not the URL of a board."""
    match = _URL.match(url)
    return match["uid"] if match and UID.fullmatch(match["uid"]) else None


def replace_illegal_characters(text: str) -> str:
    """Replace each run of characters that a uid cannot contain by a hyphen."""
    return _NOT_IN_UIDS.sub("-", text)
