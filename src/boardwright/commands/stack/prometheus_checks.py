"""Reads the version of Prometheus, and checks the scrape targets and scrape intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import requests

from boardwright.commands.stack.server_status import CheckedServer, StackProblem, suggest_reload
from boardwright.errors import ServerError
from boardwright.http.addresses import strip_url_secrets
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.notation.plurals import format_quantity
from boardwright.prometheus.prometheus_api import ActiveTarget, Prometheus
from boardwright.provisioning.prometheus_config import ScrapeTarget

_YOUNG = "If Prometheus started a few seconds ago, wait and check again. Otherwise:"

Scraped = Mapping[tuple[str, str], ActiveTarget]
"""Job and instance -> the target that Prometheus scrapes."""


def check_prometheus(
    session: requests.Session, url: str, *, expected: Sequence[ScrapeTarget], scrape_interval: str
) -> tuple[CheckedServer, Scraped | None]:
    """Check the scrape targets and scrape intervals of Prometheus.

    Args:
        session: The HTTP session that sends the requests.
        url: URL of Prometheus.
        expected: The scrape targets that boardwright.toml configures.
        scrape_interval: The scrape interval in boardwright.toml, such as `10s`.

    Returns:
        The result of the check, and the targets that Prometheus scrapes. The targets are None if
        Prometheus did not answer.
    """
    prometheus = Prometheus(session, url)
    try:
        version, active = prometheus.read_version(), prometheus.read_targets()
    except ServerError as error:
        url = strip_url_secrets(url)
        problem = StackProblem.from_error(error, url=url)
        return CheckedServer(name="prometheus", url=url, answers=False, problems=(problem,)), None
    scraped = {(target.job, target.instance): target for target in active}
    server = CheckedServer(
        name="prometheus",
        url=strip_url_secrets(url),
        answers=True,
        software="Prometheus",
        version=version,
        facts=tuple(_iter_facts(active)),
        problems=(
            *_find_absent_targets(expected, active, scraped, suggest_reload(url)),
            *_find_other_intervals(active, scrape_interval, suggest_reload(url)),
        ),
    )
    return server, scraped


def _iter_facts(active: Sequence[ActiveTarget]) -> Iterator[str]:
    up = sum(target.health == "up" for target in active)
    yield f"{up} of {format_quantity(len(active), 'target')} up"
    if waiting := sum(target.health == "unknown" for target in active):
        yield f"{format_quantity(waiting, 'target')} not scraped yet"
    if len({target.interval for target in active}) == 1:
        yield f"every {active[0].interval}"


def _find_absent_targets(
    expected: Sequence[ScrapeTarget], active: Sequence[ActiveTarget], scraped: Scraped, hint: str
) -> Iterator[StackProblem]:
    absent = [each for each in expected if (each.job, each.instance) not in scraped]
    if absent and not active:
        yield StackProblem(what="Prometheus scrapes no targets", hint=f"{_YOUNG} {hint}")
    elif absent:
        targets = ", ".join(f"{target.instance} ({target.job})" for target in absent)
        yield StackProblem(what=f"Prometheus does not scrape {targets}", hint=hint)


def _find_other_intervals(
    active: Sequence[ActiveTarget], wanted: str, hint: str
) -> Iterator[StackProblem]:
    jobs: dict[str, list[str]] = {}
    for target in active:
        if parse_range_milliseconds(target.interval) != parse_range_milliseconds(wanted):
            jobs.setdefault(target.interval, []).append(target.job)
    for interval, names in jobs.items():
        job_names = ", ".join(dict.fromkeys(names))
        what = f"Prometheus scrapes {job_names} every {interval}, not every {wanted}"
        yield StackProblem(what=what, hint=hint)
