"""Prometheus's HTTP API, as far as it is asked.

Source: https://prometheus.io/docs/prometheus/latest/querying/api/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import requests

from boardwright.errors import ServerError
from boardwright.prometheus.http import get_json

Health = Literal["up", "down", "unknown"]


@dataclass(frozen=True, kw_only=True)
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
        return str(self._get("status/buildinfo").get("version", ""))

    def targets(self) -> tuple[ActiveTarget, ...]:
        """Return what it scrapes now.

        Raises:
            ServerError: No answer, or not Prometheus's.
        """
        found = self._get("targets?state=active").get("activeTargets", [])
        return tuple(_target(each) for each in found)

    def _get(self, path: str) -> Mapping[str, Any]:
        answer = get_json(self._session, f"{self.url}/api/v1/{path}")
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, dict) or answer.get("status") != "success":
            raise ServerError(
                "it answers, but not as Prometheus does",
                where=self.url,
                hint="Does something else answer there?",
            )
        return data


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
