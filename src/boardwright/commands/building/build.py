"""`boardwright build`: compile the boards and write the files for Grafana or its controllers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.commands.building.removal_limit import refuse_removals
from boardwright.config.outputs import APART, overlap
from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError, ConfigError, DocumentError
from boardwright.frozen import frozen
from boardwright.notation.removal_share import SHARE
from boardwright.projects.compiled_project import CacheUse, Compiled, Progress, compile_project
from boardwright.provisioning.placed import group_path
from boardwright.provisioning.targets import TARGETS, board_uid, fault, places
from boardwright.writing.file_tree import Changes, Tree, compare, read_manifest, write

if TYPE_CHECKING:
    from boardwright.commands.building.output_files import Files

_OUTPUT_FILES = "boardwright.commands.building.output_files"
"""Imported while other processes compile."""

NOTHING = Changes(created=(), changed=(), removed=(), unchanged=())


@frozen
class Built:
    """The result of a build, or with `check` of a comparison.

    Attributes:
        output: The folder of the files.
        compiled: The boards, errors and notes.
        paths: A board's uid -> its file, the first target's.
        changes: The files that changed; nothing is written when there are errors.
        checked: Whether this was `--check`, which writes nothing.
    """

    output: Path
    compiled: Compiled
    paths: Mapping[str, str]
    changes: Changes
    checked: bool


def build(
    project: ProjectSettings,
    *,
    paths: Sequence[Path] | None = None,
    env: str | None = None,
    output: Path | None = None,
    targets: Sequence[str] = (),
    check: bool = False,
    remove_share: int = SHARE,
    cache: bool = True,
    progress: Progress = lambda done, total: None,
) -> Built:
    """Compile the boards of `paths`, or of the whole project, and write the files that changed.

    Args:
        project: The project.
        paths: Files or folders; when given, only the files of these boards are written.
        env: The environment's name.
        output: Where to write; the environment's or project's own folder when None.
        targets: The targets to write; when given, files of other targets stay as they are. The
            project's own targets when empty.
        check: Write nothing; report the files that are out of date.
        remove_share: The largest share of the boards of earlier builds, in per cent, whose files
            may be removed.
        cache: Use the results of earlier builds, and keep those of this one.
        progress: Called after each compiled file.

    Raises:
        ConfigError: No such environment or target, or an output folder where the boards are.
        OutputError: The output folder cannot be written, or the files of too many boards would be
            removed; nothing was changed.
    """
    environment = project.environment(env)
    target = _output(project, output) if output else project.root / environment.output
    wanted = _targets(targets) or project.targets
    compiled = compile_project(
        project,
        environment=environment,
        paths=paths,
        cache=_use(cache=cache, check=check),
        progress=progress,
        meanwhile=lambda: import_module(_OUTPUT_FILES),
    )
    from boardwright.commands.building.output_files import files_of

    partial = paths is not None
    files = files_of(
        project,
        compiled,
        wanted,
        partial=partial,
        schema=environment.schema or "v1",
    )
    tree = _tree(compiled, files, partial=partial, within=places(wanted) if targets else None)
    errors = (*compiled.errors, *files.errors, *_clashes(tree, compiled, target))
    compiled = replace(compiled, errors=errors, notes=(*compiled.notes, *files.notes))
    changes = NOTHING

    def approve(changes: Changes, before: Mapping[str, str]) -> None:
        earlier = {} if partial else before
        refuse_removals(compiled, changes.removed, earlier, output=str(target), share=remove_share)

    if not errors:
        changes = compare(tree, target) if check else write(tree, target, approve=approve)
    return Built(
        output=target, compiled=compiled, paths=files.paths, changes=changes, checked=check
    )


def _output(project: ProjectSettings, output: Path) -> Path:
    if overlap(project.root / project.dashboards, output):
        what = f"the output folder overlaps {project.dashboards!r}, where the boards are"
        raise ConfigError(what, where=f"--output {output}", hint=APART)
    return output


def _targets(named: Sequence[str]) -> tuple[str, ...]:
    """Return the targets in their order, each once."""
    if found := fault(named):
        raise ConfigError(found[0], hint=found[1])
    return tuple(target for target in TARGETS if target in named)


def _use(*, cache: bool, check: bool) -> CacheUse:
    if not cache:
        return CacheUse.NOTHING
    return CacheUse.READ if check else CacheUse.KEEP


def _tree(
    compiled: Compiled, files: Files, *, partial: bool, within: tuple[str, ...] | None
) -> Tree:
    return Tree(
        files=files.content,
        sources=files.sources,
        rebuilt=frozenset(compiled.paths) if partial else None,
        within=within,
    )


def _clashes(tree: Tree, compiled: Compiled, output: Path) -> list[BoardwrightError]:
    """Return an error for each uid or group of this partial build that another file has already."""
    if tree.rebuilt is None:
        return []
    sources = read_manifest(output).items()
    others = {path: source for path, source in sources if source not in tree.rebuilt}
    return [*_board_clashes(compiled, others), *_group_clashes(compiled, others)]


def _group_clashes(compiled: Compiled, sources: Mapping[str, str]) -> list[BoardwrightError]:
    placed = ((group_path(folder, group), group) for folder, group in compiled.alerts)
    return [
        DocumentError(
            f'the alert group "{group.name}" is there already in this folder, of {sources[path]}',
            where=group.place,
            hint="Build both files together, or rename one of the groups.",
        )
        for path, group in placed
        if path in sources
    ]


def _board_clashes(compiled: Compiled, sources: Mapping[str, str]) -> list[BoardwrightError]:
    others = {board_uid(path): source for path, source in sources.items()}
    return [
        DocumentError(
            f'board "{board.title}" has the uid {board.uid!r}, as has a board of'
            f" {others[board.uid]}",
            where=board.place,
            hint="Give one of them a uid of its own, or leave uid out and one is made.",
        )
        for _, board in compiled.boards
        if board.uid in others
    ]
