"""Prometheus, as the project wants it: its version, its targets, and the interval in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import requests

from boardwright.commands.stack.server_status import (
    RELOAD_HINT,
    START_HINT,
    CheckedServer,
    Problem,
)
from boardwright.errors import ServerError
from boardwright.grafana.address import shown
from boardwright.notation.durations import milliseconds
from boardwright.prometheus.api import ActiveTarget, Prometheus
from boardwright.provisioning.prometheus_config import Target

_YOUNG = "In the first seconds after its start that is so: ask again. Else:"

Scraped = Mapping[tuple[str, str], ActiveTarget]
"""Prometheus's targets by job and instance."""


def check_prometheus(
    session: requests.Session, url: str, *, expected: Sequence[Target], scrape_interval: str
) -> tuple[CheckedServer, Scraped | None]:
    """Ask Prometheus.

    Args:
        session: What requests are sent with.
        url: Its address.
        expected: What the project has it scrape.
        scrape_interval: How often.

    Returns:
        What was found, and its targets; None when it could not be asked.
    """
    prometheus = Prometheus(session, url)
    try:
        version, active = prometheus.version(), prometheus.targets()
    except ServerError as error:
        problem = Problem.of(error, hint=START_HINT)
        url = shown(url)
        return CheckedServer(name="prometheus", url=url, answers=False, problems=(problem,)), None
    scraped = {(target.job, target.instance): target for target in active}
    server = CheckedServer(
        name="prometheus",
        url=shown(url),
        answers=True,
        software="Prometheus",
        version=version,
        facts=tuple(_facts(active)),
        problems=(*_absent(expected, active, scraped), *_other_intervals(active, scrape_interval)),
    )
    return server, scraped


def _facts(active: Sequence[ActiveTarget]) -> Iterator[str]:
    up = sum(target.health == "up" for target in active)
    yield f"{up} of {len(active)} targets up"
    if waiting := sum(target.health == "unknown" for target in active):
        yield f"{waiting} not scraped yet"
    if len({target.interval for target in active}) == 1:
        yield f"every {active[0].interval}"


def _absent(
    expected: Sequence[Target], active: Sequence[ActiveTarget], scraped: Scraped
) -> Iterator[Problem]:
    absent = [each for each in expected if (each.job, each.instance) not in scraped]
    if absent and not active:
        yield Problem(what="it scrapes nothing", hint=f"{_YOUNG} {RELOAD_HINT}")
    elif absent:
        named = ", ".join(f"{target.instance} ({target.job})" for target in absent)
        yield Problem(what=f"it does not scrape {named}", hint=RELOAD_HINT)


def _other_intervals(active: Sequence[ActiveTarget], wanted: str) -> Iterator[Problem]:
    jobs: dict[str, list[str]] = {}
    for target in active:
        if milliseconds(target.interval) != milliseconds(wanted):
            jobs.setdefault(target.interval, []).append(target.job)
    for interval, names in jobs.items():
        listed = ", ".join(dict.fromkeys(names))
        what = f"it scrapes {listed} every {interval}, not every {wanted}"
        yield Problem(what=what, hint=RELOAD_HINT)
