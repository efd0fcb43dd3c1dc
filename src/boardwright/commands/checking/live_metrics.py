"""Metrics of running servers: all of a target, and those of Prometheus that boards query."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

import requests

from boardwright.checks.metrics import Metric, MetricCatalogue, read_exposition
from boardwright.checks.settings import ServerPromql
from boardwright.errors import BoardwrightError, ServerError
from boardwright.frozen import frozen
from boardwright.http.addresses import public_url
from boardwright.prometheus.fetching import fetch_text
from boardwright.prometheus.prometheus_api import Prometheus

A = TypeVar("A")
B = TypeVar("B")

BACK = 24 * 3600
"""The age of series that count as emitted, in seconds; it includes daily jobs."""

SECONDS = 60.0
"""The time limit for all queries about labels, in seconds."""

_AT_ONCE = 4
_PARTS = {"_bucket": "histogram", "_count": "", "_sum": "", "_total": "counter", "_info": "info"}
"""Suffixes of series that the name in `# TYPE` may lack -> the type."""
_TYPES = frozenset(
    {"counter", "gauge", "histogram", "summary", "gaugehistogram", "info", "stateset"}
)


@frozen
class MetricRequest:
    """The required data about metrics: labels, and values of some labels.

    Attributes:
        metrics: The names of metrics.
        values: Pairs of a metric and a label whose values are required.
    """

    metrics: Set[str]
    values: Set[tuple[str, str]]


class LivePrometheus:
    """A Prometheus whose metrics are read.

    Args:
        prometheus: The server.
        now: The time, in seconds.

    Raises:
        ServerError: The server gave no answer, or one that Prometheus would not give.
    """

    def __init__(self, prometheus: Prometheus, *, now: float) -> None:
        self._prometheus, self._since = prometheus, now - BACK
        names = prometheus.metric_names(since=self._since)
        types = prometheus.metadata()
        self.recorded = MetricCatalogue(
            {name: Metric(name=name, type=type_of(name, types)) for name in names}, frozenset()
        )
        """All metrics, without labels."""
        self.promql = _promql(prometheus)
        """The version, and the functions and modifiers that are enabled."""

    def with_labels(self, wanted: MetricRequest) -> MetricCatalogue:
        """Return all metrics, the required ones with their labels.

        Raises:
            ServerError: No answer, or not all within the time limit.
        """
        known = self.recorded.metrics
        metrics = sorted(wanted.metrics & known.keys())
        deadline = time.monotonic() + SECONDS
        labels = dict(zip(metrics, self._each(self._labels, metrics, deadline), strict=True))
        pairs = sorted(p for p in wanted.values if p[1] in labels.get(p[0], ()))
        values = dict(zip(pairs, self._each(self._values, pairs, deadline), strict=True))
        looked = {
            name: Metric(
                name=name,
                type=known[name].type,
                labels={label: values.get((name, label), frozenset()) for label in labels[name]},
            )
            for name in metrics
        }
        return MetricCatalogue({**known, **looked}, self.recorded.added_labels)

    def _labels(self, metric: str) -> frozenset[str]:
        return self._prometheus.label_names(metric, since=self._since)

    def _values(self, pair: tuple[str, str]) -> frozenset[str]:
        return self._prometheus.label_values(*pair, since=self._since)

    def _each(self, ask: Callable[[A], B], about: Iterable[A], deadline: float) -> list[B]:
        """Send several queries at a time until the time limit."""

        def in_time(each: A) -> B:
            if time.monotonic() > deadline:
                raise ServerError(
                    f"it takes longer than {SECONDS:g} s to read the labels that boards query",
                    where=public_url(self._prometheus.url),
                    hint="Use recorded expositions with --metrics, or check fewer boards per run.",
                )
            return ask(each)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            try:
                return list(pool.map(in_time, about))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _promql(prometheus: Prometheus) -> ServerPromql:
    """Return what a server reports about its PromQL; others, such as Mimir, report less."""
    found = ServerPromql()
    with suppress(ServerError):
        found = replace(found, version=prometheus.version())
    with suppress(ServerError):
        found = replace(found, enabled=prometheus.promql_features())
    return found


def ask(session: requests.Session, url: str) -> MetricCatalogue | LivePrometheus:
    """Return the metrics of a target at an address, or a Prometheus.

    Raises:
        DeclarationError: A target's answer is not an exposition.
        ServerError: No answer, or not from a target or Prometheus.
    """
    parts = urlsplit(url)
    if parts.path.endswith("/metrics") or parts.query:
        return _exposition(session, url)
    try:
        return LivePrometheus(Prometheus(session, url), now=time.time())
    except ServerError:
        if parts.path:  # some targets use another path: `/actuator/prometheus`
            with suppress(BoardwrightError):
                return _exposition(session, url)
        raise


def _exposition(session: requests.Session, url: str) -> MetricCatalogue:
    return read_exposition(fetch_text(session, url), where=public_url(url))


def type_of(name: str, types: Mapping[str, frozenset[str]]) -> str:
    """Return the type of a series from the metadata; `unknown` when it is ambiguous.

    The text format names a counter with `_total`, OpenMetrics without. Histograms and summaries are
    named without the suffixes of their series in both.
    """
    metadata_types = types.get(name, frozenset())
    for ending, kind in _PARTS.items():
        if not metadata_types and name.endswith(ending):
            found = types.get(name.removesuffix(ending), frozenset())
            metadata_types = found & (
                {kind} if kind else {"gaugehistogram", "histogram", "summary"}
            )
    (only, *others) = sorted(metadata_types) or ("unknown",)
    return only if not others and only in _TYPES else "unknown"
