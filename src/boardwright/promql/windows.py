"""The default window of `rate` and similar functions.

A project can set the default window. Otherwise, the default window is one minute or four scrape
intervals, whichever is longer. A window of four scrape intervals prevents gaps in a graph when a
single scrape fails. The settings that are active while an expression is created determine its
window.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar

from boardwright.notation.durations import format_duration
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.duration_values import as_duration
from boardwright.promql.expression_places import build_promql_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from boardwright.promql.operators import DurationLike

_MINUTE = 60_000
_TEN_SECONDS = Duration(text="10s", milliseconds=10_000)
_SCRAPE: ContextVar[Duration] = ContextVar("scrape_interval", default=_TEN_SECONDS)
_WINDOW: ContextVar[Duration | None] = ContextVar("window", default=None)


def scrape_interval() -> Duration:
    """Return the time between two scrapes; the default is 10 s."""
    return _SCRAPE.get()


def read_scrape_milliseconds() -> int:
    """Return the time between two scrapes, in milliseconds."""
    return scrape_interval().milliseconds or 0


def default_window() -> Duration:
    """Return the project's default window. If the project does not set a default window, return one
    minute or four scrape intervals, whichever is longer.
    """
    window = _WINDOW.get()
    if window is not None:
        return window
    length = max(_MINUTE, 4 * read_scrape_milliseconds())
    return Duration(text=format_duration(length), milliseconds=length)


@contextmanager
def settings(
    *, scrape_interval: DurationLike, window: DurationLike | None = None
) -> Iterator[None]:
    """Set the scrape interval and the default window for expressions that are created inside the
    `with` block.

    Args:
        scrape_interval: The time between two scrapes.
        window: The default window; None for one minute or four scrape intervals, whichever is
            longer.

    Raises:
        PromqlError: A value is not a duration, or the window is shorter than two scrape intervals.
    """
    scrape = as_duration(scrape_interval)
    if scrape.milliseconds is None:
        raise build_promql_error(
            f"scrape_interval {scrape} contains a variable, but must be a fixed duration"
        )
    default = None if window is None else as_duration(window)
    scrape_token = _SCRAPE.set(scrape)
    window_token = _WINDOW.set(default)
    try:
        if default is not None:
            refuse_short_window(default, "window")
        yield
    finally:
        _WINDOW.reset(window_token)
        _SCRAPE.reset(scrape_token)


def refuse_short_window(window: Duration, expression: str) -> None:
    """Raise an error for a window that may contain fewer than two samples.

    Args:
        window: The window. A window that contains a variable is accepted.
        expression: The text of the expression, for the error message.

    Raises:
        PromqlError: The window is shorter than two scrape intervals.
    """
    scrape = read_scrape_milliseconds()
    if window.milliseconds is None or window.milliseconds >= 2 * scrape:
        return
    least = format_duration(2 * scrape)
    raise build_promql_error(
        f"{expression}: a window of {window} is shorter than two scrape intervals ({least})",
        f"targets are scraped every {scrape_interval()}; use a window of four scrape "
        f"intervals, which tolerates a missed scrape: {format_duration(4 * scrape)}",
    )
