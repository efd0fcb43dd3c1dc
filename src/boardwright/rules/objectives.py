"""A service level objective as a value: what rules and panels are made of."""

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
        name: The value of the label `slo` of all series.
        objective: The percentage of events that must be good, such as 99.9.
        window: The time over which the objective holds, such as `30d`.
        indicator: The bad share of events.
        burn_rates: The conditions of the alerts; none when a specification disables all alerts.
        interval: The time between two evaluations of the rules.
        labels: Further labels of the alerts and the recorded series.
        by: The labels that the objective is evaluated by.
        description: A sentence for people.
        runbook: The address of the runbook; None for none.
        alert_name: The beginning of the alerts' names.
        alert_labels: Severity -> further labels of this alert, which may replace `severity`.
        annotations: Further annotations of the alerts.
        place: The place of the declaration.
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
        """The share of events that may be bad, from 0 to 1: 0.001 for an objective of 99.9."""
        return (100 - self.objective) / 100

    def threshold(self, rate: BurnRate) -> Decimal:
        """Return the error ratio above which a condition fires."""
        return Decimal(str(rate.factor)) * self.budget

    @property
    def possible_rates(self) -> tuple[BurnRate, ...]:
        """The conditions with an error ratio below 1; no ratio can be above the others."""
        return tuple(rate for rate in self.burn_rates if self.threshold(rate) < 1)
