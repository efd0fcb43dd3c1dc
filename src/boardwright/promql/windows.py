"""The window of `rate` and its like when none is given.

One scrape interval drives everything: the default window is the larger of a minute and four
scrapes, so that a missed scrape does no harm, or the project's own. The window is chosen when the
expression is made, from the settings of that moment.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar

from boardwright.notation.durations import shown
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.duration_values import duration
from boardwright.promql.expression_places import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from boardwright.promql.operators import DurationLike

_MINUTE = 60_000
_TEN_SECONDS = Duration(text="10s", milliseconds=10_000)
_SCRAPE: ContextVar[Duration] = ContextVar("scrape_interval", default=_TEN_SECONDS)
_WINDOW: ContextVar[Duration | None] = ContextVar("window", default=None)


def scrape_interval() -> Duration:
    """Return how often targets are scraped: by default 10 s."""
    return _SCRAPE.get()


def scrape_milliseconds() -> int:
    """Return how often targets are scraped, in milliseconds."""
    return scrape_interval().milliseconds or 0


def default_window() -> Duration:
    """Return the project's own window, else the larger of a minute and four scrapes."""
    chosen = _WINDOW.get()
    if chosen is not None:
        return chosen
    length = max(_MINUTE, 4 * scrape_milliseconds())
    return Duration(text=shown(length), milliseconds=length)


@contextmanager
def settings(
    *, scrape_interval: DurationLike, window: DurationLike | None = None
) -> Iterator[None]:
    """Set the scrape interval and the default window for expressions made inside.

    Args:
        scrape_interval: How often targets are scraped.
        window: The default window; None for the larger of a minute and four scrapes.

    Raises:
        PromqlError: Not a duration, or a window shorter than two scrapes.
    """
    scrape = duration(scrape_interval)
    if scrape.milliseconds is None:
        raise refuse(f"scrape_interval {scrape} is a variable, and must be a duration")
    chosen = None if window is None else duration(window)
    was_scrape = _SCRAPE.set(scrape)
    was_window = _WINDOW.set(chosen)
    try:
        if chosen is not None:
            refuse_short(chosen, "window")
        yield
    finally:
        _WINDOW.reset(was_window)
        _SCRAPE.reset(was_scrape)


def refuse_short(window: Duration, expression: str) -> None:
    """Refuse a window that may hold fewer than two samples.

    Args:
        window: The window; one that holds a variable passes.
        expression: The expression to name in the message.

    Raises:
        PromqlError: The window is shorter than two scrapes.
    """
    scrape = scrape_milliseconds()
    if window.milliseconds is None or window.milliseconds >= 2 * scrape:
        return
    least = shown(2 * scrape)
    raise refuse(
        f"{expression}: a window of {window} is shorter than two scrapes ({least})",
        f"targets are scraped every {scrape_interval()}; a window of four scrapes tolerates a "
        f"missed one: {shown(4 * scrape)}",
    )
