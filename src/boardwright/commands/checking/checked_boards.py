"""Checks only the boards that changed since the last check.

A stored result is used only if the board's JSON, folder and lines of declaration, the rules, and
the settings are unchanged. The rules that compare several boards run in every check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from boardwright.cache.cache_files import StoredResults
from boardwright.cache.entries import encode_panel_places, encode_place
from boardwright.cache.fingerprint import compute_fingerprint
from boardwright.checks.rule import Rule
from boardwright.checks.settings import Settings
from boardwright.commands.checking.board_checks import BoardCheckResult, BoardToCheck
from boardwright.commands.checking.outcome_data import decode_outcome, encode_outcome
from boardwright.config.project import ProjectSettings
from boardwright.projects.compiled_project import Progress
from boardwright.schema.board_result import BoardResult

_DIGEST = 16
_FILE = "checked.json"
CheckBoards = Callable[..., list[BoardCheckResult]]
"""The function `check_boards` without the parameters for rules and settings."""


def open_checked_boards(
    project: ProjectSettings | None, rules: Sequence[Rule], settings: Settings
) -> StoredResults | None:
    """Return the stored results of earlier checks.

    Return None if the project defines its own check rules, if metrics are checked, or if there are
    Prometheus rules. A stored result does not record these inputs, so it could be out of date.
    """
    if project is None or project.check.rules or settings.catalogue is not None or settings.rules:
        return None
    key = "\0".join(
        (compute_fingerprint(project, project.find_environment(None)), *(each.id for each in rules))
    )
    return StoredResults(project.root, _FILE, key=key)


def check_changed(
    work: Sequence[BoardToCheck],
    stored: StoredResults | None,
    check_boards: CheckBoards,
    *,
    whole: bool,
    progress: Progress,
) -> list[BoardCheckResult]:
    """Check the boards that have changed, and use the stored results of all other boards.

    Args:
        work: The boards. The results are returned in the order of these boards.
        stored: The results of earlier checks; None to check every board.
        check_boards: Function that checks the boards without a stored result.
        whole: Whether `work` contains all boards of the project. If True, the stored results of all
            other boards are deleted.
        progress: Function that is called after each checked board, with the number of checked
            boards and the number of boards without a stored result.
    """
    if stored is None:
        return check_boards(work, progress=progress)
    earlier = stored.read()
    digests = [_compute_digest(each) for each in work]
    stored_outcomes = [
        _find_outcome(each, digest, earlier) for each, digest in zip(work, digests, strict=True)
    ]
    changed = [each for each, outcome in zip(work, stored_outcomes, strict=True) if outcome is None]
    checked = iter(check_boards(changed, progress=progress) if changed else ())
    outcomes = [outcome or next(checked) for outcome in stored_outcomes]
    results = {} if whole else dict(earlier)
    for each, digest, before, outcome in zip(work, digests, stored_outcomes, outcomes, strict=True):
        if before is not None:
            results[digest] = earlier[digest]
        elif outcome.facts is not None and digest and _compute_digest(each) == digest:
            results[digest] = encode_outcome(outcome)
    if changed or results.keys() != earlier.keys():
        stored.write(results)
    return outcomes


def _find_outcome(
    work: BoardToCheck, digest: str, earlier: Mapping[str, Any]
) -> BoardCheckResult | None:
    data = earlier.get(digest) if digest else None
    if data is None:
        return None
    try:
        return decode_outcome(work, data)
    except (LookupError, TypeError, ValueError):  # a damaged file
        return None


def _compute_digest(work: BoardToCheck) -> str:
    """Return a digest of a board, its folder and its declaration.

    The digest is empty for a pipe, which can be read only once, and for an unreadable file.
    """
    path = work.path or Path(work.name)
    if work.board is None and not path.is_file():
        return ""
    try:
        content = work.board.text if work.board else path.read_bytes()
        head = orjson.dumps([work.name, work.folder, _encode_origin(work.board)])
    except (OSError, TypeError):
        return ""
    digest = blake2b(len(head).to_bytes(8), digest_size=_DIGEST)
    digest.update(head)
    digest.update(content)
    return digest.hexdigest()


def _encode_origin(board: BoardResult | None) -> list[Any] | None:
    if board is None:
        return None
    panels = encode_panel_places(board.panel_places)
    return [board.uid, board.title, board.folder, encode_place(board.place), panels]
