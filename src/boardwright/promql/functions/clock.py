"""PromQL functions that return the time of evaluation, the time of a sample, or a part of a date in
UTC.
"""

from __future__ import annotations

from boardwright.promql.calls import build_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Call
    from boardwright.promql.operators import Operand


def time() -> Call:
    """Return the time of evaluation, in Unix seconds."""
    return build_call("time")


def start() -> Call:
    """Return the start of the displayed time range, in Unix seconds. This function is
    experimental.
    """
    return build_call("start")


def end() -> Call:
    """Return the end of the displayed time range, in Unix seconds. This function is
    experimental.
    """
    return build_call("end")


def range() -> Call:
    """Return the length of the displayed time range, in seconds. This function is experimental."""
    return build_call("range")


def step() -> Call:
    """Return the step of the evaluation, in seconds. This function is experimental."""
    return build_call("step")


def timestamp(v: Operand) -> Call:
    """Return the timestamp of each sample, in Unix seconds."""
    return build_call("timestamp", v)


def start_timestamp(v: Operand) -> Call:
    """Return the time at which the counter of each sample started, in Unix seconds. This function
    is experimental.
    """
    return build_call("start_timestamp", v)


def minute(v: Operand | None = None) -> Call:
    """Read each sample as a time in Unix seconds, and return the minute (0 to 59). Without an
    argument, use the current time.
    """
    return build_call("minute") if v is None else build_call("minute", v)


def hour(v: Operand | None = None) -> Call:
    """Read each sample as a time in Unix seconds, and return the hour (0 to 23). Without an
    argument, use the current time.
    """
    return build_call("hour") if v is None else build_call("hour", v)


def day_of_week(v: Operand | None = None) -> Call:
    """Read each sample as a time in Unix seconds, and return the day of the week (0 is Sunday, 6
    Saturday). Without an argument, use the current time.
    """
    return build_call("day_of_week") if v is None else build_call("day_of_week", v)


def day_of_month(v: Operand | None = None) -> Call:
    """Read each sample as a time in Unix seconds, and return the day of the month (1 to 31).
    Without an argument, use the current time.
    """
    return build_call("day_of_month") if v is None else build_call("day_of_month", v)


def day_of_year(v: Operand | None = None) -> Call:
    """Read each sample as a time in Unix seconds, and return the day of the year (1 to 366).
    Without an argument, use the current time.
    """
    return build_call("day_of_year") if v is None else build_call("day_of_year", v)


def days_in_month(v: Operand | None = None) -> Call:
    """Read each sample as a time in Unix seconds, and return the number of days in the month.
    Without an argument, use the current time.
    """
    return build_call("days_in_month") if v is None else build_call("days_in_month", v)


def month(v: Operand | None = None) -> Call:
    """Read each sample as a time in Unix seconds, and return the month (1 to 12). Without an
    argument, use the current time.
    """
    return build_call("month") if v is None else build_call("month", v)


def year(v: Operand | None = None) -> Call:
    """Read each sample as a time in Unix seconds, and return the year. Without an argument, use the
    current time.
    """
    return build_call("year") if v is None else build_call("year", v)


range_ = range
