"""Formats the result of a build as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardwright.commands.building.build import BuildResult
from boardwright.notation.plurals import format_quantity
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.report.json_values import to_json_object
from boardwright.report.text_format import iter_first_lines
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import Json
from boardwright.schema.panel import Panel
from boardwright.writing.file_tree import MANIFEST, FileChanges


def format_build_lines(built: BuildResult, *, output: str, verbose: bool = False) -> Iterator[str]:
    """Yield the lines of the text report of a build.

    Args:
        built: The result of the build.
        output: Path of the output folder, as the report shows it.
        verbose: Whether to list every panel with the file and line of its declaration.
    """
    if verbose:
        for placed in built.compiled.boards:
            yield from _format_board_lines(placed)
    if not built.compiled.errors:
        yield from (
            _format_check_lines(built, output)
            if built.checked
            else _format_written_lines(built, output)
        )


def _format_written_lines(built: BuildResult, output: str) -> Iterator[str]:
    changes = built.changes
    for word, paths in (
        ("new", changes.created),
        ("changed", changes.changed),
        ("removed", changes.removed),
    ):
        listed = _select_listed_paths(paths, changes)
        yield from iter_first_lines([f"{word:>8}  {output}/{path}" for path in listed], "file")
    boards = _format_compiled_counts(built)
    yield f"{boards} compiled to {output}/ ({_format_summary(built)})"


def _format_check_lines(built: BuildResult, output: str) -> Iterator[str]:
    changes = built.changes
    stale = _select_listed_paths(changes.stale, changes)
    yield from iter_first_lines([f"   stale  {output}/{path}" for path in stale], "file")
    boards = _format_compiled_counts(built)
    if changes.stale:
        yield (
            f"{output}/ is out of date ({boards}): run `boardwright build`, and commit the "
            "changed files."
        )
    else:
        yield f"{output}/ is up to date ({boards})."


def _format_compiled_counts(built: BuildResult) -> str:
    boards = format_quantity(len(built.compiled.boards), "board")
    groups = len(built.compiled.rule_groups)
    return f"{boards}, {format_quantity(groups, 'rule group')}" if groups else boards


def _select_listed_paths(paths: Sequence[str], changes: FileChanges) -> Sequence[str]:
    """Return `paths` without the build manifest, which the report lists only if it is the only file
    that changes.
    """
    if changes.stale == (MANIFEST,) and MANIFEST in paths:
        return paths
    return [path for path in paths if path != MANIFEST]


def _format_summary(built: BuildResult) -> str:
    changes = built.changes
    counts = {
        "new": len(_select_listed_paths(changes.created, changes)),
        "changed": len(_select_listed_paths(changes.changed, changes)),
        "removed": len(changes.removed),
        "unchanged": len(_select_listed_paths(changes.unchanged, changes)),
    }
    parts = [f"{count} {word}" for word, count in counts.items() if count]
    return ", ".join(parts) or "nothing to write"


def _format_board_lines(placed: PlacedBoard) -> Iterator[str]:
    folder, board = placed
    yield f'{board.place}: "{board.title}" ({board.uid}) in {folder.title}'
    for panel in map(Panel, iter_panels(board.body)):
        place = board.place if panel.id is None else board.panel_places.get(panel.id, board.place)
        yield f'  {place}: {panel.id} {panel.type} "{panel.title}"'


def format_build_json(built: BuildResult) -> Json:
    """Return JSON data that follows the schema `docs/reference/build.schema.json`."""
    return to_json_object(
        built.changes,
        boards=[_format_board_json(placed, built) for placed in built.compiled.boards],
        checked=built.checked,
        errors=built.compiled.errors,
        notes=built.compiled.notes,
    )


def _format_board_json(placed: PlacedBoard, built: BuildResult) -> Json:
    folder, board = placed
    return {
        "uid": board.uid,
        "title": board.title,
        "folder": folder.title,
        "file": built.paths.get(board.uid, ""),
        "place": str(board.place),
    }
