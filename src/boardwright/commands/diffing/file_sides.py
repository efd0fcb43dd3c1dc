"""The sides of a diff: boards by uid and groups of alert rules, wherever they come from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from boardwright.api.compiled_project import Compiled
from boardwright.config.project import Project
from boardwright.diff.rule_group_comparison import RuleGroup
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.git_refs import exported
from boardwright.found.json_files import content_of, parse
from boardwright.frozen import frozen
from boardwright.provisioning.placed import ALERTING, folder_path
from boardwright.provisioning.providers import Folder
from boardwright.schema.alerts import CompiledGroup
from boardwright.schema.compiled import CompiledBoard
from boardwright.schema.document import Board, Place
from boardwright.schema.envelopes import INNER_KEYS, is_classic, is_v2, unwrap
from boardwright.writing.file_tree import read_manifest

TAKES = "--against takes grafana, committed, env:NAME, a folder, or a git ref."
PROVISIONED = "grafana/provisioning/"
"""Where a tree has what Grafana reads at its start, alert rules too."""


@frozen
class SideBoard:
    """One board of a side.

    Attributes:
        body: Gives its data.
        folder: The title of its folder; None where the side has no folders.
        place: Where it is written; None where that is not in a file of the project.
        panel_places: Panel id -> where the panel is written.
        source: The declaring file; None when nobody knows.
    """

    body: Callable[[], Board] = field(repr=False)
    folder: str | None = None
    place: Place | None = None
    panel_places: Mapping[int, Place] = field(default_factory=lambda: MappingProxyType({}))
    source: str | None = None


@frozen
class SideGroup:
    """One group of alert rules of a side.

    Attributes:
        group: What it says.
        source: The declaring file; None when nobody knows.
    """

    group: RuleGroup
    source: str | None = None


@frozen
class Side:
    """All boards and alert groups of a side.

    Attributes:
        name: What it is, in words: `the boards of main`.
        boards: By uid.
        groups: The groups; None where the side has no alert rules to compare.
        errors: What could not be read; by uid where it is one board.
    """

    name: str
    boards: Mapping[str, SideBoard]
    groups: tuple[SideGroup, ...] | None = None
    errors: tuple[BoardwrightError, ...] = ()
    failed: Mapping[str, BoardwrightError] = field(default_factory=lambda: MappingProxyType({}))


def compiled_side(compiled: Compiled, name: str) -> Side:
    """Return the side of what was compiled."""
    boards = {board.uid: _compiled(board, folder.title) for folder, board in compiled.boards}
    groups = tuple(
        SideGroup(group=_group(folder, group), source=group.place.file)
        for folder, group in compiled.alerts
    )
    return Side(name=name, boards=boards, groups=groups, errors=compiled.errors)


def _group(folder: Folder, group: CompiledGroup) -> RuleGroup:
    return RuleGroup(
        name=group.name,
        folder=folder_path(folder),
        interval=group.interval,
        rules=tuple(rule.data for rule in group.rules),
    )


def _compiled(board: CompiledBoard, folder: str) -> SideBoard:
    return SideBoard(
        body=lambda: board.body,
        folder=folder,
        place=board.place,
        panel_places=board.panel_places,
        source=board.place.file,
    )


def ref_side(project: Project, ref: str, compile_there: Callable[[Path], Compiled]) -> Side:
    """Return the side of a git ref, compiled as it was there.

    Args:
        project: The project.
        ref: The ref.
        compile_there: Compiles the project of a folder.

    Raises:
        ConfigError: There is no such ref, or no project in it.
    """
    with exported(project.root, ref, takes=TAKES) as folder:
        try:
            side = compiled_side(compile_there(folder), f"git {ref}")
        except BoardwrightError as error:
            raise _of_ref(error, ref) from None
    errors = tuple(_of_ref(error, ref) for error in side.errors)
    return replace(side, errors=errors)


def _of_ref(error: BoardwrightError, ref: str) -> BoardwrightError:
    """Return an error that says that it is the ref's, not the work tree's."""
    where = f"{ref}:{error.where}" if error.where else ref
    return DeclarationError(error.what, where=where, hint=error.hint)


def folder_side(folder: Path, name: str, *, titles: Mapping[str, str]) -> Side:
    """Return the side of a folder of JSON boards: a tree that `build` wrote, or any other.

    Args:
        folder: The folder.
        name: What it is, in words.
        titles: Folder of the tree -> the title of Grafana's folder.

    Raises:
        OutputError: The tree's list of files cannot be read.
    """
    if not folder.is_dir():
        raise DeclarationError(
            f"there is no folder {name!r} to compare with", hint="Run `boardwright build` first."
        )
    sources = read_manifest(folder)
    inner = folder / "dashboards" if sources else folder
    boards: dict[str, SideBoard] = {}
    errors: list[BoardwrightError] = []
    for path in sorted(inner.rglob("*.json")):
        relative = path.relative_to(folder).as_posix()
        try:
            body = _board(path, Place(file=f"{name}/{relative}"), ours=relative in sources)
        except BoardwrightError as error:
            errors.append(error)
            continue
        if body is not None:
            boards[body["uid"]] = _file(body, relative, sources.get(relative), titles)
    groups = _filed_groups(folder, name, sources, errors)
    return Side(name=name, boards=boards, groups=groups, errors=tuple(errors))


def _filed_groups(
    folder: Path, name: str, sources: Mapping[str, str], errors: list[BoardwrightError]
) -> tuple[SideGroup, ...] | None:
    """Return the alert groups of a tree for Grafana itself; None for any other folder.

    What cannot be read is added to the errors.
    """
    if not any(path.startswith(PROVISIONED) for path in sources):
        return None
    files = sorted(path for path in sources if path.startswith(f"{ALERTING}/"))
    if not files:
        return ()
    from boardwright.provisioning.alerting import read_group_file

    groups: list[SideGroup] = []
    for path in files:
        try:
            read = read_group_file((folder / path).read_bytes(), where=f"{name}/{path}")
        except FileNotFoundError:
            continue
        except OSError as error:
            errors.append(
                DeclarationError(f"cannot be read: {error.strerror}", where=f"{name}/{path}")
            )
            continue
        except BoardwrightError as error:
            errors.append(error)
            continue
        groups += [SideGroup(group=RuleGroup(**vars(g)), source=sources[path]) for g in read]
    return tuple(groups)


def _board(path: Path, place: Place, *, ours: bool) -> Board | None:
    """Return the board of a file; None for JSON of another kind, which is not ours."""
    data = parse(content_of(path, place), place=place)
    if not ours and not _may_be_board(data):
        return None
    body = unwrap(data, place)
    return {**body, "uid": str(body.get("uid") or path.stem)}


def _may_be_board(data: Any) -> bool:
    layers = [data, *(data.get(key) for key in INNER_KEYS)] if isinstance(data, dict) else []
    return any(isinstance(each, dict) and (is_classic(each) or is_v2(each)) for each in layers)


def _file(body: Board, path: str, source: str | None, titles: Mapping[str, str]) -> SideBoard:
    directory = PurePosixPath(path).parent.name
    folder = titles.get(directory, directory) if source is not None else None
    return SideBoard(body=lambda: body, folder=folder, source=source)


def wanted(
    sides: Iterable[Side], uids: Collection[str], paths: Collection[str] | None
) -> list[str]:
    """Return the uids to compare: those that are declared, then those that a side has beside them.

    Args:
        sides: Both sides.
        uids: Those of the compiled boards.
        paths: The files that were asked for; None for all. Of other files nothing is told.
    """
    others = {
        uid
        for side in sides
        for uid, board in side.boards.items()
        if uid not in uids and (paths is None or board.source in paths)
    }
    return [*uids, *sorted(others)]
