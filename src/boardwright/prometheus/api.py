"""Prometheus's HTTP API, as far as it is asked.

Source: https://prometheus.io/docs/prometheus/latest/querying/api/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar
from urllib.parse import quote

import requests

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.prometheus.http import NO_PARAMS, address, get_json

Health = Literal["up", "down", "unknown"]
T = TypeVar("T")


@frozen
class ActiveTarget:
    """A target that Prometheus scrapes.

    Attributes:
        job: Its label `job`.
        instance: Its label `instance`.
        health: How the last scrape went; `unknown` before the first.
        error: Why the last scrape failed; empty when it did not.
        interval: The interval in force, such as `10s`.
    """

    job: str
    instance: str
    health: Health
    error: str
    interval: str


class Prometheus:
    """One Prometheus.

    Args:
        session: What requests are sent with.
        url: Its address, without a slash at the end.
    """

    def __init__(self, session: requests.Session, url: str) -> None:
        self._session = session
        self.url = url

    def version(self) -> str:
        """Return its version.

        Raises:
            ServerError: No answer, or not Prometheus's.
        """
        return str(self._get("status/buildinfo", dict).get("version", ""))

    def targets(self) -> tuple[ActiveTarget, ...]:
        """Return what it scrapes now.

        Raises:
            ServerError: No answer, or not Prometheus's.
        """
        found = self._get("targets", dict, {"state": "active"}).get("activeTargets", [])
        return tuple(_target(each) for each in found)

    def metric_names(self, *, since: float) -> frozenset[str]:
        """Return the names of all series that were there since a time, in seconds.

        Raises:
            ServerError: No answer, or not Prometheus's.
        """
        params = {"start": f"{since:.0f}"}
        return frozenset(map(str, self._get("label/__name__/values", list, params)))

    def metadata(self) -> dict[str, frozenset[str]]:
        """Return, by the name in `# TYPE`, the types that the scraped targets give it now.

        Raises:
            ServerError: No answer, or not Prometheus's.
        """
        found = self._get("metadata", dict)
        return {
            name: frozenset(str(each.get("type")) for each in told if isinstance(each, dict))
            for name, told in found.items()
            if isinstance(told, list)
        }

    def label_names(self, metric: str, *, since: float) -> frozenset[str]:
        """Return the labels that a metric's series have; `__name__` is not among them.

        Raises:
            ServerError: No answer, or not Prometheus's.
        """
        params = {"match[]": _selector(metric), "start": f"{since:.0f}"}
        return frozenset(map(str, self._get("labels", list, params))) - {"__name__"}

    def label_values(self, metric: str, label: str, *, since: float) -> frozenset[str]:
        """Return the values of a label on a metric's series.

        Raises:
            ServerError: No answer, or not Prometheus's.
        """
        params = {"match[]": _selector(metric), "start": f"{since:.0f}"}
        path = f"label/{quote(label, safe='')}/values"
        return frozenset(map(str, self._get(path, list, params)))

    def _get(self, path: str, kind: type[T], params: Mapping[str, str] = NO_PARAMS) -> T:
        """Return the `data` of an answer, which has to be a `kind`."""
        answer = get_json(self._session, f"{self.url}/api/v1/{path}", params=params)
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, kind) or answer.get("status") != "success":
            raise ServerError(
                "it answers, but not as Prometheus does",
                where=address(self.url),
                hint="Does something else answer there?",
            )
        return data


def _selector(metric: str) -> str:
    escaped = metric.replace("\\", "\\\\").replace('"', '\\"')
    return f'{{__name__="{escaped}"}}'


def _target(found: Mapping[str, Any]) -> ActiveTarget:
    labels = found.get("labels", {})
    health = found.get("health")
    return ActiveTarget(
        job=str(labels.get("job", "")),
        instance=str(labels.get("instance", "")),
        health=health if health in {"up", "down"} else "unknown",
        error=str(found.get("lastError", "")),
        interval=str(found.get("scrapeInterval", "")),
    )
