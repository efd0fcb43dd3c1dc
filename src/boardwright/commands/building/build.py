"""`boardwright build`: compile the boards and write the files that Grafana or Kubernetes operators
read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.commands.building.removal_limit import refuse_removals
from boardwright.config.outputs import SEPARATE_FOLDER_HINT, are_overlapping
from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError, ConfigError, DocumentError
from boardwright.found.empty_folders import refuse_empty_folders
from boardwright.frozen import frozen
from boardwright.notation.removal_share import DEFAULT_SHARE
from boardwright.projects.compiled_project import (
    CacheUse,
    CompiledProject,
    Progress,
    compile_project,
)
from boardwright.provisioning.output_paths import build_group_path
from boardwright.provisioning.targets import (
    TARGETS,
    find_combination_fault,
    list_path_prefixes,
    parse_board_uid,
)
from boardwright.writing.file_tree import (
    FileChanges,
    FileTree,
    compare_tree,
    read_manifest,
    write_tree,
)

if TYPE_CHECKING:
    from boardwright.commands.building.output_files import OutputFiles

_OUTPUT_FILES = "boardwright.commands.building.output_files"
"""Name of a module that is imported while other processes compile boards, which saves time."""

NOTHING = FileChanges(created=(), changed=(), removed=(), unchanged=())


@frozen
class BuildResult:
    """The result of `boardwright build`.

    Attributes:
        output: The output folder.
        compiled: The compiled boards, with errors and notes.
        paths: Uid of a board -> path of the board's file for the first target, relative to
            `output`.
        changes: The output files that are new, changed, removed or unchanged. Empty after an error,
            because the build then writes no file.
        checked: Whether the build ran with `--check`, which compares the files without writing.
    """

    output: Path
    compiled: CompiledProject
    paths: Mapping[str, str]
    changes: FileChanges
    checked: bool


def build_boards(
    project: ProjectSettings,
    *,
    paths: Sequence[Path] | None = None,
    env: str | None = None,
    output: Path | None = None,
    targets: Sequence[str] = (),
    check: bool = False,
    remove_share: int = DEFAULT_SHARE,
    cache: bool = True,
    progress: Progress = lambda done, total: None,
) -> BuildResult:
    """Compile the boards of `paths`, or of the whole project, and write the files that changed.

    Args:
        project: The settings of the project.
        paths: Files or folders whose boards are written. If None, all boards are written.
        env: Name of the environment in boardwright.toml; None for the settings outside all
            environments.
        output: The output folder; None for the folder in the settings of the environment or
            project.
        targets: Names of the targets to write, such as `configmaps`. If empty, the targets in
            boardwright.toml are written.
        check: Whether to only compare the files with the boards, without writing a file.
        remove_share: The largest allowed percentage of removed files, counted separately for
            boards, alert groups and rule files.
        cache: Whether to use the results of earlier builds, and to store the results of this build.
        progress: Function that is called after each compiled file, with the number of compiled
            files and the number of all files.

    Raises:
        ConfigError: The environment or target does not exist, or `output` overlaps the folder of
            the declarations.
        OutputError: The output folder cannot be written, or too many files would be removed. No
            file is changed.
    """
    environment = project.find_environment(env)
    target = (
        _require_separate_output(project, output) if output else project.root / environment.output
    )
    target_names = _order_targets(targets) or project.targets
    compiled = compile_project(
        project,
        environment=environment,
        paths=paths,
        cache=_choose_cache_use(cache=cache, check=check),
        progress=progress,
        meanwhile=lambda: import_module(_OUTPUT_FILES),
    )
    from boardwright.commands.building.output_files import generate_files

    partial = paths is not None
    files = generate_files(
        project,
        compiled,
        target_names,
        partial=partial,
        schema=environment.schema or "v1",
    )
    tree = _build_tree(
        compiled,
        files,
        partial=partial,
        within=list_path_prefixes(target_names) if targets else None,
    )
    errors = (*compiled.errors, *files.errors, *_find_clashes(tree, compiled, target))
    compiled = replace(compiled, errors=errors, notes=(*compiled.notes, *files.notes))
    changes = NOTHING

    def approve_changes(changes: FileChanges, before: Mapping[str, str]) -> None:
        earlier = {} if partial else before
        refuse_removals(compiled, changes.removed, earlier, output=str(target), share=remove_share)
        removed = len(changes.removed)
        refuse_empty_folders(
            project.declaration_folders, project.root, removed=removed, noun="file"
        )

    if not errors:
        changes = (
            compare_tree(tree, target)
            if check
            else write_tree(tree, target, approve=approve_changes)
        )
    return BuildResult(
        output=target, compiled=compiled, paths=files.paths, changes=changes, checked=check
    )


def _require_separate_output(project: ProjectSettings, output: Path) -> Path:
    if are_overlapping(project.dashboards_folder, output):
        what = (
            f"the output folder overlaps the folder {project.dashboards!r}, whose files declare "
            "the boards"
        )
        raise ConfigError(what, where=f"--output {output}", hint=SEPARATE_FOLDER_HINT)
    return output


def _order_targets(names: Sequence[str]) -> tuple[str, ...]:
    """Return the named targets without duplicates, in the order of `TARGETS`."""
    if fault := find_combination_fault(names):
        raise ConfigError(fault[0], hint=fault[1])
    return tuple(target for target in TARGETS if target in names)


def _choose_cache_use(*, cache: bool, check: bool) -> CacheUse:
    if not cache:
        return CacheUse.NOTHING
    return CacheUse.READ if check else CacheUse.KEEP


def _build_tree(
    compiled: CompiledProject, files: OutputFiles, *, partial: bool, within: tuple[str, ...] | None
) -> FileTree:
    return FileTree(
        files=files.content,
        sources=files.sources,
        rebuilt=frozenset(compiled.paths) if partial else None,
        within=within,
    )


def _find_clashes(
    tree: FileTree, compiled: CompiledProject, output: Path
) -> list[BoardwrightError]:
    """Return an error for each board or alert group whose output file an earlier build wrote for a
    declaring file that this build does not compile.
    """
    if tree.rebuilt is None:
        return []
    sources = read_manifest(output).items()
    others = {path: source for path, source in sources if source not in tree.rebuilt}
    return [*_find_board_clashes(compiled, others), *_find_group_clashes(compiled, others)]


def _find_group_clashes(
    compiled: CompiledProject, sources: Mapping[str, str]
) -> list[BoardwrightError]:
    groups = ((build_group_path(folder, group), group) for folder, group in compiled.alerts)
    return [
        DocumentError(
            f'the output folder already contains an alert group "{group.name}" for the same '
            f"Grafana folder, built from {sources[path]}",
            where=group.place,
            hint=f"Rename one of the two groups. If {sources[path]} no longer declares the group,"
            " build the whole project.",
        )
        for path, group in groups
        if path in sources
    ]


def _find_board_clashes(
    compiled: CompiledProject, sources: Mapping[str, str]
) -> list[BoardwrightError]:
    others = {parse_board_uid(path): source for path, source in sources.items()}
    return [
        DocumentError(
            f'two boards have the uid {board.uid!r}: "{board.title}" and a board in'
            f" {others[board.uid]}",
            where=board.place,
            hint="Give one of the boards another uid. If you omit the uid, `build` generates one.",
        )
        for _, board in compiled.boards
        if board.uid in others
    ]
