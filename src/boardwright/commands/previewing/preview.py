"""`boardwright preview`: boards as pages, with data, without a Grafana."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from boardwright.api.compiled_project import CacheUse
from boardwright.commands.previewing.preview_boards import (
    FoundBoards,
    Shown,
    find_boards,
    refuse_unknown,
)
from boardwright.commands.previewing.preview_data import (
    BoardData,
    DataOptions,
    live_data,
    recorded_data,
    recording_at,
)
from boardwright.errors import BoardwrightError, ConfigError, ServerError
from boardwright.frozen import frozen
from boardwright.http.addresses import url_fault
from boardwright.notation.durations import milliseconds
from boardwright.preview.board_page import PageContext, page_of
from boardwright.preview.page_model import BoardPage, PageProblem, PanelChange, Theme
from boardwright.preview.query_sources import QuerySource, QuerySources
from boardwright.preview.query_steps import DEFAULT_SCRAPE
from boardwright.preview.recorded_answers import Recording, recording_text
from boardwright.preview.time_ranges import length_of
from boardwright.preview.variable_options import GivenValues
from boardwright.writing.file_tree import write_files

if TYPE_CHECKING:
    from boardwright.commands.previewing.live_queries import LiveServers
    from boardwright.config.project import Project

DataChoice = Literal["live", "recorded", "sample"]
RECORDINGS = "recordings"
"""The folder, beside boardwright.toml, in which recordings are looked for."""

Problems = Mapping[str, Mapping[int | None, Sequence[PageProblem]]]
"""Board uid -> panel id -> what `check` says."""


@frozen
class PreviewOptions:
    """What is to be shown, and how.

    Attributes:
        data: Where from; None for the best that there is: the server that is named, else a
            recording, else sample data.
        prometheus: The address to ask, in place of those of the data sources.
        record: Where to keep the answers; None not to.
        recordings: Where recordings are; the project's folder when None.
        length: Of the time range; the board's own when None.
        given: Variables' values.
        theme: Of the pages.
        expand: Whether all rows are open.
        check: Whether the pages tell what `check` finds.
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
    """A board and its page; `name` is that of its files."""

    name: str
    folder: str
    page: BoardPage = field(repr=False)


@frozen
class Previewed:
    """The pages, and what went wrong.

    Attributes:
        boards: In the order of their folder and uid.
        errors: What could not be read, compiled or recorded; all that compiles has its page.
        silent: Servers that did not answer; their panels say so.
        recorded: The files of recordings that were written.
        skipped: JSON files of scanned folders that are not dashboards.
    """

    boards: tuple[PreviewedBoard, ...]
    errors: tuple[BoardwrightError, ...]
    silent: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


def preview(
    project: Project | None,
    *,
    here: Path,
    paths: Sequence[Path] = (),
    options: PreviewOptions,
    clock: Callable[[], float] = time.time,
    cache: CacheUse = CacheUse.READ,
) -> Previewed:
    """Return the pages of the boards at `paths`, or of all the project's.

    Args:
        project: The project; None outside one, where only JSON files can be shown.
        here: The folder that paths outside a project are told relative to.
        paths: Modules, JSON files of any age, folders.
        options: What is to be shown.
        clock: Seconds since 1970.
        cache: What to do with what earlier builds compiled.

    Raises:
        ConfigError: An option that cannot be followed.
        OutputError: A recording cannot be written; none is.
    """
    check_options(options)
    found = find_boards(project, here=here, paths=paths, cache=cache)
    if options.given and not found.errors:
        refuse_unknown(options.given, (each.body for each in found.boards))
    problems = _problems(project, here, paths) if options.check else {}
    return show(project, found, here=here, options=options, clock=clock, problems=problems)


def show(
    project: Project | None,
    found: FoundBoards,
    *,
    here: Path,
    options: PreviewOptions,
    clock: Callable[[], float] = time.time,
    problems: Problems = MappingProxyType({}),
    changes: Mapping[str, Mapping[int, PanelChange]] = MappingProxyType({}),
    earlier: Mapping[str, Recording] = MappingProxyType({}),
) -> Previewed:
    """Return the pages of boards that were found.

    Args:
        project: The project.
        found: The boards.
        here: Where relative paths begin outside a project.
        options: What is to be shown.
        clock: Seconds since 1970.
        problems: What `check` found.
        changes: Board uid -> panel id -> what happened to it.
        earlier: Name of a board -> an older recording, for what a newer one has no answer to.
    """
    gathering = _Gathering(project, here, options, clock, earlier)
    boards, recordings = [], dict[str, Recording]()
    errors = [*found.errors]
    for shown in found.boards:
        data = gathering.data(shown)
        around = PageContext(
            theme=options.theme,
            data=data.data,
            remark=data.remark,
            place=shown.board.place,
            panel_places=shown.board.panel_places,
            problems=problems.get(shown.board.uid, {}),
            changes=changes.get(shown.board.uid, {}),
            expand=options.expand,
        )
        page = page_of(shown.body, data.plans, data.outcomes, span=data.range, around=around)
        boards.append(PreviewedBoard(name=shown.name, folder=shown.folder, page=page))
        if data.recording is not None:
            recordings[f"{shown.name}.json"] = data.recording
        elif options.record is not None:
            errors.append(_unrecorded(shown, options.record, data.missed))
    return Previewed(
        boards=tuple(boards),
        errors=tuple(errors),
        silent=gathering.silent,
        recorded=_keep(recordings, options.record),
        skipped=found.skipped,
    )


def check_options(options: PreviewOptions) -> None:
    """Refuse options that cannot be followed.

    Raises:
        ConfigError: One cannot.
    """
    if options.length is not None and length_of(options.length) is None:
        raise ConfigError(f"--range is {options.length!r}", hint="Write 30m, 1h or 7d.")
    if options.prometheus is not None and (fault := url_fault(options.prometheus)):
        raise ConfigError(f"--prometheus {fault}", hint="Write http://host:9090 or https://...")
    if options.data in {"recorded", "sample"} and options.record is not None:
        raise ConfigError("--record keeps what servers answer; it goes with --data live")
    if options.data in {"recorded", "sample"} and options.prometheus is not None:
        raise ConfigError("--prometheus goes with --data live")
    if options.data == "recorded" and options.length is not None:
        raise ConfigError(
            "--range goes with --data live or sample: a recording has its own",
            hint="Record it again over another range.",
        )


class _Gathering:
    """Gathers the data of boards, from one place or another."""

    def __init__(
        self,
        project: Project | None,
        here: Path,
        options: PreviewOptions,
        clock: Callable[[], float],
        earlier: Mapping[str, Recording],
    ) -> None:
        self._options, self._earlier = options, earlier
        self._folder = options.recordings or (project.root if project else here) / RECORDINGS
        self._now = int(clock() * 1000)
        self._wish = DataOptions(
            length=options.length, given=options.given, sources=sources_of(project)
        )
        named = options.prometheus or options.record or options.data == "live"
        self._live = _live(project, options.prometheus) if named else None

    @property
    def silent(self) -> tuple[str, ...]:
        return self._live.silent if self._live else ()

    def data(self, shown: Shown) -> BoardData:
        if self._live is not None:
            record = self._options.record is not None
            return live_data(shown, self._wish, self._live, now=self._now, record=record)
        if self._options.data == "sample":
            return self._sample(shown)
        recording = self._recording(shown.name) if not self._options.length else None
        if recording is not None:
            return recorded_data(shown, self._wish, recording)
        if self._options.data == "recorded":
            raise ConfigError(
                f'nothing is recorded of the board "{shown.board.title}"',
                where=str(self._folder / f"{shown.name}.json"),
                hint="Record it: boardwright preview --prometheus URL --record DIR",
            )
        return self._sample(shown)

    def _sample(self, shown: Shown) -> BoardData:
        from boardwright.commands.previewing.sample_data import sample_data

        return sample_data(shown, self._wish)

    def _recording(self, name: str) -> Recording | None:
        found, earlier = recording_at(self._folder, name), self._earlier.get(name)
        return found.with_earlier(earlier) if found and earlier else found or earlier


def _live(project: Project | None, prometheus: str | None) -> LiveServers:
    from boardwright.commands.previewing.live_queries import LiveServers
    from boardwright.http.sessions import new_session

    if prometheus is not None:
        return LiveServers(new_session(), {}, default=prometheus.rstrip("/"))
    if project is None:
        raise ConfigError(
            "no address of a Prometheus", hint="Give one: --prometheus http://host:9090"
        )
    urls = {source.uid: source.url.rstrip("/") for source in project.datasources}
    if project.prometheus_url:
        urls[project.default_datasource.uid] = project.prometheus_url
    return LiveServers(new_session(), urls, default=None)


def sources_of(project: Project | None) -> QuerySources:
    """Return the data sources of a project; outside one, a Prometheus of no name."""
    if project is None:
        return QuerySources(
            (), default=QuerySource(uid="prometheus", name="Prometheus", type="prometheus")
        )
    scrape = milliseconds(project.scrape_interval) or DEFAULT_SCRAPE
    known = [
        QuerySource(
            uid=source.uid,
            name=source.name,
            type=source.type,
            scrape=milliseconds(str(source.json_data.get("timeInterval") or "")) or scrape,
        )
        for source in project.datasources
    ]
    default = next(each for each in known if each.uid == project.default_datasource.uid)
    return QuerySources(known, default=default)


def _keep(recordings: Mapping[str, Recording], folder: Path | None) -> tuple[str, ...]:
    if folder is None:
        return ()
    texts = {name: recording_text(each) for name, each in recordings.items()}
    write_files(texts, folder)
    return tuple(str(folder / name) for name in texts)


def _unrecorded(shown: Shown, folder: Path, missed: int) -> ServerError:
    """Return why a board was not recorded: answers that are missing would replace good ones."""
    file = folder / f"{shown.name}.json"
    kept = "What was recorded before is kept. " if file.exists() else ""
    return ServerError(
        f'the board "{shown.board.title}" was not recorded: {missed} of its queries got no answer',
        where=str(file),
        hint=f"{kept}Record it again when the server answers.",
    )


def _problems(project: Project | None, here: Path, paths: Sequence[Path]) -> Problems:
    from boardwright.commands.checking.check import check

    found: dict[str, dict[int | None, list[PageProblem]]] = {}
    for each in check(project, here=here, paths=paths).problems:
        told = PageProblem(
            rule=each.rule,
            severity=each.severity,
            what=each.what,
            fix=each.fix,
            ref_id=each.query,
        )
        found.setdefault(each.board_uid, {}).setdefault(each.panel_id, []).append(told)
    return found


def with_reload(previewed: Previewed, reload: Callable[[str], str]) -> Previewed:
    """Return pages that hear of changes at an address made from their name."""
    boards = tuple(
        replace(board, page=replace(board.page, reload=reload(board.name)))
        for board in previewed.boards
    )
    return replace(previewed, boards=boards)
