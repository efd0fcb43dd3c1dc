"""The class `Objective`, which contains the settings of an SLO (service level objective)."""

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
    """The settings of an SLO, from which its rules and panels are made.

    Attributes:
        name: Name of the SLO, which is also the label `slo` of all its recorded series.
        objective: The percentage of events that must be good, such as 99.9.
        window: The length of time over which the percentage is measured, such as `30d`.
        indicator: The PromQL expressions for the share of bad events.
        burn_rates: The conditions of the alerts; empty if the SLO has no alerts.
        interval: Time between two evaluations of the rules.
        labels: Further labels of the alerts and the recorded series.
        by: Labels such as `instance`. Each combination of values of these labels has a separate
            error budget.
        description: A sentence that explains the SLO.
        runbook: URL of the runbook; None if there is no runbook.
        alert_name: The beginning of the names of the alerts.
        alert_labels: Severity -> further labels of the alert with this severity. A label `severity`
            in this mapping replaces the alert's own label `severity`.
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
        """The share of events that may be bad: 0.001 for an objective of 99.9 %."""
        return (100 - self.objective) / 100

    def find_threshold(self, rate: BurnRate) -> Decimal:
        """Return the share of bad events above which a condition is true.

        The threshold is the factor of the burn rate, multiplied by the error budget.
        """
        return Decimal(str(rate.factor)) * self.budget

    @property
    def possible_rates(self) -> tuple[BurnRate, ...]:
        """The conditions that can be true.

        A condition with a threshold of 100 % bad events or more can never be true.
        """
        return tuple(rate for rate in self.burn_rates if self.find_threshold(rate) < 1)
