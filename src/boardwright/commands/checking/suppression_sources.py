"""Collects the suppressions of problems from comments and from boardwright.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.util import decode_source

from boardwright.checks.suppression import Suppression, iter_suppressions, may_have_comments
from boardwright.commands.checking.board_checks import BoardCheckResult
from boardwright.config.check_settings import IgnoreSetting
from boardwright.config.project import ProjectSettings
from boardwright.schema.document import Place


def collect_anchors(outcomes: Sequence[BoardCheckResult]) -> frozenset[Place]:
    """Return the file and line at which each checked board and panel is declared."""
    facts = [outcome.facts for outcome in outcomes if outcome.facts is not None]
    declared = [board.source for board in facts if board.form == "declaration"]
    panels = {place for source in declared for place in source.panel_places.values()}
    return frozenset(panels | {source.place for source in declared})


def collect_suppressions(
    project: ProjectSettings | None, anchors: frozenset[Place]
) -> tuple[Suppression, ...]:
    """Return all suppressions in comments and in boardwright.toml.

    Args:
        project: The project; None if the current folder is in no project.
        anchors: The file and line at which each board, panel and rule is declared.
    """
    if project is None:
        return ()
    return (*_iter_comments(project, anchors), *map(_build_suppression, project.check.ignored))


def _build_suppression(ignored: IgnoreSetting) -> Suppression:
    return Suppression(
        rules=(ignored.rule,),
        reason=ignored.reason,
        place=ignored.place,
        path=ignored.path,
        board=ignored.board,
        panel=ignored.panel,
    )


def _iter_comments(project: ProjectSettings, anchors: frozenset[Place]) -> Iterator[Suppression]:
    lines: dict[str, set[int]] = defaultdict(set)
    for place in anchors:
        lines[place.file].update([place.line] if place.line else [])
    for file in sorted(lines):
        try:
            content = (project.root / file).read_bytes()
            text = decode_source(content) if may_have_comments(content) else ""
        except (OSError, UnicodeDecodeError, SyntaxError):
            continue
        yield from iter_suppressions(text, file=file, anchors=lines[file])
