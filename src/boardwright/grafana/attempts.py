"""Doing one thing for each of many: what fails is kept, and a dead server is not asked forever."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from boardwright.errors import ServerError
from boardwright.grafana.errors import GrafanaError, StoppedError

Item = TypeVar("Item")
Result = TypeVar("Result")
PATIENCE = 3
"""After so many failures in a row that are the server's, the rest is not tried."""


def attempt_each(
    items: Iterable[Item], call: Callable[[Item], Result]
) -> Iterator[tuple[Item, Result | ServerError]]:
    """Yield each item with what `call` returned, or with the error that it raised.

    An error that is about one item stops nothing. After some in a row that every item would meet
    (no answer, no login), the others get a `StoppedError`.
    """
    failures = 0
    last: ServerError | None = None
    for item in items:
        if last is not None and failures >= PATIENCE:
            yield item, _stopped(last)
            continue
        try:
            result = call(item)
        except ServerError as error:
            everywhere = isinstance(error, GrafanaError) and error.everywhere
            failures = failures + 1 if everywhere else 0
            last = error
            yield item, error
        else:
            failures = 0
            yield item, result


def _stopped(last: ServerError) -> StoppedError:
    return StoppedError(
        f"not tried, since {PATIENCE} before it met this: {last.what}",
        where=last.where,
        hint=last.hint,
    )
