"""Burn rates: the conditions for alerts on the error budget of a service level objective. The burn
rate states how many times faster than allowed a service spends its error budget.

At a burn rate of 1, the error budget is spent exactly at the end of the objective's window. An
alert checks the error ratio over two windows. The long window prevents an alert for a short peak of
errors. The short window resolves the alert soon after the errors stop.

Source: Google's SRE Workbook, chapter "Alerting on SLOs", method 6 and table 5-8:
https://sre.google/workbook/alerting-on-slos/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from boardwright.frozen import frozen
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.rules.rule_texts import (
    build_rule_declaration_error,
    check_rule_name,
    read_duration,
)

MIN_WINDOW = "28d"
"""The shortest window of an objective for which the SRE Workbook's percentages of the budget result
in useful factors.
"""

_SHARES = (
    ("page", "1h", "5m", 2),
    ("page", "6h", "30m", 5),
    ("ticket", "1d", "2h", 10),
    ("ticket", "3d", "6h", 10),
)
"""Severity, long window, short window, and the percentage of the budget that has been spent in the
long window when the alert fires.
"""


@frozen
class BurnRate:
    """One condition of an alert on an error budget: the burn rate must be above `factor` in both
    windows. Use `burn_rate(…)` to create one.

    Attributes:
        severity: Severity of the alert to which the condition belongs. All conditions with the same
            severity form one alert, joined by `or`.
        long: The long window of the condition, such as `1h`.
        short: The short window of the condition, such as `5m`.
        factor: The burn rate above which the alert fires.
    """

    severity: str
    long: str
    short: str
    factor: float


def burn_rate(severity: str, *, long: str, short: str, factor: float) -> BurnRate:
    """Return a condition that is true if the burn rate is above `factor` in both windows.

    >>> burn_rate("page", long="1h", short="5m", factor=14.4).factor
    14.4

    Args:
        severity: The value of the label `severity`, and a part of the alert's name.
        long: The long window, such as `1h`.
        short: The short window. In the SRE Workbook, the short window is a twelfth of the long
            window.
        factor: The burn rate above which the alert fires.

    Raises:
        DeclarationError: The short window is not shorter than the long window, or the factor is not
            above 0.
    """
    check_rule_name(severity, "a severity")
    subject = f"burn rate of severity {severity!r}"
    long_text = read_duration(long, f"{subject}: long") or ""
    short_text = read_duration(short, f"{subject}: short") or ""
    if _parse_window(short_text) >= _parse_window(long_text):
        raise build_rule_declaration_error(
            f"{subject}: the short window {short} is not shorter than the long window {long}",
            "Use a short window of a twelfth of the long window, as the SRE Workbook "
            "does: 5m for 1h.",
        )
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not 0 < factor < 1e9:
        raise build_rule_declaration_error(
            f"{subject}: the factor is {factor!r}, which is not a number above 0",
            "Use a number above 0, such as 14.4.",
        )
    return BurnRate(severity=severity, long=long_text, short=short_text, factor=factor)


def list_default_burn_rates(window: str, *, subject: str = "") -> tuple[BurnRate, ...]:
    """Return the conditions of the SRE Workbook for an objective with a window of at least 28 days.

    >>> [rate.factor for rate in list_default_burn_rates("30d")]
    [14.4, 6.0, 3.0, 1.0]

    Args:
        window: The window of the objective, such as `30d`.
        subject: The beginning of error messages, such as `SLO "checkout": `.

    Raises:
        DeclarationError: The window is shorter than 28 days.
    """
    if _parse_window(window) < _parse_window(MIN_WINDOW):
        raise build_rule_declaration_error(
            f"{subject}there are no default burn rates for the window {window}, because the "
            f"defaults are for windows of at least {MIN_WINDOW}",
            "Set burn_rates=(burn_rate(...), ...) with windows and factors for this objective.",
        )
    return tuple(
        BurnRate(
            severity=severity,
            long=long,
            short=short,
            factor=float(Fraction(share, 100) * _parse_window(window) / _parse_window(long)),
        )
        for severity, long, short, share in _SHARES
    )


def join_conditions(
    rates: Iterable[BurnRate], severity: str, limit_of: Callable[[BurnRate], str]
) -> str:
    """Return the conditions of one alert as an English phrase.

    >>> join_conditions(list_default_burn_rates("30d"), "page", lambda rate: f"{rate.factor:g}")
    'above 14.4 over 1h and 5m, or above 6 over 6h and 30m'

    Args:
        rates: The conditions of all alerts of the objective.
        severity: The severity of the alert to describe.
        limit_of: Function that returns the limit of a condition as text, such as `14.4`.
    """
    return ", or ".join(
        f"above {limit_of(rate)} over {rate.long} and {rate.short}"
        for rate in rates
        if rate.severity == severity
    )


def _parse_window(text: str) -> int:
    """Return the length of a window in milliseconds. The text is a valid duration."""
    return parse_range_milliseconds(text) or 0
