"""The function `slo(…)`, which declares an SLO (service level objective) and returns its rules,
alerts and panels.

>>> from boardwright.promql import metric, re
>>> requests = metric("http_requests_total", job="shop")
>>> failed = requests.where(code=re("5.."))
>>> checkout = slo("checkout", objective=99.9, errors=failed, total=requests)
>>> [rule.name for group in checkout.groups for rule in group.rules][-2:]
['CheckoutErrorBudgetPage', 'CheckoutErrorBudgetTicket']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from boardwright.notation.durations import parse_range_milliseconds
from boardwright.promql.selectors import Selector
from boardwright.rules.burn_rates import BurnRate, list_default_burn_rates
from boardwright.rules.indicators import (
    Counted,
    Indicator,
    OverWindow,
    format_argument,
    make_availability_indicator,
    make_event_indicator,
    make_good_indicator,
    make_latency_indicator,
    make_ratio_indicator,
    rate_over_window,
)
from boardwright.rules.objectives import Objective
from boardwright.rules.rule_texts import (
    build_rule_declaration_error,
    check_labels,
    check_rule_name,
    find_calling_place,
    read_duration,
)
from boardwright.rules.slo_rules import list_rule_groups
from boardwright.schema.rule_values import RuleGroup, RuleSource

if TYPE_CHECKING:
    from boardwright.promql.operators import Labels

_ONE_INDICATOR = (
    "Pass one of these combinations: errors= and total=; good= and total=; latency= and under=;"
    " up= alone; error_ratio= alone."
)


class ServiceLevel(Objective, RuleSource):
    """An SLO with its rules and panels. Use `slo(…)` to create an SLO."""

    @property
    def groups(self) -> tuple[RuleGroup, ...]:
        """The rule groups with the recording rules and alerts of the SLO."""
        return list_rule_groups(self)

    def row(self, *, collapsed: bool = False, datasource: str | None = None) -> list[Any]:
        """Return a row with panels about the SLO, to be added to the panels of a board.

        The panels show the good events, the error budget, the burn rate and the failed events.

        Args:
            collapsed: Whether the row is closed when the board opens.
            datasource: Name or uid of the data source; None for the project's default.
        """
        from boardwright.rules.slo_panels import slo_row

        return slo_row(self, collapsed=collapsed, datasource=datasource)


def slo(
    name: str,
    *,
    objective: float | str | Decimal,
    errors: Counted | None = None,
    good: Counted | None = None,
    total: Counted | None = None,
    latency: Selector | None = None,
    under: str | float | None = None,
    native: bool = False,
    up: Selector | None = None,
    error_ratio: OverWindow | str | None = None,
    window: str = "30d",
    burn_rates: Sequence[BurnRate] | None = None,
    by: Labels = (),
    interval: str = "1m",
    labels: Mapping[str, str] | None = None,
    description: str = "",
    runbook: str | None = None,
    alert_name: str | None = None,
    alert_labels: Mapping[str, Mapping[str, str]] | None = None,
    annotations: Mapping[str, str] | None = None,
) -> ServiceLevel:
    """Declare a service level objective (SLO).

    In `errors`, `good` and `total`, write a counter without a window: `metric("requests_total")`.
    Write any other expression as a function that takes the window, or as PromQL text with
    `{{.window}}` instead of a fixed window.

    Args:
        name: Name of the SLO, which is also the label `slo` of its series.
        objective: The percentage of events that must be good, such as 99.9.
        errors: The bad events, as a counter or another expression; requires `total`.
        good: The good events, as a counter or another expression; requires `total`.
        total: All events.
        latency: A histogram of durations, by its name without `_bucket`; requires `under`.
        under: The longest duration of a good event. A classic histogram must have a bucket with
            this limit.
        native: Whether `latency` is a native histogram.
        up: A gauge that is 1 while the service is available, and 0 otherwise.
        error_ratio: The share (0 to 1) of bad events, if there are no counters of events.
        window: The length of time over which the percentage is measured.
        burn_rates: The conditions of the alerts; None for the conditions of the SRE Workbook.
        by: Labels such as `instance`. Each combination of values of these labels has a separate
            error budget.
        interval: Time between two evaluations of the rules.
        labels: Further labels of the recorded series and the alerts.
        description: A sentence that explains the SLO, for the descriptions of its alerts.
        runbook: URL of the runbook, for the annotation `runbook_url` of the alerts.
        alert_name: The beginning of the names of the alerts; None to make it from `name`.
        alert_labels: Severity -> further labels of the alert. `{"page": {"severity": "critical"}}`
            replaces the label `severity` of the alert "page".
        annotations: Further annotations of the alerts.

    Raises:
        DeclarationError: The objective is not a percentage between 1 and 100, no alert can ever
            fire, the arguments describe no indicator or several indicators, or another argument is
            not valid. `burn_rates` is required if the window is shorter than 28 days.
        PromqlError: An argument is not a PromQL expression.
    """
    check_rule_name(name, "an SLO")
    subject = f'SLO "{name}"'
    grouped = _read_grouping_labels(by, subject)
    indicators = [
        *_list_event_indicators(errors, good, total, grouped, subject),
        *_list_metric_indicators(latency, under, native, up, error_ratio, grouped, subject),
    ]
    if len(indicators) != 1:
        count = "no indicator" if not indicators else "several indicators"
        raise build_rule_declaration_error(
            f"{subject} has {count}, but must have exactly one", _ONE_INDICATOR
        )
    length = read_duration(window, f"{subject}: window") or ""
    rates = _read_rates(burn_rates, length, subject)
    level = ServiceLevel(
        name=name,
        objective=_read_objective(objective, subject),
        window=length,
        indicator=indicators[0],
        burn_rates=rates,
        interval=read_duration(interval, f"{subject}: interval") or "",
        labels=_refuse_reserved_labels(check_labels(labels or {}, subject), grouped, subject),
        by=grouped,
        description=description,
        runbook=runbook,
        alert_name=alert_name or f"{_convert_to_camel_case(name)}ErrorBudget",
        alert_labels=_read_alert_labels(alert_labels or {}, rates, subject),
        annotations=annotations or {},
        place=find_calling_place(),
    )
    if not level.possible_rates:
        raise build_rule_declaration_error(
            f"{subject}: no alert can ever fire, because for each burn rate, factor x error budget "
            "is at least 100 % of the events",
            "Set burn_rates=(burn_rate(...), ...) with lower factors.",
        )
    list_rule_groups(level)  # An error in a rule is raised here, so it contains the author's line.
    return level


def _list_event_indicators(
    errors: Counted | None, good: Counted | None, total: Counted | None, by: Labels, subject: str
) -> list[Indicator]:
    if (errors is not None or good is not None) and total is None:
        raise build_rule_declaration_error(
            f"{subject} lacks total=, which is required with errors= and with good=",
            _ONE_INDICATOR,
        )
    indicators = []
    if total is not None:
        events = rate_over_window(total, f"{subject}: total", by)
        if errors is not None:
            indicators.append(
                make_event_indicator(rate_over_window(errors, f"{subject}: errors", by), events)
            )
        if good is not None:
            indicators.append(
                make_good_indicator(rate_over_window(good, f"{subject}: good", by), events)
            )
    return indicators


def _list_metric_indicators(
    latency: Selector | None,
    under: str | float | None,
    native: bool,
    up: Selector | None,
    error_ratio: OverWindow | str | None,
    by: Labels,
    subject: str,
) -> list[Indicator]:
    indicators = []
    if (latency is None) != (under is None):
        raise build_rule_declaration_error(
            f"{subject} has only one of latency= and under=, but needs both arguments",
            _ONE_INDICATOR,
        )
    for selector, argument in ((latency, "latency"), (up, "up")):
        if selector is not None and not isinstance(selector, Selector):
            raise build_rule_declaration_error(
                f"{subject}: {argument}= is {format_argument(selector)}, but must be the selector "
                "of a metric",
                'Write a selector, such as metric("up").',
            )
    if latency is not None and under is not None:
        indicators.append(make_latency_indicator(latency, under, native=native, by=by))
    if up is not None:
        indicators.append(make_availability_indicator(up, by=by))
    if error_ratio is not None:
        indicators.append(
            make_ratio_indicator(rate_over_window(error_ratio, f"{subject}: error_ratio", by))
        )
    return indicators


def _read_objective(percentage: float | str | Decimal, subject: str) -> Decimal:
    try:
        objective = Decimal(str(percentage))
    except InvalidOperation:
        objective = Decimal("NaN")
    if isinstance(percentage, bool) or not objective.is_finite():
        raise build_rule_declaration_error(
            f"{subject}: the objective is {percentage!r}, but must be a percentage",
            "Write a percentage, such as 99.9.",
        )
    if objective >= 100:
        raise build_rule_declaration_error(
            f"{subject}: an objective of {percentage} % leaves no error budget",
            "Write a percentage below 100, such as 99.9.",
        )
    if objective <= 0:
        raise build_rule_declaration_error(
            f"{subject}: an objective of {percentage} % allows all events to be bad",
            "Write a percentage above 0, such as 99.9.",
        )
    if objective <= 1:
        raise build_rule_declaration_error(
            f"{subject}: the objective {percentage} means {percentage} %, which is too low",
            f"If you mean {(objective * 100).normalize():f} %, write "
            f"objective={(objective * 100).normalize():f}.",
        )
    return objective


def _read_rates(
    burn_rates: Sequence[BurnRate] | None, window: str, subject: str
) -> tuple[BurnRate, ...]:
    if burn_rates is None:
        return list_default_burn_rates(window, subject=f"{subject}: ")
    for rate in burn_rates:
        if not isinstance(rate, BurnRate):
            raise build_rule_declaration_error(
                f"{subject}: burn_rates contains {rate!r}, which is not a result of burn_rate(...)",
                "Write burn_rates=(burn_rate(...), ...).",
            )
        if (parse_range_milliseconds(rate.long) or 0) > (parse_range_milliseconds(window) or 0):
            raise build_rule_declaration_error(
                f"{subject}: the long window {rate.long} of a burn rate is longer than the "
                f"SLO's window {window}",
                f"Use burn rates with windows of at most {window}.",
            )
    if not burn_rates:
        raise build_rule_declaration_error(
            f"{subject}: burn_rates is empty", "Omit burn_rates to use the default burn rates."
        )
    return tuple(burn_rates)


def _read_grouping_labels(by: object, subject: str) -> tuple[str, ...]:
    labels = (by,) if isinstance(by, str) else by
    if not isinstance(labels, tuple | list) or not all(isinstance(label, str) for label in labels):
        raise build_rule_declaration_error(
            f"{subject}: by= must be a label or a tuple of labels",
            'Write labels such as by="job" or by=("job", "instance").',
        )
    return tuple(labels)


def _read_alert_labels(
    alert_labels: Mapping[str, Mapping[str, str]], rates: Sequence[BurnRate], subject: str
) -> Mapping[str, Mapping[str, str]]:
    severities = list(dict.fromkeys(rate.severity for rate in rates))
    if not isinstance(alert_labels, Mapping):
        raise build_rule_declaration_error(
            f"{subject}: alert_labels is {alert_labels!r:.60}, but must be a mapping",
            _ALERT_LABELS,
        )
    for severity, labels in alert_labels.items():
        if severity not in severities:
            raise build_rule_declaration_error(
                f"{subject}: alert_labels contains {severity!r}, but no burn rate has this "
                "severity",
                f"The burn rates have the severities {', '.join(severities)}.",
            )
        if not isinstance(labels, Mapping):
            raise build_rule_declaration_error(
                f"{subject}: alert_labels[{severity!r}] is {labels!r:.60}, but must be a mapping",
                _ALERT_LABELS,
            )
    return alert_labels


_ALERT_LABELS = (
    'Write a mapping from severities to labels, such as {"page": {"severity": "critical"}}.'
)


def _refuse_reserved_labels(
    labels: Mapping[str, str], by: Sequence[str], subject: str
) -> Mapping[str, str]:
    for reserved in ("severity", "slo", *by):
        if reserved in labels:
            raise build_rule_declaration_error(
                f"{subject}: labels must not contain {reserved}, because slo(...) itself sets this "
                "label",
                "Use another name for the label.",
            )
    return labels


def _convert_to_camel_case(name: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in name).split()
    return "".join(word[0].upper() + word[1:] for word in words) or "Slo"
