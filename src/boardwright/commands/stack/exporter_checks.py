"""Checks whether a scrape target is down, or whether only Prometheus cannot reach the target."""

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
    """Fetch the metrics of each target, and compare the result with Prometheus's last scrape.

    Args:
        session: The HTTP session that sends the requests.
        targets: The scrape targets to check.
        scraped: The targets that Prometheus scrapes; None if Prometheus did not answer.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda target: _fetch_software(session, target.url), targets)
        return tuple(
            _check_target(target, answer, scraped)
            for target, answer in zip(targets, answers, strict=True)
        )


def build_target_problem(target: ActiveTarget, hint: str) -> StackProblem:
    """Return the problem for a target that Prometheus cannot scrape."""
    return StackProblem(what=f"Prometheus cannot scrape this target: {target.error}", hint=hint)


def read_last_scrape(target: ActiveTarget | None) -> bool | None:
    """Return whether Prometheus's last scrape of a target succeeded; None without a scrape."""
    return {"up": True, "down": False}.get(target.health) if target else None


def _fetch_software(session: requests.Session, url: str) -> Software | ServerError:
    try:
        return read_software(session, url)
    except ServerError as error:
        return error


def _check_target(
    target: ScrapeTarget, answer: Software | ServerError, scraped: Scraped | None
) -> CheckedServer:
    active_target = scraped.get((target.job, target.instance)) if scraped is not None else None
    software = answer if isinstance(answer, Software) else Software(name="", version="")
    return CheckedServer(
        name=target.job,
        instance=target.instance,
        url=target.url,
        answers=isinstance(answer, Software),
        scraped=read_last_scrape(active_target),
        software=software.name,
        version=software.version,
        facts=_list_facts(answer, active_target),
        problems=_list_problems(answer, active_target, target.url),
    )


def _list_facts(
    answer: Software | ServerError, active_target: ActiveTarget | None
) -> tuple[str, ...]:
    if active_target is None:
        return ()
    state = "not scraped yet" if active_target.health == "unknown" else active_target.health
    away = isinstance(answer, ServerError) and active_target.health == "up"
    return (state, "Prometheus can reach the target, but this machine cannot") if away else (state,)


def _list_problems(
    answer: Software | ServerError, active_target: ActiveTarget | None, url: str
) -> tuple[StackProblem, ...]:
    error = answer if isinstance(answer, ServerError) else None
    if active_target is None or active_target.health == "unknown":
        return (StackProblem.from_error(error, url=url),) if error else ()
    if active_target.health == "up":
        return ()
    if error is None:
        return (build_target_problem(active_target, AWAY_HINT),)
    hint = StackProblem.from_error(error, url=url).hint or suggest_start(url)
    return (
        build_target_problem(
            active_target, f"This machine also cannot reach the target: {error.what}. {hint}"
        ),
    )
