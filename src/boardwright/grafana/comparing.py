"""Whether a stored board is what would be sent."""

from __future__ import annotations

from boardwright.grafana.stored_values import StoredBoard, without_servers_own
from boardwright.grafana.wanted import WantedBoard
from boardwright.schema.json_equality import json_equal


def is_same(stored: StoredBoard, wanted: WantedBoard) -> bool:
    """Return whether saving `wanted` would change neither the board nor its folder."""
    return stored.folder_uid == wanted.folder.uid and same_body(stored, wanted)


def same_body(stored: StoredBoard, wanted: WantedBoard) -> bool:
    """Return whether saving `wanted` would change nothing that anyone sees, folders apart.

    What a server or its editor fills in is no difference. Most boards are as they were sent, which
    their texts tell; only the others are looked into, and brought to their normal form.
    """
    if stored.text == wanted.text:
        return True
    there, sent = stored.own_body, without_servers_own(wanted.body)
    if json_equal(there, sent):
        return True
    from boardwright.compiler.normal_form import normalised

    return json_equal(normalised(there), normalised(sent))


def same_as_read(then: StoredBoard, now: StoredBoard) -> bool:
    """Return whether a board is what was read earlier: version, folder and body."""
    return (then.version, then.folder_uid) == (now.version, now.folder_uid) and json_equal(
        then.own_body, now.own_body
    )
