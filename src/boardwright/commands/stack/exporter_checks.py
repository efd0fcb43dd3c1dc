"""What Prometheus scrapes, asked from here too: down is told from out of its reach."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import requests

from boardwright.commands.stack.prometheus_checks import Scraped
from boardwright.commands.stack.server_status import AWAY_HINT, START_HINT, CheckedServer, Problem
from boardwright.errors import ServerError
from boardwright.prometheus.api import ActiveTarget
from boardwright.prometheus.exporter import Software, software_of
from boardwright.provisioning.prometheus_config import Target

_AT_ONCE = 8


def check_exporters(
    session: requests.Session, targets: Sequence[Target], *, scraped: Scraped | None
) -> tuple[CheckedServer, ...]:
    """Ask each target.

    Args:
        session: What requests are sent with.
        targets: Whom to ask.
        scraped: What Prometheus says of its targets; None when it could not be asked.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda target: _ask(session, target.url), targets)
        return tuple(
            _checked(target, answer, scraped)
            for target, answer in zip(targets, answers, strict=True)
        )


def target_problem(found: ActiveTarget, hint: str) -> Problem:
    """Return the problem of a target that Prometheus cannot scrape."""
    return Problem(what=f"Prometheus cannot scrape it: {found.error}", hint=hint)


def _ask(session: requests.Session, url: str) -> Software | ServerError:
    try:
        return software_of(session, url)
    except ServerError as error:
        return error


def _checked(
    target: Target, answer: Software | ServerError, scraped: Scraped | None
) -> CheckedServer:
    found = scraped.get((target.job, target.instance)) if scraped is not None else None
    told = answer if isinstance(answer, Software) else Software(name="", version="")
    return CheckedServer(
        name=target.job,
        instance=target.instance,
        url=target.url,
        answers=isinstance(answer, Software),
        software=told.name,
        version=told.version,
        facts=_facts(answer, found),
        problems=_problems(answer, found),
    )


def _facts(answer: Software | ServerError, found: ActiveTarget | None) -> tuple[str, ...]:
    if found is None:
        return ()
    state = "not scraped yet" if found.health == "unknown" else found.health
    away = isinstance(answer, ServerError) and found.health == "up"
    return (state, "out of reach from here, which is no fault") if away else (state,)


def _problems(answer: Software | ServerError, found: ActiveTarget | None) -> tuple[Problem, ...]:
    if found is None or found.health == "unknown":
        return (Problem.of(answer, hint=START_HINT),) if isinstance(answer, ServerError) else ()
    if found.health == "up":
        return ()
    if isinstance(answer, ServerError):
        return (
            target_problem(found, f"Nor does it answer from here: {answer.what}. {START_HINT}"),
        )
    return (target_problem(found, AWAY_HINT),)
