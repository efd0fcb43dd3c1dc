"""Measures on a running Prometheus how many samples queries read, and how many series they select.

With `stats=all`, Prometheus reports the number of samples that a query reads. From a recorded
series, a query reads one sample for each point of the result, so boardwright counts these points.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from boardwright.commands.previewing.live_queries import LiveServers
from boardwright.commands.previewing.preview_boards import NamedBoard, find_preview_boards
from boardwright.commands.previewing.preview_data import DataOptions, plan_with_values
from boardwright.commands.suggesting.query_sites import QuerySite
from boardwright.config.project import ProjectSettings
from boardwright.frozen import frozen
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.query_answers import QueryRequest
from boardwright.preview.time_ranges import check_range_length
from boardwright.projects.project_sources import read_project_sources
from boardwright.prometheus.login_session import open_prometheus_session
from boardwright.prometheus.prometheus_requests import RefusedQueryError
from boardwright.prometheus.query_api import QueryApi
from boardwright.prometheus.server_settings import PrometheusServer
from boardwright.promql.expression import read_expression
from boardwright.suggestions.chosen_rules import ChosenRule, QueryPart
from boardwright.suggestions.recordable_parts import find_part


@frozen
class RuleCost:
    """The costs of one suggested rule, and of the queries that would use the rule.

    Attributes:
        series: Number of series that the rule's expression selects.
        recorded: Number of series that the rule records.
        before: Number of samples that the queries read for the repeated expression without the
            rule, if each query runs once.
        after: Number of samples that the queries read from the recorded series with the rule, if
            each query runs once.
        evaluation: Number of samples that one evaluation of the rule reads.
    """

    series: int
    recorded: int
    before: int
    after: int
    evaluation: int


@frozen
class PlannedRequest:
    """A request that a panel sends for its query, with the values of the dashboard variables."""

    request: QueryRequest
    filling: Interpolation


class RuleMeter:
    """Measures the costs of rules on one Prometheus.

    Args:
        api: The connection to Prometheus.
        boards: The compiled boards.
        options: The time range and the data sources.
        servers: The servers that answer the queries of variables.
        now: The current time, in milliseconds since 1970.
    """

    def __init__(
        self,
        api: QueryApi,
        boards: Sequence[NamedBoard],
        options: DataOptions,
        servers: LiveServers,
        *,
        now: int,
    ) -> None:
        self._api, self._now = api, now
        self._requests = _collect_requests(boards, options, servers, now)

    def measure_cost(self, rule: ChosenRule, sites: Sequence[QuerySite]) -> RuleCost | None:
        """Return the costs of a rule; None if Prometheus refuses to evaluate the rule.

        Args:
            rule: The suggested rule.
            sites: The queries of one data source. The indexes in `rule.uses` refer to this list.

        Raises:
            ServerError: The server did not answer, or the answer does not come from Prometheus.
        """
        text = rule.expr
        try:
            evaluation = self._api.measure_instant(text, moment=self._now)
            uses = [self._measure_use(use, sites[use.query]) for use in rule.uses]
        except RefusedQueryError:
            return None
        return RuleCost(
            series=self._count_series(text),
            recorded=evaluation.values,
            before=sum(before for before, _ in uses),
            after=sum(after for _, after in uses),
            evaluation=evaluation.samples,
        )

    def _measure_use(self, use: QueryPart, site: QuerySite) -> tuple[int, int]:
        """Return the numbers of samples that one query reads without the rule and with the rule."""
        text = str(find_part(site.expression, use.place).build_filtered_rule())
        if site.kind != "panel":
            cost = self._api.measure_instant(text, moment=self._now)
            return cost.samples, cost.values
        costs = [
            self._measure_request(planned, text)
            for planned in self._requests.get(_build_key(site), ())
        ]
        return sum(before for before, _ in costs), sum(after for _, after in costs)

    def _measure_request(self, planned: PlannedRequest, text: str) -> tuple[int, int]:
        sent, request = planned.filling.fill_promql(text), planned.request
        if request.kind == "instant":
            cost = self._api.measure_instant(sent, moment=request.end)
        else:
            cost = self._api.measure_range(
                sent, start=request.start, end=request.end, step=request.step
            )
        return cost.samples, cost.values

    def _count_series(self, text: str) -> int:
        selectors = {str(each) for each in read_expression(text).selectors}
        found = (
            self._api.query_vector(f"count({each})", moment=self._now) for each in sorted(selectors)
        )
        return sum(int(sample.text or 0) for samples in found for sample in samples)


QueryKey = tuple[str, str, str, str]
"""Title of the board, title of the panel, refId of the query, and text of the query."""


def _build_key(site: QuerySite) -> QueryKey:
    return site.board, site.name, site.ref_id or "A", site.text


def open_meter(
    project: ProjectSettings | None,
    *,
    here: Path,
    paths: Sequence[Path] | None,
    url: str,
    length: str | None = None,
) -> RuleMeter:
    """Prepare the measurement of rules on a Prometheus server.

    Args:
        project: The project, which may contain the credentials for the server; None outside a
            project.
        here: The directory to which `paths` are relative if there is no project.
        paths: Files or directories with the boards to measure; None for the whole project.
        url: URL of Prometheus.
        length: Length of the time range, such as `1h`; None for the time range of each board.

    Raises:
        BoardwrightError: There are no boards, `length` is invalid, or the configured credentials
            are missing.
    """
    check_range_length(length, option="--range")
    server = choose_server(project, url)
    root = project.root if project else here
    session = open_prometheus_session(server, environ=os.environ, root=root)
    address = server.url or url
    return RuleMeter(
        QueryApi(session, address),
        find_preview_boards(project, here=here, paths=paths).boards,
        DataOptions(length=length, given={}, sources=read_project_sources(project)),
        LiveServers(session, {}, default=address),
        now=int(time.time() * 1000),
    )


def choose_server(project: ProjectSettings | None, url: str) -> PrometheusServer:
    """Return the Prometheus at a URL, with the credentials that the project configures for this
    server.
    """
    return project.find_prometheus(url) if project else PrometheusServer(url=url.rstrip("/"))


def _collect_requests(
    boards: Iterable[NamedBoard], options: DataOptions, servers: LiveServers, now: int
) -> Mapping[QueryKey, list[PlannedRequest]]:
    """Return the requests that panels send for each query. A panel that is repeated for a variable
    sends one request for each value of the variable.
    """
    requests: dict[QueryKey, list[PlannedRequest]] = defaultdict(list)
    for board in boards:
        plan = plan_with_values(board, options, servers, now=now)
        for panel in (panel for section in plan.sections for panel in section.panels):
            filling = plan.filling.with_choices(panel.placed.scope)
            title = panel.placed.panel.title
            for query in panel.queries:
                if query.request is not None:
                    key = (board.compiled.title, title, query.page.ref_id, query.page.written)
                    requests[key].append(PlannedRequest(request=query.request, filling=filling))
    return requests
