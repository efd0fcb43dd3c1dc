"""The class for a service level objective (SLO). The rules and panels of an objective are derived
from this class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from boardwright.frozen import frozen
from boardwright.rules.burn_rates import BurnRate
from boardwright.rules.indicators import Indicator
from boardwright.schema.document import Place


@frozen(eq=False)
class Objective:
    """A service level objective, without its rules.

    Attributes:
        name: Name of the objective, which is also the label `slo` of all its recorded series.
        objective: The percentage of events that must be good, such as 99.9.
        window: The length of time over which the objective must be met, such as `30d`.
        indicator: The indicator, which gives the share of events that are bad.
        burn_rates: The conditions of the alerts; empty if a specification disables all alerts.
        interval: Time between two evaluations of the rules.
        labels: Further labels of the alerts and the recorded series.
        by: Labels such as `instance`. For each combination of values of these labels, the objective
            is evaluated separately.
        description: A sentence that explains the objective to readers.
        runbook: URL of the runbook; None if there is no runbook.
        alert_name: The text with which the names of the alerts begin.
        alert_labels: Severity -> further labels of the alert. These labels may contain another
            value for the label `severity`.
        annotations: Further annotations of the alerts.
        place: File and line of the declaration.
    """

    name: str
    objective: Decimal
    window: str
    indicator: Indicator = field(repr=False)
    burn_rates: tuple[BurnRate, ...]
    interval: str
    labels: Mapping[str, str]
    by: tuple[str, ...]
    description: str
    runbook: str | None
    alert_name: str
    alert_labels: Mapping[str, Mapping[str, str]]
    annotations: Mapping[str, str]
    place: Place

    @property
    def budget(self) -> Decimal:
        """The share (0 to 1) of events that may be bad. For an objective of 99.9, the share is
        0.001.
        """
        return (100 - self.objective) / 100

    def find_threshold(self, rate: BurnRate) -> Decimal:
        """Return the error ratio above which a condition is true: the factor of the burn rate,
        multiplied by the error budget.
        """
        return Decimal(str(rate.factor)) * self.budget

    @property
    def possible_rates(self) -> tuple[BurnRate, ...]:
        """The conditions whose threshold is an error ratio below 1. A condition with a higher
        threshold can never be true.
        """
        return tuple(rate for rate in self.burn_rates if self.find_threshold(rate) < 1)
