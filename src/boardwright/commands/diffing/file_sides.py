"""Reads the boards and alert rule groups for one side of a diff: from the declarations, from files,
or from a git ref.
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

TAKES = "--against takes grafana, committed, env:NAME, a folder, or a git ref."
PROVISIONED = "grafana/provisioning/"
"""Folder in the output folder that Grafana reads when it starts. It contains boards and alert
rules.
"""


@frozen
class SideBoard:
    """A board on one side of the diff.

    Attributes:
        body: Function that returns the JSON of the board.
        folder: Title of the board's Grafana folder; None if the boards of this side have no Grafana
            folders.
        place: File and line of the declaration; None if no file of the project declares the board.
        panel_places: Id of a panel -> file and line of its declaration.
        source: Name of the declaring file; None if unknown.
        in_grafana12: Whether Grafana 12.4 stores the board in v2beta1.
    """

    body: Callable[[], Board] = field(repr=False)
    folder: str | None = None
    place: Place | None = None
    panel_places: Mapping[int, Place] = field(default_factory=lambda: MappingProxyType({}))
    source: str | None = None
    in_grafana12: bool = False


@frozen
class SideGroup:
    """An alert rule group on one side of the diff.

    Attributes:
        group: The alert rule group, converted to the values that the diff compares.
        source: Name of the declaring file; None if unknown.
    """

    group: ComparedGroup
    source: str | None = None


@frozen
class ComparedSide:
    """All boards and alert rule groups on one side of the diff.

    Attributes:
        name: Name of the side in the report, such as `the declared boards`.
        boards: Uid -> board.
        groups: Grafana's alert groups; None if this side cannot contain alert rules.
        rule_groups: Prometheus's rule groups; None if this side cannot contain Prometheus rules.
        errors: Compile and read errors that do not belong to a board with a known uid.
        failed: Uid of a board that could not be read -> the error.
        lacks_boards: Whether `boards` may be incomplete, because compiling or reading failed.
        lacks_groups: Whether `groups` may be incomplete, because compiling or reading failed.
        absent: Uids of boards that this side certainly does not have.
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
        """Return whether this side may contain the board although `boards` lacks it."""
        return uid in self.failed or (self.lacks_boards and uid not in self.absent)


def build_declared_side(compiled: CompiledProject, name: str) -> ComparedSide:
    """Return a side with the boards and groups that the project declares now."""
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
        compile_there: Function that takes the folder with the files of the git ref, and compiles
            the project in this folder.

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
    """Return a side with the boards in a folder of JSON files. The files may come from `build` or
    another program.

    Args:
        folder: Path of the folder.
        name: Name of the folder in reports.
        titles: Path of a subfolder -> title of the Grafana folder for the boards in this subfolder.

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
    """Return the paths in `inner` that end with .json, sorted.

    Unreadable folders and links are added to `unread`. `Path.rglob` would treat unreadable folders
    as empty folders.
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
    """Return the error of each board that `build` wrote to a file which cannot be read now.

    Args:
        sources: The files that `build` wrote. The file name of a board is its uid.
        unread: The files and folders that could not be read, each with its error.
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
    """Return the alert groups in an output folder of `build`; None for any other folder.

    Read errors are appended to `errors`.
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
    """Return the Prometheus rule groups in an output folder of `build`; None for any other
    folder.
    """
    if not any(path.startswith("prometheus/") for path in sources):
        return None
    found = read_rule_files(folder, name, sources, errors)
    return tuple(SideGroup(group=group, source=source) for source, group in found)


def _read_board(path: Path, place: Place, *, ours: bool) -> Board | None:
    """Return the board in a file; None if another program wrote the file and the file contains no
    board.
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
    """Return the uids to compare: first the declared boards, then other boards of both sides.

    Args:
        sides: The two sides of the diff.
        uids: Uids of the declared boards.
        paths: Names of the files that the user requested. Boards of other files are omitted. If
            None, the boards of all files are compared.
    """
    others = {
        uid
        for side in sides
        for uid, board in side.boards.items()
        if uid not in uids and (paths is None or board.source in paths)
    }
    return [*uids, *sorted(others)]
