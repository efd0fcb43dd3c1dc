"""Reads boards and groups for one side of a diff from the declarations, from files, or from a git
ref.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from boardwright.commands.diffing.rule_file_sides import iter_compared_groups, read_rule_files
from boardwright.config.project import ProjectSettings
from boardwright.diff.rule_group_comparison import ComparedGroup
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.file_contents import read_content, read_if_present, walk_files
from boardwright.found.git_refs import export_ref
from boardwright.found.json_files import parse_json
from boardwright.frozen import frozen
from boardwright.projects.compiled_project import CompiledProject
from boardwright.provisioning.output_paths import ALERTING, format_folder_path
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.alerting.alerts import CompiledGroup
from boardwright.schema.board_result import BoardResult
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import Board, Place
from boardwright.schema.envelopes import contains_board, unwrap_board, with_text_uid
from boardwright.writing.file_tree import read_manifest

TAKES = "The value of --against is grafana, committed, env:NAME, a folder, or a git ref."
PROVISIONED = "grafana/provisioning/"
"""Directory of Grafana's provisioning files in the output folder of the target `provisioning`."""


@frozen
class SideBoard:
    """A board on one side of the diff.

    Attributes:
        body: Function that returns the JSON of the board.
        folder: Title of the board's folder in Grafana; None if the folder is unknown.
        place: File and line of the declaration; None if the board was not read from a declaration.
        panel_places: Id of a panel -> file and line of its declaration.
        source: Name of the declaring file; None if unknown.
        in_grafana12: Whether a Grafana 12.4 stores the board, in the schema v2beta1.
    """

    body: Callable[[], Board] = field(repr=False)
    folder: str | None = None
    place: Place | None = None
    panel_places: Mapping[int, Place] = field(default_factory=lambda: MappingProxyType({}))
    source: str | None = None
    in_grafana12: bool = False


@frozen
class SideGroup:
    """An alert group or Prometheus rule group on one side of the diff.

    Attributes:
        group: The group, converted to the values that the diff compares.
        source: Name of the declaring file; None if unknown.
    """

    group: ComparedGroup
    source: str | None = None


@frozen
class ComparedSide:
    """All boards and groups on one side of the diff.

    Attributes:
        name: Description of the side in reports, such as `the declared boards`.
        boards: Uid of a board -> the board.
        groups: Grafana's alert groups; None if this side cannot contain alert groups.
        rule_groups: Prometheus's rule groups; None if this side cannot contain rule groups.
        errors: Errors of compiling or reading, except the errors in `failed`.
        failed: Uid of a board that could not be read -> the error.
        lacks_boards: Whether boards may be missing in `boards`, because compiling or reading
            failed.
        lacks_groups: Whether groups may be missing in `groups` or `rule_groups`, because compiling
            or reading failed.
        absent: Uids of boards that certainly do not exist on this side.
    """

    name: str
    boards: Mapping[str, SideBoard]
    groups: tuple[SideGroup, ...] | None = None
    rule_groups: tuple[SideGroup, ...] | None = None
    errors: tuple[BoardwrightError, ...] = ()
    failed: Mapping[str, BoardwrightError] = field(default_factory=lambda: MappingProxyType({}))
    lacks_boards: bool = False
    lacks_groups: bool = False
    absent: frozenset[str] = frozenset()

    def may_have(self, uid: str) -> bool:
        """Return whether the board may exist on this side although `boards` does not contain it."""
        return uid in self.failed or (self.lacks_boards and uid not in self.absent)


def build_declared_side(compiled: CompiledProject, name: str) -> ComparedSide:
    """Return a side with the boards and groups of a compiled project."""
    boards = {board.uid: _convert_board(board, folder.title) for folder, board in compiled.boards}
    groups = tuple(
        SideGroup(group=_convert_group(folder, group), source=group.place.file)
        for folder, group in compiled.alerts
    )
    failed = bool(compiled.errors)
    return ComparedSide(
        name=name,
        boards=boards,
        groups=groups,
        rule_groups=tuple(
            SideGroup(group=group, source=file.source)
            for file in compiled.rules
            for group in iter_compared_groups(file.source, file.groups)
        ),
        errors=compiled.errors,
        lacks_boards=failed,
        lacks_groups=failed,
    )


def _convert_group(folder: BoardFolder, group: CompiledGroup) -> ComparedGroup:
    return ComparedGroup(
        name=group.name,
        folder=format_folder_path(folder),
        interval=group.interval,
        rules=tuple(rule.data for rule in group.rules),
    )


def _convert_board(board: BoardResult, folder: str) -> SideBoard:
    return SideBoard(
        body=lambda: board.body,
        folder=folder,
        place=board.place,
        panel_places=board.panel_places,
        source=board.place.file,
    )


def compile_ref_side(
    project: ProjectSettings, ref: str, compile_there: Callable[[Path], CompiledProject]
) -> ComparedSide:
    """Return a side with the boards and groups that the project declares at a git ref.

    Args:
        project: The settings of the project.
        ref: The git ref, such as `main`.
        compile_there: Function that compiles the project in the folder that it receives. The folder
            contains the files of the git ref.

    Raises:
        ConfigError: The git ref does not exist, or contains no project.
    """
    with export_ref(project.root, ref, hint=TAKES) as folder:
        try:
            side = build_declared_side(compile_there(folder), f"git {ref}")
        except BoardwrightError as error:
            raise _with_ref(error, ref) from None
    errors = tuple(_with_ref(error, ref) for error in side.errors)
    return replace(side, errors=errors)


def _with_ref(error: BoardwrightError, ref: str) -> BoardwrightError:
    """Return the error with the git ref in its location, such as `main:dashboards/node.py:3`."""
    where = f"{ref}:{error.where}" if error.where else ref
    return DeclarationError(error.what, where=where, hint=error.hint)


def read_folder_side(folder: Path, name: str, *, titles: Mapping[str, str]) -> ComparedSide:
    """Return a side with the boards in a folder of JSON files. If `build` wrote the folder, the
    side also contains its alert and rule groups.

    Args:
        folder: Path of the folder.
        name: Name of the folder in reports.
        titles: Name of a directory -> title of the Grafana folder whose boards `build` writes to
            this directory.

    Raises:
        DeclarationError: The folder does not exist.
        OutputError: The manifest in the folder, which `build` wrote, cannot be read.
    """
    if not folder.is_dir():
        raise DeclarationError(
            f"the folder {name!r} does not exist", hint="Run `boardwright build` first."
        )
    sources = read_manifest(folder)
    inner = folder / "dashboards" if sources else folder
    boards: dict[str, SideBoard] = {}
    unread: dict[str, BoardwrightError] = {}
    for path in _list_json_files(inner, folder, name, unread):
        relative = path.relative_to(folder).as_posix()
        try:
            body = _read_board(path, Place(file=f"{name}/{relative}"), ours=relative in sources)
        except BoardwrightError as error:
            unread[relative] = error
            continue
        if body is not None:
            boards[Dashboard(body).uid] = _convert_file_board(
                body, relative, sources.get(relative), titles
            )
    group_errors: list[BoardwrightError] = []
    groups = _read_groups(folder, name, sources, group_errors)
    rule_groups = _read_rule_groups(folder, name, sources, group_errors)
    return ComparedSide(
        name=name,
        boards=boards,
        groups=groups,
        rule_groups=rule_groups,
        errors=(*unread.values(), *group_errors),
        failed=_find_unread_boards(sources, unread),
        lacks_boards=bool(unread) and not sources,
        lacks_groups=bool(group_errors),
    )


def _list_json_files(
    inner: Path, folder: Path, name: str, unread: dict[str, BoardwrightError]
) -> list[Path]:
    """Return the paths in `inner` that end with .json, sorted. Add an error to `unread` for each
    folder and link that cannot be read, because `Path.rglob` ignores them.
    """
    files = sorted(inner.rglob("*.json"))
    for each in walk_files(inner) if os.path.lexists(inner) else ():
        if each.fault and each.path not in files:
            relative = each.path.relative_to(folder).as_posix()
            unread[relative] = DeclarationError(each.fault, where=f"{name}/{relative}")
    return files


def _find_unread_boards(
    sources: Mapping[str, str], unread: Mapping[str, BoardwrightError]
) -> dict[str, BoardwrightError]:
    """Return uid of a board -> the error, for each board whose file cannot be read.

    Args:
        sources: Path of each file that `build` wrote -> path of the declaring file. The name of a
            board's file is the board's uid.
        unread: Path of a file or folder that could not be read -> the error.
    """
    return {
        PurePosixPath(path).stem: error
        for path in sources
        for part, error in unread.items()
        if path == part or path.startswith(f"{part}/")
    }


def _read_groups(
    folder: Path, name: str, sources: Mapping[str, str], errors: list[BoardwrightError]
) -> tuple[SideGroup, ...] | None:
    """Return the alert groups that `build` wrote to a folder; None if `build` did not write the
    files of the target `provisioning`. Append the errors of unreadable files to `errors`.
    """
    if not any(path.startswith(PROVISIONED) for path in sources):
        return None
    files = sorted(path for path in sources if path.startswith(f"{ALERTING}/"))
    if not files:
        return ()
    from boardwright.provisioning.alerting import read_group_file

    groups: list[SideGroup] = []
    for path in files:
        where = f"{name}/{path}"
        try:
            content = read_if_present(folder / path, Place(file=where))
            read = read_group_file(content, where=where) if content is not None else ()
        except BoardwrightError as error:
            errors.append(error)
            continue
        groups += [SideGroup(group=ComparedGroup(**vars(g)), source=sources[path]) for g in read]
    return tuple(groups)


def _read_rule_groups(
    folder: Path, name: str, sources: Mapping[str, str], errors: list[BoardwrightError]
) -> tuple[SideGroup, ...] | None:
    """Return the Prometheus rule groups that `build` wrote to a folder; None if `build` wrote no
    files for Prometheus.
    """
    if not any(path.startswith("prometheus/") for path in sources):
        return None
    found = read_rule_files(folder, name, sources, errors)
    return tuple(SideGroup(group=group, source=source) for source, group in found)


def _read_board(path: Path, place: Place, *, ours: bool) -> Board | None:
    """Return the board in a file. Return None for a file without a board, unless `build` wrote the
    file.
    """
    data = parse_json(read_content(path, place), place=place)
    if not ours and not contains_board(data):
        return None
    return with_text_uid(unwrap_board(data, place), path.stem)


def _convert_file_board(
    body: Board, path: str, source: str | None, titles: Mapping[str, str]
) -> SideBoard:
    directory = PurePosixPath(path).parent.name
    folder = titles.get(directory, directory) if source is not None else None
    return SideBoard(body=lambda: body, folder=folder, source=source)


def list_compared_uids(
    sides: Iterable[ComparedSide], uids: Collection[str], paths: Collection[str] | None
) -> list[str]:
    """Return the uids of the boards to compare: first the declared boards, then all other boards.

    Args:
        sides: The two sides of the diff.
        uids: Uids of the declared boards.
        paths: Names of the files whose boards are compared; None to compare all boards.
    """
    others = {
        uid
        for side in sides
        for uid, board in side.boards.items()
        if uid not in uids and (paths is None or board.source in paths)
    }
    return [*uids, *sorted(others)]
