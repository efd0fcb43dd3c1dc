"""`boardwright preview`: draw boards with data as HTML pages, without the need for a Grafana."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from boardwright.commands.previewing.preview_boards import (
    BoardInputs,
    NamedBoard,
    find_preview_boards,
    refuse_unknown_variables,
)
from boardwright.commands.previewing.preview_data import (
    BoardData,
    DataOptions,
    fetch_live_data,
    read_board_recording,
    read_recorded_data,
)
from boardwright.errors import BoardwrightError, ConfigError, DocumentError, ServerError
from boardwright.frozen import frozen
from boardwright.http.addresses import find_url_fault
from boardwright.notation.plurals import format_quantity
from boardwright.preview.board_links import LinkedBoard
from boardwright.preview.board_page import PageContext, build_board_page
from boardwright.preview.page_model import BoardPage, PageProblem, PanelChangeKind, Theme
from boardwright.preview.recorded_answers import RECORDING_MARKS, Recording, encode_recording
from boardwright.preview.time_ranges import check_range_length
from boardwright.preview.variable_options import GivenValues
from boardwright.projects.compiled_project import CacheUse
from boardwright.projects.project_sources import read_project_sources
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import Note
from boardwright.writing.file_tree import write_files
from boardwright.writing.foreign_files import refuse_foreign_file

if TYPE_CHECKING:
    from boardwright.commands.previewing.live_queries import LiveServers
    from boardwright.config.project import ProjectSettings

DataChoice = Literal["live", "recorded", "sample"]
RECORDINGS = "recordings"
"""Name of the default folder for recordings. The folder is next to boardwright.toml."""

Problems = Mapping[str, Mapping[int | None, Sequence[PageProblem]]]
"""Uid of a board -> id of a panel -> problems that `check` found. The id None is for problems of
the whole board.
"""


@frozen
class PreviewOptions:
    """The user's options for preview pages.

    Attributes:
        data: Origin of the data. None means live data if `prometheus` or `record` is set. Otherwise
            None means the recording of each board, or sample data for boards without a recording.
        prometheus: URL of the Prometheus that answers all queries; None for the servers of the data
            sources.
        record: Folder for recordings of the answers; None to save no recordings.
        recordings: Folder of recordings; None for the folder `recordings` of the project.
        length: Length of the time range, such as `1h`; None for the time range of each board.
        given: Name of a variable -> values of the variable, as the user passed them.
        theme: Color theme of the pages.
        expand: Whether the pages show the panels of collapsed rows.
        check: Whether the pages show the problems that `check` finds.
    """

    data: DataChoice | None = None
    prometheus: str | None = None
    record: Path | None = None
    recordings: Path | None = None
    length: str | None = None
    given: GivenValues = field(default_factory=lambda: MappingProxyType({}))
    theme: Theme = "dark"
    expand: bool = False
    check: bool = False


@frozen
class PreviewedBoard:
    """The preview page of a board.

    Attributes:
        name: Name of the board's files, without a suffix.
        folder: Title of the board's Grafana folder.
        page: Content of the page.
    """

    name: str
    folder: str
    page: BoardPage = field(repr=False)

    @property
    def panels(self) -> int:
        """Number of panels that the page first shows after it is opened."""
        return sum(len(section.panels) for section in self.page.selections[0].sections)


@frozen
class PreviewResult:
    """The pages, and the errors of boards and servers.

    Attributes:
        boards: The pages, sorted by folder and uid.
        errors: Errors of boards that could not be read or compiled, or whose answers could not be
            recorded.
        silent: The URL and the error of each server that failed, as one text per server.
        recorded: Paths of the recordings that were written.
        notes: Notes about files that were skipped.
    """

    boards: tuple[PreviewedBoard, ...]
    errors: tuple[BoardwrightError, ...]
    silent: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def preview_project(
    project: ProjectSettings | None,
    *,
    here: Path,
    paths: Sequence[Path] | None = None,
    options: PreviewOptions,
    clock: Callable[[], float] = time.time,
    cache: CacheUse = CacheUse.READ,
) -> PreviewResult:
    """Return the pages of the boards at `paths`, or of all boards of the project.

    Args:
        project: The project; None if there is no project, and `paths` names only JSON files.
        here: The folder to which the paths in error messages are relative.
        paths: Modules, JSON files of any Grafana version, or folders; None for the whole project.
        options: The user's options.
        clock: Function that returns the current time, in seconds since 1970.
        cache: Whether to use the results of earlier builds, and to store new results.

    Raises:
        ConfigError: Options contradict each other, a setting of `[prometheus]` is invalid, or a
            recording is missing although the user asked for recorded data.
        ServerError: The credentials that `[prometheus]` names do not exist.
        OutputError: A recording cannot be written. If one recording cannot be written, no recording
            is changed.
    """
    check_options(options)
    inputs = find_preview_boards(project, here=here, paths=paths, cache=cache)
    if options.given and not inputs.errors:
        refuse_unknown_variables(options.given, (each.body for each in inputs.boards))
    problems = _collect_page_problems(project, here, paths) if options.check else {}
    return build_pages(project, inputs, here=here, options=options, clock=clock, problems=problems)


def build_pages(
    project: ProjectSettings | None,
    inputs: BoardInputs,
    *,
    here: Path,
    options: PreviewOptions,
    clock: Callable[[], float] = time.time,
    problems: Problems = MappingProxyType({}),
    changes: Mapping[str, Mapping[int, PanelChangeKind]] = MappingProxyType({}),
    earlier: Mapping[str, Recording] = MappingProxyType({}),
) -> PreviewResult:
    """Return the preview pages of boards.

    Args:
        project: The settings of the project.
        inputs: The boards to show.
        here: Folder that contains the folder `recordings` if there is no project.
        options: The user's options.
        clock: Function that returns the current time, in seconds since 1970.
        problems: Problems that `check` found.
        changes: Uid of a board -> id of a panel -> change of the panel, for a comparison of two
            versions of boards; otherwise empty.
        earlier: Name of a board -> an older recording. The older recording answers the queries that
            the newer recording lacks.
    """
    origin = _DataReader(project, here, options, clock, earlier)
    boards, recordings = [], dict[str, Recording]()
    linked_boards = tuple(map(_build_linked_board, inputs.boards))
    errors = [*inputs.errors]
    for board in inputs.boards:
        marks = (problems.get(board.compiled.uid, {}), changes.get(board.compiled.uid, {}))
        try:
            data = origin.read_board_data(board)
            page = _build_page(board, data, options, linked_boards, *marks)
        except DocumentError as error:
            error.where = error.where or str(board.compiled.place)
            errors.append(error)
            continue
        boards.append(PreviewedBoard(name=board.name, folder=board.folder, page=page))
        if data.recording is not None:
            recordings[f"{board.name}.json"] = data.recording
        elif options.record is not None:
            errors.append(_build_unrecorded_error(board, options.record, data.unanswered))
    return PreviewResult(
        boards=tuple(boards),
        errors=tuple(errors),
        silent=origin.failures,
        recorded=_write_recordings(recordings, options.record),
        notes=inputs.notes,
    )


def _build_page(
    board: NamedBoard,
    data: BoardData,
    options: PreviewOptions,
    linked: tuple[LinkedBoard, ...],
    problems: Mapping[int | None, Sequence[PageProblem]],
    changes: Mapping[int, PanelChangeKind],
) -> BoardPage:
    """Return the preview page of a board.

    Raises:
        DocumentError: A regular expression of the board takes too long to evaluate.
    """
    context = PageContext(
        theme=options.theme,
        data=data.data,
        remark=data.remark,
        place=board.compiled.place,
        panel_places=board.compiled.panel_places,
        problems=problems,
        changes=changes,
        expand=options.expand,
        boards=linked,
    )
    return build_board_page(
        board.body,
        data.plans,
        data.outcomes,
        span=data.range,
        context=context,
        samples=data.samples,
    )


def _build_linked_board(board: NamedBoard) -> LinkedBoard:
    return LinkedBoard(
        uid=board.compiled.uid,
        title=board.compiled.title,
        tags=Dashboard(board.body).tags,
        file=f"{board.name}.html",
    )


def check_options(options: PreviewOptions) -> None:
    """Raise an error if the options contradict each other or have invalid values.

    Raises:
        ConfigError: An option is invalid, or contradicts another option.
    """
    check_range_length(options.length, option="--range")
    if options.prometheus is not None and (fault := find_url_fault(options.prometheus)):
        raise ConfigError(f"--prometheus {fault}", hint="Write a URL such as http://host:9090.")
    if options.data in {"recorded", "sample"} and options.record is not None:
        raise ConfigError("--record needs --data live, because only answers of servers are saved")
    if options.data in {"recorded", "sample"} and options.prometheus is not None:
        raise ConfigError("--prometheus needs --data live")
    if options.recordings is not None and not options.recordings.is_dir():
        raise ConfigError(
            "the folder does not exist",
            where=f"--recordings {options.recordings}",
            hint="Pass a folder that contains recordings.",
        )
    if options.data == "recorded" and options.length is not None:
        raise ConfigError(
            "--range needs --data live or --data sample: a recording has a fixed time range",
            hint="Make a new recording of the wanted time range with --record and --range.",
        )


class _DataReader:
    """Gets the data of boards from servers, recordings or sample data, as the options demand."""

    def __init__(
        self,
        project: ProjectSettings | None,
        here: Path,
        options: PreviewOptions,
        clock: Callable[[], float],
        earlier: Mapping[str, Recording],
    ) -> None:
        self._options, self._earlier = options, earlier
        self._folder = options.recordings or (project.root if project else here) / RECORDINGS
        self._now = int(clock() * 1000)
        self._data_options = DataOptions(
            length=options.length, given=options.given, sources=read_project_sources(project)
        )
        is_live = options.prometheus or options.record or options.data == "live"
        self._servers = _open_live_servers(project, options.prometheus, here) if is_live else None

    @property
    def failures(self) -> tuple[str, ...]:
        return self._servers.failures if self._servers else ()

    def read_board_data(self, board: NamedBoard) -> BoardData:
        if self._servers is not None:
            record = self._options.record is not None
            return fetch_live_data(
                board, self._data_options, self._servers, now=self._now, record=record
            )
        if self._options.data == "sample":
            return self._build_sample_data(board)
        recording = self._find_recording(board.name) if not self._options.length else None
        if recording is not None:
            return read_recorded_data(board, self._data_options, recording)
        if self._options.data == "recorded":
            raise ConfigError(
                f'there is no recording of the board "{board.compiled.title}"',
                where=str(self._folder / f"{board.name}.json"),
                hint="Make recordings with `boardwright preview --prometheus URL --record DIR`.",
            )
        return self._build_sample_data(board)

    def _build_sample_data(self, board: NamedBoard) -> BoardData:
        from boardwright.commands.previewing.sample_data import build_sample_data

        return build_sample_data(board, self._data_options)

    def _find_recording(self, name: str) -> Recording | None:
        found, earlier = read_board_recording(self._folder, name), self._earlier.get(name)
        return found.with_earlier(earlier) if found and earlier else found or earlier


def _open_live_servers(
    project: ProjectSettings | None, prometheus: str | None, here: Path
) -> LiveServers:
    from boardwright.commands.previewing.live_queries import LiveServers
    from boardwright.prometheus.login_session import open_prometheus_session
    from boardwright.prometheus.server_settings import PrometheusServer

    if project is None:
        if prometheus is None:
            raise ConfigError(
                "--data live needs the URL of a Prometheus",
                hint="Pass the URL, such as --prometheus http://host:9090.",
            )
        server = PrometheusServer(url=prometheus.rstrip("/"))
    else:
        server = project.find_prometheus(prometheus)
    root = project.root if project else here
    session = open_prometheus_session(server, environ=os.environ, root=root)
    if project is None or prometheus is not None:
        return LiveServers(session, {}, default=server.url)
    urls = {source.uid: source.url.rstrip("/") for source in project.datasources if source.url}
    if project.prometheus.url:
        urls[project.default_datasource.uid] = project.prometheus.url
    return LiveServers(session, urls, default=None)


def _write_recordings(recordings: Mapping[str, Recording], folder: Path | None) -> tuple[str, ...]:
    if folder is None:
        return ()
    texts = {name: encode_recording(each) for name, each in recordings.items()}
    for name in texts:
        refuse_foreign_file(folder / name, marks=RECORDING_MARKS, noun="a recording")
    write_files(texts, folder)
    return tuple(str(folder / name) for name in texts)


def _build_unrecorded_error(board: NamedBoard, folder: Path, unanswered: int) -> ServerError:
    """Return the error for a board that was not recorded.

    An incomplete recording must not replace an earlier, complete recording.
    """
    file = folder / f"{board.name}.json"
    kept = "The earlier recording of the board was kept. " if file.exists() else ""
    queries = format_quantity(unanswered, "query", "queries")
    return ServerError(
        f'the board "{board.compiled.title}" was not recorded: {queries} got no answer',
        where=str(file),
        hint=f"{kept}Record the board again when the server answers.",
    )


def _collect_page_problems(
    project: ProjectSettings | None, here: Path, paths: Sequence[Path] | None
) -> Problems:
    from boardwright.commands.checking.check import find_problems

    problems_by_panel: dict[str, dict[int | None, list[PageProblem]]] = {}
    for each in find_problems(project, here=here, paths=paths).problems:
        problem = PageProblem(
            rule=each.rule,
            severity=each.severity,
            what=each.what,
            fix=each.fix,
            ref_id=each.query,
        )
        problems_by_panel.setdefault(each.board_uid, {}).setdefault(each.panel_id, []).append(
            problem
        )
    return problems_by_panel


def add_reload(previewed: PreviewResult, reload: Callable[[str], str]) -> PreviewResult:
    """Add a script to each page that reloads the page after a server-sent event.

    Args:
        previewed: The result of the preview.
        reload: Function that takes the name of a page, and returns the URL of the page's event
            stream.
    """
    boards = tuple(
        replace(board, page=replace(board.page, reload=reload(board.name)))
        for board in previewed.boards
    )
    return replace(previewed, boards=boards)
