"""Asking a server what pages need, whoever it is: each question once, its failure a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from boardwright.preview.query_answers import QueryOutcome, QueryRequest

AT_ONCE = 8
"""Questions on their way at one time."""

Answering = Callable[[QueryRequest], QueryOutcome]


def ask_all(asks: Iterable[QueryRequest], answering: Answering) -> dict[QueryRequest, QueryOutcome]:
    """Return the answer to each question, asked several at a time."""
    from concurrent.futures import ThreadPoolExecutor

    todo = list(asks)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return dict(zip(todo, pool.map(answering, todo), strict=True))
