"""Captures the series that queries read from a Prometheus, and writes the series to a file for
tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.commands.previewing.live_queries import LiveServers
from boardwright.commands.testing.query_reach import LOOKBACK, SentQuery, read_selectors
from boardwright.engine.exposition_series import MAX_STEPS, compress_values
from boardwright.engine.series_file import LARGEST
from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.http.addresses import strip_url_secrets
from boardwright.notation.durations import format_duration, parse_range_milliseconds
from boardwright.notation.plurals import format_quantity
from boardwright.preview.board_plan import plan_board_page
from boardwright.preview.query_answers import NoAnswer
from boardwright.preview.time_ranges import TimeRange, parse_time
from boardwright.preview.variable_options import GivenValues
from boardwright.preview.variable_values import VariableRequest, choose_values
from boardwright.prometheus.login_session import open_prometheus_session
from boardwright.prometheus.query_api import QueryApi
from boardwright.testing.project_rules import ProjectRules
from boardwright.testing.series_set import format_labels
from boardwright.testing.tested_board import TestedBoard
from boardwright.testing.tested_project import TestedProject
from boardwright.writing.file_tree import write_files
from boardwright.writing.foreign_files import refuse_foreign_file

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings

_HEAD = "# Captured from a Prometheus"
"""The beginning of the first line of every capture. The rest of the line names the time range."""


@frozen
class CaptureOptions:
    """The user's options for `boardwright test --capture`.

    Attributes:
        url: URL of the Prometheus.
        start: Start of the capture, such as `now-1h` or `2026-12-01T14:00`.
        end: End of the capture, such as `now` or `2026-12-01T15:00`.
        names: Names of the boards and rules whose series are captured; empty for all boards and
            rules of the project.
        given: Name of a variable -> values of the variable, as the user passed them.
        output: Path of the file to write.
    """

    url: str
    start: str
    end: str
    names: tuple[str, ...]
    given: GivenValues
    output: Path


@frozen
class CaptureResult:
    """The result of a capture.

    Attributes:
        path: Path of the written file.
        selectors: Number of different selectors in the queries.
        series: Number of captured series.
        size: Size of the file in bytes.
        empty: Selectors that match no series.
        histograms: Selectors that match native histograms, which cannot be captured.
        lead: Milliseconds from the first sample in the file to the start of the capture. Queries
            with ranges such as `[5m]` need samples from before the start.
    """

    path: Path
    selectors: int
    series: int
    size: int
    empty: tuple[str, ...]
    histograms: tuple[str, ...]
    lead: int


def capture_series(project: ProjectSettings, options: CaptureOptions, *, now: int) -> CaptureResult:
    """Read the series that the queries of boards and rules select, and write a file for tests.

    Args:
        project: The settings of the project.
        options: The user's options for the capture.
        now: The current time, in milliseconds since 1970.

    Raises:
        ConfigError: An option is invalid, the queries match no series, or the capture is too large.
        ServerError: Prometheus does not answer.
    """
    span = _read_span(options, now)
    server = project.find_prometheus(options.url)
    session = open_prometheus_session(server, environ=os.environ, root=project.root)
    tested = TestedProject(project)
    live = LiveServers(session, {}, default=server.url)
    queries = list(_iter_sent_queries(tested, options, span, live))
    reach = max([LOOKBACK, *(each.reach for each in queries)])
    reader = _SampleReader(
        QueryApi(session, str(server.url)), span, _read_scrape_interval(project), reach
    )
    selectors = sorted({text for query in queries for text in read_selectors(query.text)})
    series_by_selector = dict(_iter_series_values(reader, selectors))
    series = {text: values for each in series_by_selector.values() for text, values in each.items()}
    if not series and reader.histograms:
        raise ConfigError(
            f"a capture cannot contain native histograms: {', '.join(reader.histograms)}",
            hint="Write native histograms in the test itself, in promtool's notation,"
            " such as {{schema:0 sum:3 count:2}}.",
        )
    if not series:
        number_of_selectors = format_quantity(len(selectors), "selector")
        raise ConfigError(
            f"{strip_url_secrets(options.url)} has no series for {number_of_selectors} between"
            " --from and --to",
            hint="Check --from and --to, and the names of boards and rules.",
        )
    content = _format_file(series, span, reader).encode()
    refuse_foreign_file(options.output, marks=(_HEAD.encode(),), noun="a capture")
    write_files({options.output.name: content}, options.output.parent)
    return CaptureResult(
        path=options.output,
        selectors=len(selectors),
        series=len(series),
        size=len(content),
        empty=tuple(
            selector
            for selector, each in series_by_selector.items()
            if not each and selector not in reader.histograms
        ),
        histograms=tuple(reader.histograms),
        lead=reader.lead,
    )


def _iter_series_values(
    reader: _SampleReader, selectors: Iterable[str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield each selector with the values of its series.

    Raises:
        ConfigError: The file would be larger than tests may read.
    """
    size = 0
    for selector in selectors:
        values_by_series = reader.read(selector)
        size += sum(len(f"{name} {values}\n".encode()) for name, values in values_by_series.items())
        if size > LARGEST:
            raise ConfigError(
                f"the capture would be larger than {LARGEST // 2**20} MiB",
                hint="Choose a shorter time range or fewer boards, or set variables to single "
                "values, such as --var instance=web-1:9100.",
            )
        yield selector, values_by_series


def _read_scrape_interval(project: ProjectSettings) -> int:
    return parse_range_milliseconds(project.scrape_interval) or 10_000


def _read_span(options: CaptureOptions, now: int) -> TimeRange:
    start, end = parse_time(options.start, now, up=False), parse_time(options.end, now, up=True)
    for name, text, time in (("--from", options.start, start), ("--to", options.end, end)):
        if time is None:
            raise ConfigError(
                f"{name} {text!r} is not a time",
                hint="Pass a time such as now-1h or 2026-12-01T14:00.",
            )
    if start is None or end is None or start >= end:
        raise ConfigError(f"--from {options.start!r} is not before --to {options.end!r}")
    return TimeRange(start=start, end=end, text="")


def _iter_sent_queries(
    tested: TestedProject, options: CaptureOptions, span: TimeRange, live: LiveServers
) -> Iterable[SentQuery]:
    """Yield the queries of the chosen boards and rules, with variables replaced by values."""
    rules = ProjectRules(tested)
    known_rules = {each.name for each in rules.all}
    boards = [tested.find_board(name) for name in options.names if name not in known_rules]
    for board in boards if options.names else tested.boards:
        yield from _iter_board_queries(board, options.given, span, live)
    for rule in rules.all:
        if not options.names or rule.name in options.names:
            for text in rule.query_texts:
                yield SentQuery(text=text, history=rule.history)


def _iter_board_queries(
    board: TestedBoard, given: GivenValues, span: TimeRange, live: LiveServers
) -> Iterable[SentQuery]:
    def fetch_values(query: VariableRequest) -> Sequence[str]:
        found = live.fetch_variable_values(query, span)
        if isinstance(found, NoAnswer):
            raise ConfigError(f"the variable {query.name} has no values: {found.what}")
        return found

    sources = board.project.sources
    choices, _ = choose_values(
        board.body, given=given, span=span, sources=sources, query=fetch_values
    )
    plan = plan_board_page(board.body, choices, sources=sources, span=span)
    for each in plan.queries:
        if each.request and each.page.sent:
            earlier = span.start - each.request.start
            is_shifted = earlier > each.request.step
            yield SentQuery(text=each.page.sent, history=earlier if is_shifted else 0)


class _SampleReader:
    """Reads samples from Prometheus, and moves each sample to the nearest multiple of `step`.

    Args:
        api: The connection to Prometheus.
        span: The time range that the user chose.
        step: Milliseconds between two samples of the capture.
        reach: Milliseconds from the earliest sample that the queries need to the start of the time
            range.

    Raises:
        ConfigError: A series would have more samples than tests may read.
    """

    def __init__(self, api: QueryApi, span: TimeRange, step: int, reach: int) -> None:
        self._api, self._span, self.step = api, span, step
        self.lead = min(-(-reach // step), span.start // step) * step
        self.start = span.start - self.lead
        self._count = (span.end - self.start) // step + 1
        if self._count > MAX_STEPS:
            raise ConfigError(
                f"the capture would have {self._count:,} samples per series, one every "
                f"{format_duration(step)}, but tests can read at most {MAX_STEPS:,} samples",
                hint="Choose a shorter time range with --from and --to.",
            )
        self.histograms: list[str] = []
        """The selectors that match native histograms."""

    def read(self, selector: str) -> Mapping[str, str]:
        """Return each series with its values in promtool's notation, such as `1+0x10`.

        Raises:
            ServerError: The answer of the server is not an answer of Prometheus.
        """
        length = format_duration(self._span.end - self.start + self.step)
        result = self._api.query_matrix(f"{selector}[{length}]", moment=self._span.end)
        if any(series.has_histograms for series in result):
            self.histograms.append(selector)
        found = {
            format_labels(series.labels): self._write_samples(series.samples) for series in result
        }
        return {name: values for name, values in found.items() if values}

    def _write_samples(self, samples: Iterable[tuple[int, float]]) -> str:
        by_step = {round((moment - self.start) / self.step): value for moment, value in samples}
        last = max((step for step in by_step if 0 <= step <= self._count), default=-1)
        return compress_values([by_step.get(step) for step in range(last + 1)])


def _format_file(series: Mapping[str, str], span: TimeRange, reader: _SampleReader) -> str:
    lines = [f"{name} {series[name]}" for name in sorted(series)]
    length, lead = format_duration(span.end - span.start), format_duration(reader.lead) or "0s"
    head = (
        f"{_HEAD}: a range of {length}, with each sample at the nearest step.",
        f"# In tests, the time {lead} is --from. Ranges and `for` also read earlier samples.",
        f"interval {format_duration(reader.step)}",
    )
    return "\n".join([*head, *lines]) + "\n"
