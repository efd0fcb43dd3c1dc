"""Reads the version, features, targets, metrics and labels of a Prometheus server through its HTTP
API.

Source: https://prometheus.io/docs/prometheus/latest/querying/api/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar
from urllib.parse import quote

import requests

from boardwright.frozen import frozen
from boardwright.http.exchange import NOTHING
from boardwright.prometheus.prometheus_requests import build_format_error, fetch_json
from boardwright.schema.json_object import ensure_object

Health = Literal["up", "down", "unknown"]
T = TypeVar("T")
_FEATURE_GROUPS = ("promql", "promql_functions", "promql_operators")


@frozen
class ActiveTarget:
    """A target that Prometheus is scraping.

    Attributes:
        job: Value of the label `job`.
        instance: Value of the label `instance`.
        health: Result of the last scrape; `unknown` before the first scrape.
        error: The reason why the last scrape failed; empty if the last scrape succeeded.
        interval: The scrape interval of the target, such as `10s`.
    """

    job: str
    instance: str
    health: Health
    error: str
    interval: str


class Prometheus:
    """Reads data about one Prometheus server, such as its targets and metric names.

    Args:
        url: The address of the server, without a slash at the end.
    """

    def __init__(self, session: requests.Session, url: str) -> None:
        self._session = session
        self.url = url

    def read_version(self) -> str:
        """Return the server's version.

        Raises:
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        return str(self._read_data("status/buildinfo", dict).get("version", ""))

    def read_promql_features(self) -> frozenset[str]:
        """Return the names of the PromQL functions, operators and modifiers that are enabled.

        Raises:
            ServerError: The server did not answer, or does not list its features. Prometheus lists
                features since version 3.8.
        """
        features = self._read_data("features", dict)
        groups = (features.get(name) for name in _FEATURE_GROUPS)
        return frozenset(
            str(name)
            for group in groups
            if isinstance(group, dict)
            for name, is_enabled in group.items()
            if is_enabled is True
        )

    def read_targets(self) -> tuple[ActiveTarget, ...]:
        """Return the targets that Prometheus is scraping now.

        Raises:
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        targets = self._read_data("targets", dict, {"state": "active"}).get("activeTargets")
        if not isinstance(targets, list):
            raise build_format_error(self.url)
        return tuple(_read_target(target) for target in targets if isinstance(target, dict))

    def read_metric_names(self, *, since: float) -> frozenset[str]:
        """Return the metric names of all series that have samples after `since`.

        Args:
            since: The time, in seconds since 1970.

        Raises:
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        params = {"start": f"{since:.0f}"}
        return frozenset(map(str, self._read_data("label/__name__/values", list, params)))

    def read_metadata(self) -> dict[str, frozenset[str]]:
        """Return the metric types that the active targets report, by metric name.

        A metric has several types if its targets report different types. For a histogram or a
        summary, the metric name has no suffix such as `_bucket` or `_count`.

        Raises:
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        metadata = self._read_data("metadata", dict)
        return {
            name: frozenset(str(entry.get("type")) for entry in entries if isinstance(entry, dict))
            for name, entries in metadata.items()
            if isinstance(entries, list)
        }

    def read_label_names(self, metric: str, *, since: float) -> frozenset[str]:
        """Return the names of the labels of a metric, except `__name__`.

        Args:
            since: Time in seconds since 1970. Prometheus ignores series without samples after it.

        Raises:
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        params = {"match[]": _build_selector(metric), "start": f"{since:.0f}"}
        return frozenset(map(str, self._read_data("labels", list, params))) - {"__name__"}

    def read_label_values(self, metric: str, label: str, *, since: float) -> frozenset[str]:
        """Return the values of one label of a metric.

        Args:
            label: The name of the label.
            since: Time in seconds since 1970. Prometheus ignores series without samples after it.

        Raises:
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        params = {"match[]": _build_selector(metric), "start": f"{since:.0f}"}
        path = f"label/{quote(label, safe='')}/values"
        return frozenset(map(str, self._read_data(path, list, params)))

    def _read_data(self, path: str, kind: type[T], params: Mapping[str, str] = NOTHING) -> T:
        answer = fetch_json(self._session, f"{self.url}/api/v1/{path}", params=params)
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, kind) or answer.get("status") != "success":
            raise build_format_error(self.url)
        return data


def _build_selector(metric: str) -> str:
    escaped = metric.replace("\\", "\\\\").replace('"', '\\"')
    return f'{{__name__="{escaped}"}}'


def _read_target(target: Mapping[str, Any]) -> ActiveTarget:
    labels = ensure_object(target.get("labels"))
    health = target.get("health")
    return ActiveTarget(
        job=str(labels.get("job", "")),
        instance=str(labels.get("instance", "")),
        health="up" if health == "up" else "down" if health == "down" else "unknown",
        error=str(target.get("lastError", "")),
        interval=str(target.get("scrapeInterval", "")),
    )
