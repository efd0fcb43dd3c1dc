"""Sends a request to each scrape target from this machine. The answer shows whether the target is
down, or whether only Prometheus cannot reach the target.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import requests

from boardwright.commands.stack.prometheus_checks import Scraped
from boardwright.commands.stack.server_status import (
    AWAY_HINT,
    CheckedServer,
    StackProblem,
    suggest_start,
)
from boardwright.errors import ServerError
from boardwright.prometheus.exporter import Software, read_software
from boardwright.prometheus.prometheus_api import ActiveTarget
from boardwright.provisioning.prometheus_config import ScrapeTarget

_AT_ONCE = 8


def check_exporters(
    session: requests.Session, targets: Sequence[ScrapeTarget], *, scraped: Scraped | None
) -> tuple[CheckedServer, ...]:
    """Fetch the metrics of each target, and compare the result with the last scrape by Prometheus.

    Args:
        session: The HTTP session that sends the requests.
        targets: The scrape targets to check.
        scraped: The targets as Prometheus reports them; None if Prometheus did not answer.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda target: _fetch_software(session, target.url), targets)
        return tuple(
            _check_target(target, answer, scraped)
            for target, answer in zip(targets, answers, strict=True)
        )


def build_target_problem(found: ActiveTarget, hint: str) -> StackProblem:
    """Return the problem for a target that Prometheus cannot scrape."""
    return StackProblem(what=f"Prometheus cannot scrape this target: {found.error}", hint=hint)


def read_last_scrape(found: ActiveTarget | None) -> bool | None:
    """Return whether Prometheus's last scrape of a target succeeded; None if there was none."""
    return {"up": True, "down": False}.get(found.health) if found else None


def _fetch_software(session: requests.Session, url: str) -> Software | ServerError:
    try:
        return read_software(session, url)
    except ServerError as error:
        return error


def _check_target(
    target: ScrapeTarget, answer: Software | ServerError, scraped: Scraped | None
) -> CheckedServer:
    found = scraped.get((target.job, target.instance)) if scraped is not None else None
    software = answer if isinstance(answer, Software) else Software(name="", version="")
    return CheckedServer(
        name=target.job,
        instance=target.instance,
        url=target.url,
        answers=isinstance(answer, Software),
        scraped=read_last_scrape(found),
        software=software.name,
        version=software.version,
        facts=_list_facts(answer, found),
        problems=_list_problems(answer, found, target.url),
    )


def _list_facts(answer: Software | ServerError, found: ActiveTarget | None) -> tuple[str, ...]:
    if found is None:
        return ()
    state = "not scraped yet" if found.health == "unknown" else found.health
    away = isinstance(answer, ServerError) and found.health == "up"
    return (
        (state, "not reachable from this machine (not a problem: Prometheus can reach it)")
        if away
        else (state,)
    )


def _list_problems(
    answer: Software | ServerError, found: ActiveTarget | None, url: str
) -> tuple[StackProblem, ...]:
    error = answer if isinstance(answer, ServerError) else None
    if found is None or found.health == "unknown":
        return (StackProblem.from_error(error, url=url),) if error else ()
    if found.health == "up":
        return ()
    if error is None:
        return (build_target_problem(found, AWAY_HINT),)
    hint = StackProblem.from_error(error, url=url).hint or suggest_start(url)
    return (
        build_target_problem(
            found, f"This machine cannot reach the target either: {error.what}. {hint}"
        ),
    )
