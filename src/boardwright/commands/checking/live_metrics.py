"""Reads metrics from running exporters and Prometheus servers.

From a Prometheus server, boardwright reads the names of all metrics. Labels are read only for the
metrics that boards query.
"""

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
from boardwright.http.addresses import strip_url_secrets
from boardwright.prometheus.prometheus_api import Prometheus
from boardwright.prometheus.prometheus_requests import fetch_text

A = TypeVar("A")
B = TypeVar("B")

BACK = 24 * 3600
"""A series counts as existing if it has a sample in the last 24 hours, so that series of daily jobs
are included.
"""

SECONDS = 60.0
"""Time limit in seconds for reading the labels of all queried metrics."""

_AT_ONCE = 4
_PARTS = {"_bucket": "histogram", "_count": "", "_sum": "", "_total": "counter", "_info": "info"}
"""Suffix of a series name -> metric type. Prometheus's metadata may list metrics of this type
without the suffix. The empty type means histograms and summaries."""
_TYPES = frozenset(
    {"counter", "gauge", "histogram", "summary", "gaugehistogram", "info", "stateset"}
)


@frozen
class MetricRequest:
    """The metrics whose labels are needed, and the labels whose values are needed.

    Attributes:
        metrics: Names of the metrics whose labels are needed.
        values: Pairs of a metric name and a label name whose label values are needed.
    """

    metrics: Set[str]
    values: Set[tuple[str, str]]


class LivePrometheus:
    """Reads the metrics of a running Prometheus.

    Args:
        prometheus: The connection to the server.
        now: The current time, in seconds since 1970.

    Raises:
        ServerError: The server did not answer, or the answer does not come from Prometheus.
    """

    def __init__(self, prometheus: Prometheus, *, now: float) -> None:
        self._prometheus, self._since = prometheus, now - BACK
        names = prometheus.read_metric_names(since=self._since)
        types = prometheus.read_metadata()
        self.recorded = MetricCatalogue(
            {name: Metric(name=name, type=find_series_type(name, types)) for name in names},
            frozenset(),
        )
        """All metrics of the server, without labels."""
        self.promql = _fetch_promql_features(prometheus)
        """The server's version, and the PromQL functions and modifiers that the server supports."""

    def with_labels(self, request: MetricRequest) -> MetricCatalogue:
        """Return all metrics of the server. Only the metrics in `request` have labels.

        Raises:
            ServerError: The server did not answer all requests within the time limit.
        """
        known = self.recorded.metrics
        metrics = sorted(request.metrics & known.keys())
        deadline = time.monotonic() + SECONDS
        labels = dict(
            zip(metrics, self._fetch_each(self._fetch_labels, metrics, deadline), strict=True)
        )
        pairs = sorted(p for p in request.values if p[1] in labels.get(p[0], ()))
        values = dict(
            zip(pairs, self._fetch_each(self._fetch_values, pairs, deadline), strict=True)
        )
        labelled = {
            name: Metric(
                name=name,
                type=known[name].type,
                labels={label: values.get((name, label), frozenset()) for label in labels[name]},
            )
            for name in metrics
        }
        return MetricCatalogue({**known, **labelled}, self.recorded.added_labels)

    def _fetch_labels(self, metric: str) -> frozenset[str]:
        return self._prometheus.read_label_names(metric, since=self._since)

    def _fetch_values(self, pair: tuple[str, str]) -> frozenset[str]:
        return self._prometheus.read_label_values(*pair, since=self._since)

    def _fetch_each(self, ask: Callable[[A], B], about: Iterable[A], deadline: float) -> list[B]:
        """Call `ask` for each item of `about`, several calls at a time.

        Raises:
            ServerError: The time limit is over, or the server did not answer.
        """

        def ask_in_time(each: A) -> B:
            if time.monotonic() > deadline:
                raise ServerError(
                    f"reading the labels that boards query takes longer than {SECONDS:g} s",
                    where=strip_url_secrets(self._prometheus.url),
                    hint="Pass recorded /metrics pages to --metrics, or check fewer boards.",
                )
            return ask(each)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            try:
                return list(pool.map(ask_in_time, about))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _fetch_promql_features(prometheus: Prometheus) -> ServerPromql:
    """Return the version and the PromQL features that a server reports. Both may be empty, because
    Mimir and old versions of Prometheus do not report all of this.
    """
    features = ServerPromql()
    with suppress(ServerError):
        features = replace(features, version=prometheus.read_version())
    with suppress(ServerError):
        features = replace(features, enabled=prometheus.read_promql_features())
    return features


def open_metric_source(session: requests.Session, url: str) -> MetricCatalogue | LivePrometheus:
    """Return the metrics of an exporter, or a connection to a Prometheus server.

    Raises:
        DeclarationError: An exporter's answer is not in the Prometheus text format.
        ServerError: The server did not answer, or is neither an exporter nor a Prometheus.
    """
    parts = urlsplit(url)
    if parts.path.endswith("/metrics") or parts.query:
        return _fetch_exposition(session, url)
    try:
        return LivePrometheus(Prometheus(session, url), now=time.time())
    except ServerError:
        if parts.path:  # some exporters use a path such as `/actuator/prometheus`
            with suppress(BoardwrightError):
                return _fetch_exposition(session, url)
        raise


def _fetch_exposition(session: requests.Session, url: str) -> MetricCatalogue:
    return read_exposition(fetch_text(session, url), where=strip_url_secrets(url))


def find_series_type(name: str, types: Mapping[str, frozenset[str]]) -> str:
    """Return the type of a series from Prometheus's metadata; `unknown` if the metadata lists no
    type or several types.

    For an exporter that uses OpenMetrics, the metadata lists counters without the suffix `_total`.
    For every exporter, it lists histograms and summaries without the suffixes of their series, such
    as `_bucket`.
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
