"""Data of a preview from running servers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import requests

from boardwright.errors import ServerError
from boardwright.http.errors import NoAnswerError
from boardwright.preview.exemplars import exemplars_of
from boardwright.preview.query_answers import (
    NoAnswer,
    QueryOutcome,
    QueryRequest,
    answer_of,
    labels_of,
)
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_values import VariableRequest
from boardwright.prometheus.fetching import RefusedQueryError
from boardwright.prometheus.queries import QueryApi

MOST_VALUES = 500
"""Values of a variable that are looked at."""


class LiveServers:
    """Asks the servers of data sources; one that does not answer is not asked again.

    Args:
        session: What requests are sent with.
        urls: Data source uid -> address.
        default: The address for data sources that are not among them; None for none.
    """

    def __init__(
        self, session: requests.Session, urls: Mapping[str, str], *, default: str | None
    ) -> None:
        self._session, self._urls, self._default = session, urls, default
        self._silent: dict[str, str] = {}
        self._missed: list[str] = []

    @property
    def silent(self) -> tuple[str, ...]:
        """What servers did not answer, with the reason."""
        return tuple(self._silent.values())

    @property
    def missed(self) -> int:
        """How many questions got no answer so far; one that a server refuses has got its own."""
        return len(self._missed)

    def answer(self, ask: QueryRequest) -> QueryOutcome:
        """Return what a data source answers; why it does not is an outcome too."""
        url = self._urls.get(ask.source, self._default)
        if url is None:
            return NoAnswer(what=f"No address is known for the data source {ask.source!r}.")
        if url in self._silent:
            return self._nothing(url)
        if ask.kind == "exemplars":
            return self._exemplars(url, ask)
        try:
            return answer_of(_data(QueryApi(self._session, url), ask), ask)
        except RefusedQueryError as error:
            return NoAnswer(what=error.what)
        except ServerError as error:
            self._silent[url] = f"{error.where or url}: {error.what}"
            return self._nothing(url)

    def _nothing(self, url: str) -> NoAnswer:
        self._missed.append(url)
        return NoAnswer(what=self._silent[url])

    def _exemplars(self, url: str, ask: QueryRequest) -> QueryOutcome:
        """Return exemplars; a server that does not know of them still has all else."""
        try:
            api = QueryApi(self._session, url)
            return exemplars_of(api.exemplars(ask.sent, start=ask.start, end=ask.end), ask)
        except ServerError as error:
            if isinstance(error, NoAnswerError):
                self._missed.append(url)
            return NoAnswer(what=error.what)

    def offer(self, ask: VariableRequest, span: TimeRange) -> Sequence[str]:
        """Return what a data source offers for a variable; nothing when it does not answer."""
        url = self._urls.get(ask.source, self._default)
        if url is None:
            return ()
        if url in self._silent:
            self._missed.append(url)
            return ()
        try:
            return _offered(QueryApi(self._session, url), ask, span)[:MOST_VALUES]
        except RefusedQueryError:
            return ()
        except ServerError as error:
            self._silent[url] = f"{error.where or url}: {error.what}"
            self._missed.append(url)
            return ()


def _data(api: QueryApi, ask: QueryRequest) -> object:
    if ask.kind == "instant":
        return api.at(ask.sent, moment=ask.end)
    return api.over_range(ask.sent, start=ask.start, end=ask.end, step=ask.step)


def _offered(api: QueryApi, ask: VariableRequest, span: TimeRange) -> list[str]:
    if ask.function == "query_result":
        return _results(api.at(ask.text, moment=span.end))
    if ask.function == "label_names":
        return sorted(api.label_names(start=span.start, end=span.end))
    label = "__name__" if ask.function == "metrics" else ask.label
    selector = _metrics(ask.text) if ask.function == "metrics" else ask.text
    found = api.series(selector or f'{{{label}!=""}}', start=span.start, end=span.end)
    return sorted({str(series[label]) for series in found if label in series})


def _metrics(pattern: str) -> str:
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'{{__name__=~".*(?:{escaped}).*"}}'


def _results(data: object) -> list[str]:
    """Return the series of an instant query as Grafana lists them: `up{job="a"} 1 1700000000`."""
    result = data.get("result") if isinstance(data, dict) else None
    return [_result(each) for each in result or () if isinstance(each, dict)]


def _result(series: Mapping[str, object]) -> str:
    labels = labels_of(series.get("metric"))
    name = labels.pop("__name__", "")
    inner = ",".join(f'{key}="{labels[key]}"' for key in sorted(labels))
    value = series.get("value")
    moment, number = value if isinstance(value, list) and len(value) == 2 else (0, "")
    return f"{name}{{{inner}}} {number} {int(float(moment) * 1000)}"
