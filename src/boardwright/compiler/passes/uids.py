"""Give every board a uid.

The pass keeps a uid that the board already has. For a board without a uid, the pass joins the file
name, the title, and an eight-digit hash of the file's path and the title. The generated uid changes
only if the path or the title changes.
"""

from __future__ import annotations

import re
from hashlib import sha256

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.places import build_board_error, find_place
from boardwright.notation.slugs import format_slug, remove_other_letters
from boardwright.schema.board_addresses import UID, UID_LENGTH
from boardwright.schema.document import Board

HASH = 8


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with a valid uid, or raise DocumentError for an invalid uid."""
    uid = board.get("uid")
    if uid in (None, ""):
        return {**board, "uid": _compute_uid(board, context)}
    if isinstance(uid, str) and UID.fullmatch(uid):
        return board
    raise build_board_error(
        f"the uid {uid!r} is not valid",
        board,
        context,
        hint=f"Use only a-z, A-Z, 0-9, _ and -, with a length of at most {UID_LENGTH}, or omit the "
        "uid.",
    )


def is_generated_uid(uid: str) -> bool:
    """Return whether a uid has the format of the uids that this pass generates."""
    return re.fullmatch(rf"(?:[a-z0-9-]+-)?[0-9a-f]{{{HASH}}}", uid) is not None


def _compute_uid(board: Board, context: CompilerContext) -> str:
    file = context.document.place.file if context.document else find_place(board, context).file
    title = str(board.get("title") or "")
    digest = sha256(f"{file}\0{title}".encode("utf-8", "surrogatepass")).hexdigest()[:HASH]
    stem = file.rpartition("/")[2].partition(".")[0]
    slug = format_slug(f"{stem} {title}", fold=remove_other_letters)
    slug = slug[: UID_LENGTH - HASH - 1].strip("-")
    return f"{slug}-{digest}" if slug else digest
