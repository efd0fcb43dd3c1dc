"""Durations: `5m`, `1h30m`, `500ms`; in Python also seconds and `timedelta`."""

from __future__ import annotations

import math

from boardwright.notation.durations import MOST, counted, shown
from boardwright.notation.variables import is_variable
from boardwright.promql.places import refuse
from boardwright.promql.values import Frozen
from boardwright.promql.variables import Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import timedelta
    from typing import TypeAlias

    DurationLike: TypeAlias = "str | float | timedelta | Duration | Variable"


class Duration(Frozen):
    """A length of time, never zero.

    Attributes:
        text: As its author wrote it.
        milliseconds: Its length; negative only in an offset.
    """

    __slots__ = ("milliseconds", "text")
    text: str
    milliseconds: int

    def __init__(self, *, text: str, milliseconds: int) -> None:
        """Take checked fields; use `duration(…)` to make one."""
        self._set(text=text, milliseconds=milliseconds)

    def __str__(self) -> str:
        """Return the PromQL text."""
        return self.text


def duration(value: DurationLike, *, signed: bool = False) -> Duration | Variable:
    """Return a duration, or the Grafana variable that stands for one.

    Args:
        value: Text such as `5m`, seconds, a `timedelta`, or a variable (its text, too).
        signed: Whether it may be negative.

    Raises:
        PromqlError: It is none of these, shorter than a millisecond, or negative.
    """
    if isinstance(value, Variable):
        return value
    if isinstance(value, str) and is_variable(value):
        return Variable(value)
    length = value if isinstance(value, Duration) else _fixed(value)
    if length.milliseconds < 0 and not signed:
        raise refuse(f"duration {length} is negative: only an offset may be")
    return length


def _fixed(value: str | float | timedelta) -> Duration:
    if isinstance(value, str):
        return _parsed(value)
    seconds = getattr(value, "total_seconds", None)
    if seconds is not None:
        return _counted(seconds(), value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unreadable(value)
    return _counted(value, value)


def _parsed(text: str) -> Duration:
    length = counted(text)
    if length is None:
        raise _unreadable(text)
    return _checked(text, length, text)


def _counted(seconds: float, given: object) -> Duration:
    exact = seconds * 1000
    if not math.isfinite(exact):
        raise _unreadable(given)
    return _checked(shown(round(exact)), round(exact), given)


def _checked(text: str, milliseconds: int, given: object) -> Duration:
    if milliseconds == 0:
        raise refuse(f"duration {given} is shorter than a millisecond")
    if abs(milliseconds) > MOST:
        raise refuse(f"duration {given} is longer than the 292 years that Prometheus can count")
    return Duration(text=text, milliseconds=milliseconds)


def _unreadable(given: object) -> Exception:
    return refuse(
        f"{given!r} is not a duration", 'durations are "5m", "1h30m", "500ms", or seconds'
    )
