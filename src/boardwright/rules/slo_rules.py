"""Makes the recording rules and the alerts of an SLO (service level objective).

The recording rules compute the error ratio over each window of the alerts, and over the window of
the SLO. If the indicator counts events, two rules record the rates of bad events and of all events
over the shortest window. From these rates, another rule computes the exact error ratio over the
SLO's window, in which a quiet night with few events counts less than a busy day. The rules for the
other windows query the original series.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from boardwright.frozen import frozen
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.promql import avg_over_time, sum_over_time
from boardwright.promql.operators import Operand
from boardwright.promql.selectors import Selector
from boardwright.rules.burn_rates import BurnRate, join_conditions
from boardwright.rules.recorded_series import Recorded, record
from boardwright.rules.rule_declarations import alert, group
from boardwright.schema.rule_values import AlertRule, PromRule, RuleGroup

if TYPE_CHECKING:
    from boardwright.rules.objectives import Objective

ERRORS = "slo:errors"
EVENTS = "slo:events"
RATIO = "slo:errors_per_event:ratio_rate"
BASE = "5m"
"""The window of the recorded rates if an SLO has no alerts."""
SERIES_PREFIX = "slo:"
"""The beginning of the names of all recorded series of SLOs."""


@frozen(eq=False)
class RecordedLevel:
    """The recorded series of an SLO.

    Attributes:
        rules: The recorded series, in the order in which Prometheus evaluates their rules.
        ratios: Window of an alert or of the SLO -> expression for the error ratio over this window.
    """

    rules: tuple[Recorded, ...]
    ratios: dict[str, Operand]


def record_level(level: Objective) -> RecordedLevel:
    """Return the recorded series of an SLO."""
    windows = _list_windows(level)
    base = windows[0]
    indicator = level.indicator
    recorded: list[Recorded] = []
    ratios: dict[str, Operand] = {}
    if indicator.errors is not None and indicator.events is not None:
        errors = _declare_recording(level, f"{ERRORS}:rate{base}", indicator.errors(base))
        events = _declare_recording(level, f"{EVENTS}:rate{base}", indicator.events(base))
        recorded += [errors, events]
        ratios[base] = _select_recording(level, errors) / _select_recording(level, events)
        period = sum_over_time(_select_recording(level, errors)[level.window])
        period_ratio: Operand = period / sum_over_time(
            _select_recording(level, events)[level.window]
        )
    else:
        ratio = _declare_recording(level, f"{RATIO}{base}", indicator.ratio(base))
        recorded.append(ratio)
        ratios[base] = _select_recording(level, ratio)
        period_ratio = avg_over_time(_select_recording(level, ratio)[level.window])
    for window in windows[1:]:
        recorded.append(_declare_recording(level, f"{RATIO}{window}", indicator.ratio(window)))
        ratios[window] = _select_recording(level, recorded[-1])
    if level.window not in ratios:
        recorded.append(_declare_recording(level, f"{RATIO}{level.window}", period_ratio))
        ratios[level.window] = _select_recording(level, recorded[-1])
    return RecordedLevel(rules=tuple(recorded), ratios=ratios)


def _list_windows(level: Objective) -> list[str]:
    """Return the windows of the alerts, from the shortest to the longest. If the SLO has no alerts,
    return only `BASE`.
    """
    windows = {window for rate in level.burn_rates for window in (rate.short, rate.long)}
    return sorted(windows or {BASE}, key=lambda window: parse_range_milliseconds(window) or 0)


def _declare_recording(level: Objective, name: str, expr: Operand) -> Recorded:
    recorded = record(name, expr, labels={**level.labels, "slo": level.name})
    return replace(recorded, rule=replace(recorded.rule, place=level.place))


def _select_recording(level: Objective, recorded: Recorded) -> Selector:
    return recorded.where(slo=level.name)


def list_rule_groups(level: Objective) -> tuple[RuleGroup, ...]:
    """Return one rule group with the recording rules of the SLO, followed by its alerts."""
    recorded = record_level(level)
    severities = dict.fromkeys(rate.severity for rate in level.possible_rates)
    alerts = [_declare_alert(level, severity, recorded) for severity in severities]
    rules: list[Recorded | PromRule] = [*recorded.rules, *alerts]
    rule_group = group(f"slo-{level.name}", *rules, interval=level.interval)
    return (replace(rule_group, place=level.place),)


def _declare_alert(level: Objective, severity: str, recorded: RecordedLevel) -> AlertRule:
    rates = [rate for rate in level.possible_rates if rate.severity == severity]
    conditions = [_build_condition(level, rate, recorded) for rate in rates]
    rule = alert(
        f"{level.alert_name}{severity.title()}",
        reduce(or_, conditions),
        for_=0,  # The windows already prevent alerts for short peaks, so `for` would only delay.
        summary=_format_summary(level),
        description=_format_description(level, rates),
        runbook=level.runbook,
        labels={**level.labels, "severity": severity, **level.alert_labels.get(severity, {})},
        annotations=level.annotations,
    )
    return replace(rule, place=level.place)


def _build_condition(level: Objective, rate: BurnRate, recorded: RecordedLevel) -> Operand:
    limit = float(level.find_threshold(rate))
    return (recorded.ratios[rate.long] > limit) & (recorded.ratios[rate.short] > limit)


def _format_summary(level: Objective) -> str:
    objective = f"the objective is {level.objective} % over {level.window}"
    return f"{level.name}: {{{{ $value | humanizePercentage }}}} of events fail; {objective}"


def _format_description(level: Objective, rates: list[BurnRate]) -> str:
    conditions = join_conditions(rates, rates[0].severity, lambda rate: f"{rate.factor:g}")
    lines = [level.description] if level.description else []
    return " ".join([*lines, f"Burn rate {conditions}."])
