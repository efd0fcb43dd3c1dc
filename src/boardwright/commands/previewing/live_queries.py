"""Sends the queries of a preview to running Prometheus servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import requests

from boardwright.errors import ServerError
from boardwright.http.addresses import strip_url_secrets
from boardwright.http.request_errors import NoAnswerError
from boardwright.preview.exemplars import read_exemplars
from boardwright.preview.query_answers import (
    NOT_PROMETHEUS,
    NoAnswer,
    QueryOutcome,
    QueryRequest,
    read_answer,
)
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_values import VariableRequest
from boardwright.prometheus.prometheus_requests import RefusedQueryError, build_format_error
from boardwright.prometheus.query_api import QueryApi, VectorSample

MOST_VALUES = 500
"""Largest number of values that a variable of a preview gets from a server."""

AT_ONCE = 8
"""Number of queries that a preview sends at the same time."""


class LiveServers:
    """Sends each query to the Prometheus server of its data source.

    If a server is down, refuses the credentials, or is not a Prometheus, no further query is sent
    to the server. All other queries for the server get the same error.

    Args:
        session: The HTTP session that sends the requests.
        urls: Uid of a data source -> URL of its server.
        default: URL of the server for all data sources that are not in `urls`; None for no server.
    """

    def __init__(
        self, session: requests.Session, urls: Mapping[str, str], *, default: str | None
    ) -> None:
        self._session, self._urls, self._default = session, urls, default
        self._failures: dict[str, NoAnswer] = {}

    @property
    def failures(self) -> tuple[str, ...]:
        """The URL and the error of each server that failed, as one text per server."""
        return tuple(each.what for each in self._failures.values())

    def answer_all(self, queries: Iterable[QueryRequest]) -> dict[QueryRequest, QueryOutcome]:
        """Send queries in parallel, and return the answer or error of each query."""
        from concurrent.futures import ThreadPoolExecutor

        requests = list(queries)
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            return dict(zip(requests, pool.map(self.answer, requests), strict=True))

    def answer(self, query: QueryRequest) -> QueryOutcome:
        """Return the answer to a query, or the reason why there is no answer."""
        api = self._open_api(query.source)
        if isinstance(api, NoAnswer):
            return api
        try:
            return _send_query(api, query)
        except RefusedQueryError as error:
            return NoAnswer(what=error.what)
        except ServerError as error:
            if query.kind == "exemplars":  # the server may still answer other queries
                return NoAnswer(what=error.what, is_failure=isinstance(error, NoAnswerError))
            return self._record_failure(api.url, error)

    def fetch_variable_values(
        self, query: VariableRequest, span: TimeRange
    ) -> tuple[str, ...] | NoAnswer:
        """Return the values that a query variable gets from its data source, or the error."""
        api = self._open_api(query.source)
        if isinstance(api, NoAnswer):
            return api
        try:
            return tuple(_fetch_values(api, query, span)[:MOST_VALUES])
        except RefusedQueryError as error:
            return NoAnswer(what=error.what)
        except ServerError as error:
            return self._record_failure(api.url, error)

    def _open_api(self, source: str) -> QueryApi | NoAnswer:
        url = self._urls.get(source, self._default)
        if url is None:
            what = f"boardwright.toml has no url for the data source {source!r}"
            return self._failures.setdefault(source, NoAnswer(what=what, is_failure=True))
        return self._failures.get(url) or QueryApi(self._session, url)

    def _record_failure(self, url: str, error: ServerError) -> NoAnswer:
        what = f"{strip_url_secrets(url)}: {error.what}"
        if error.hint:
            what += f". {error.hint.removesuffix('.')}"
        return self._failures.setdefault(url, NoAnswer(what=what, is_failure=True))


def _send_query(api: QueryApi, query: QueryRequest) -> QueryOutcome:
    if query.kind == "exemplars":
        data = api.query_exemplars(query.sent, start=query.start, end=query.end)
        return read_exemplars(data, query)
    if query.kind == "instant":
        outcome = read_answer(api.query_instant(query.sent, moment=query.end), query)
    else:
        data = api.query_range(query.sent, start=query.start, end=query.end, step=query.step)
        outcome = read_answer(data, query)
    if outcome is NOT_PROMETHEUS:
        raise build_format_error(api.url)
    return outcome


def _fetch_values(api: QueryApi, query: VariableRequest, span: TimeRange) -> Sequence[str]:
    if query.function == "query_result":
        samples = api.query_vector(query.text, moment=span.end)
        return [_format_sample(sample) for sample in samples if sample.text is not None]
    if query.function == "label_names":
        return sorted(api.read_label_names(start=span.start, end=span.end))
    label = "__name__" if query.function == "metrics" else query.label
    selector = _build_metric_selector(query.text) if query.function == "metrics" else query.text
    series_list = api.query_series(selector or f'{{{label}!=""}}', start=span.start, end=span.end)
    return sorted({str(series[label]) for series in series_list if label in series})


def _build_metric_selector(pattern: str) -> str:
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'{{__name__=~".*(?:{escaped}).*"}}'


def _format_sample(sample: VectorSample) -> str:
    """Return a sample in the format of Grafana's variables: `up{job="a"} 1 1700000000000`."""
    labels = dict(sample.labels)
    name = labels.pop("__name__", "")
    inner = ",".join(f'{key}="{labels[key]}"' for key in sorted(labels))
    return f"{name}{{{inner}}} {sample.text} {sample.moment}"
