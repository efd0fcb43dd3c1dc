"""Declares burn rates, which are the conditions for alerts on the error budget of an SLO (service
level objective).

At a burn rate of 1, a service spends exactly its error budget during the SLO's window. At a burn
rate of 2, the service spends the budget in half of that time. An alert checks the burn rate over
two windows. Because of the long window, a short peak of errors does not cause an alert. Because of
the short window, the alert is resolved soon after the errors stop.

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
"""The shortest window of an SLO for which boardwright has default burn rates. For shorter windows,
the factors that result from the SRE Workbook's percentages are too low.
"""

_SHARES = (
    ("page", "1h", "5m", 2),
    ("page", "6h", "30m", 5),
    ("ticket", "1d", "2h", 10),
    ("ticket", "3d", "6h", 10),
)
"""The default burn rates, as (severity, long window, short window, percentage). An alert fires when
a service spends this percentage of its error budget within the long window.
"""


@frozen
class BurnRate:
    """A condition of an alert on an error budget. Use `burn_rate(…)` to create a burn rate.

    The condition is true if the burn rate over each of the two windows is above `factor`.

    Attributes:
        severity: Severity of the alert. If several conditions have the same severity, their alert
            fires when one of these conditions is true.
        long: The long window of the condition, such as `1h`.
        short: The short window of the condition, such as `5m`.
        factor: The burn rate above which the alert fires.
    """

    severity: str
    long: str
    short: str
    factor: float


def burn_rate(severity: str, *, long: str, short: str, factor: float) -> BurnRate:
    """Return a condition that is true if the burn rate is above `factor` over both windows.

    >>> burn_rate("page", long="1h", short="5m", factor=14.4).factor
    14.4

    Args:
        severity: The value of the label `severity`, and a part of the alert's name.
        long: The long window, such as `1h`.
        short: The short window. In the SRE Workbook, the short window is a twelfth of the long
            window.
        factor: The burn rate above which the alert fires.

    Raises:
        DeclarationError: A window is not a duration, the short window is not shorter than the long
            window, or the factor is not a number above 0.
    """
    check_rule_name(severity, "a severity")
    subject = f"burn rate of severity {severity!r}"
    long_text = read_duration(long, f"{subject}: long") or ""
    short_text = read_duration(short, f"{subject}: short") or ""
    if _parse_window(short_text) >= _parse_window(long_text):
        raise build_rule_declaration_error(
            f"{subject}: the short window {short} is not shorter than the long window {long}",
            "The SRE Workbook recommends a short window that is a twelfth of the long window, such "
            "as 5m for 1h.",
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
            f"{subject}the window {window} has no default burn rates, because the default burn "
            f"rates require a window of at least {MIN_WINDOW}",
            "Set burn_rates=(burn_rate(...), ...) with windows and factors for this SLO.",
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
    """Return the conditions of an alert as an English phrase.

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
    """Return the length of a window in milliseconds."""
    return parse_range_milliseconds(text) or 0
