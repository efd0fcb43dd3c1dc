"""Creates durations from text, seconds, `timedelta` and Grafana variables."""

from __future__ import annotations

import math

from boardwright.notation.durations import LONGEST, format_duration, parse_milliseconds
from boardwright.notation.variable_syntax import is_variable
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.duration_parser import parse_duration
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression_places import build_promql_error
from boardwright.promql.syntax_error import PromqlSyntaxError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import timedelta


def as_duration(
    value: str | float | timedelta | Duration | Expr, *, signed: bool = False
) -> Duration:
    """Return a duration for any of the values that this package accepts.

    Args:
        value: Text such as `5m`, `2 * 5m`, `step()` or `$__interval`, a number of seconds, a
            `timedelta`, or a Grafana variable that `var(…)` returned.
        signed: Whether the duration may be negative, as in an offset.

    Raises:
        PromqlError: The value is not a duration, is shorter than a millisecond, or is negative.
    """
    if isinstance(value, Expr):
        if value.kind is not Kind.ANY:
            raise _build_duration_error(value)
        return Duration(text=str(value), milliseconds=None)
    length = value if isinstance(value, Duration) else _convert_value(value)
    if length.milliseconds is not None and length.milliseconds < 0 and not signed:
        raise build_promql_error(
            f"the duration {length} is negative, which is allowed only in an offset"
        )
    return length


def _convert_value(value: str | float | timedelta) -> Duration:
    if isinstance(value, str):
        return _parse_text(value)
    seconds = getattr(value, "total_seconds", None)
    if seconds is not None:
        return _convert_seconds(seconds(), value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _build_duration_error(value)
    return _convert_seconds(value, value)


def _parse_text(text: str) -> Duration:
    if is_variable(text):
        return Duration(text=text, milliseconds=None)
    length = parse_milliseconds(text)
    return _parse_expression(text) if length is None else _check_length(text, length, text)


def _parse_expression(text: str) -> Duration:
    if text.strip().replace(".", "", 1).isdecimal():
        raise _build_duration_error(text)  # Text such as "5" has no unit.
    try:
        parsed = parse_duration(text)
    except PromqlSyntaxError:
        raise _build_duration_error(text) from None
    length = parsed.milliseconds
    return parsed if length is None else _check_length(parsed.text, length, text)


def _convert_seconds(seconds: float, value: object) -> Duration:
    exact = seconds * 1000
    if not math.isfinite(exact):
        raise _build_duration_error(value)
    return _check_length(format_duration(round(exact)), round(exact), value)


def _check_length(text: str, milliseconds: int, value: object) -> Duration:
    if milliseconds == 0:
        raise build_promql_error(f"the duration {value} is shorter than a millisecond")
    if abs(milliseconds) > LONGEST:
        raise build_promql_error(
            f"the duration {value} is longer than 292 years, the maximum that Prometheus supports"
        )
    return Duration(text=text, milliseconds=milliseconds)


def _build_duration_error(value: object) -> Exception:
    return build_promql_error(
        f"{value!r} is not a duration",
        'write a text such as "5m", "1h30m" or "500ms", or a number of seconds',
    )
