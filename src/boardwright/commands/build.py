"""`boardwright build`: compile the boards and write the provisioning tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from boardwright.commands.compiling import CacheUse, Compiled, Progress, compile_project
from boardwright.errors import BoardwrightError, DocumentError
from boardwright.project.config import FILE_NAME, Project
from boardwright.project.writing import Changes, Tree, compare, read_manifest, write
from boardwright.provisioning.tree import board_files, board_path, server_files

NOTHING = Changes(created=(), changed=(), removed=(), unchanged=())


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build did, or with `check` would do.

    Attributes:
        output: The folder of the tree.
        compiled: The boards, errors and notes.
        changes: The files; nothing is written when there are errors.
        checked: Whether this was `--check`, which writes nothing.
    """

    output: Path
    compiled: Compiled
    changes: Changes
    checked: bool


def build(
    project: Project,
    *,
    paths: Sequence[Path] = (),
    env: str | None = None,
    output: Path | None = None,
    check: bool = False,
    cache: bool = True,
    progress: Progress = lambda done, total: None,
) -> Built:
    """Compile the boards of `paths`, or of the whole project, and write what changed.

    Args:
        project: The project.
        paths: Files or folders; when given, only the files of these boards are written.
        env: The environment's name.
        output: Where to write; the environment's or project's own folder when None.
        check: Write nothing; say what is stale.
        cache: Use what earlier builds compiled, and keep what this one does.
        progress: Told of each compiled file.
    """
    environment = project.environment(env)
    target = output or project.root / environment.output
    compiled = compile_project(
        project,
        environment=environment,
        paths=paths,
        cache=_use(cache=cache, check=check),
        progress=progress,
    )
    tree = _tree(project, compiled, partial=bool(paths))
    errors = (*compiled.errors, *_clashes(tree, compiled, target))
    compiled = replace(compiled, errors=errors)
    if errors:
        return Built(output=target, compiled=compiled, changes=NOTHING, checked=check)
    changes = compare(tree, target) if check else write(tree, target)
    return Built(output=target, compiled=compiled, changes=changes, checked=check)


def _use(*, cache: bool, check: bool) -> CacheUse:
    if not cache:
        return CacheUse.NOTHING
    return CacheUse.READ if check else CacheUse.KEEP


def _tree(project: Project, compiled: Compiled, *, partial: bool) -> Tree:
    files = board_files(compiled.boards)
    sources = {board_path(*placed): placed[1].place.file for placed in compiled.boards}
    if partial:
        return Tree(files=files, sources=sources, rebuilt=frozenset(compiled.paths))
    servers = server_files(
        folders={folder for folder, _ in compiled.boards},
        datasources=project.datasources,
        jobs=project.jobs,
        scrape_interval=project.scrape_interval,
        dashboards_path=project.dashboards_path,
        nodes=project.nodes,
        remote_write=project.remote_write,
    )
    return Tree(files=files | servers, sources=sources | dict.fromkeys(servers, FILE_NAME))


def _clashes(tree: Tree, compiled: Compiled, output: Path) -> list[BoardwrightError]:
    """A build of some files only must not take a uid that another file's board has."""
    if tree.rebuilt is None:
        return []
    others = {
        PurePosixPath(path).stem: source
        for path, source in read_manifest(output).items()
        if path.startswith("dashboards/") and source not in tree.rebuilt
    }
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
