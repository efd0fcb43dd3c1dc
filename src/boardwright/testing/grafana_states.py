"""Computes the states of all alerts of a Grafana alert rule at each evaluation of the rule.

Source: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/
"""

from __future__ import annotations

from collections.abc import Mapping

from boardwright.testing.grafana_math import LabelSet, Numbers
from boardwright.testing.grafana_transitions import (
    ConditionResult,
    StatedAlert,
    StateSettings,
    compute_next_alert,
    create_alert,
)

_SHARED_STATES = frozenset({"Alerting", "OK", "KeepLast"})
"""The settings for missing data and errors that change the states of all existing alerts."""


class AlertStates:
    """The states of a rule's alerts. Each alert is identified by its labels."""

    def __init__(self, settings: StateSettings) -> None:
        self._settings = settings
        self._alerts: dict[LabelSet, StatedAlert] = {}

    @property
    def all(self) -> Mapping[LabelSet, StatedAlert]:
        """All alerts, including alerts whose state is "inactive"."""
        return self._alerts

    @property
    def active(self) -> Mapping[LabelSet, StatedAlert]:
        """All alerts whose state is not "inactive"."""
        return {key: each for key, each in self._alerts.items() if each.state != "inactive"}

    @property
    def recovery_held(self) -> frozenset[LabelSet]:
        """The labels of the alerts to which the rule's recovery threshold applies."""
        return frozenset(key for key, each in self._alerts.items() if each.holds_recovery)

    def evaluate(self, moment: int, result: Numbers) -> None:
        """Update the states after an evaluation.

        Args:
            moment: The time of the evaluation, in milliseconds.
            result: The result of the rule's condition. If the result is empty, the rule's setting
                for missing data determines the states.
        """
        if not result:
            self._take_outcome(moment, "NoData", self._settings.no_data_labels)
            return
        for labels, value in result.items():
            self._update_alert(labels, moment, "Alerting" if value != 0 else "Normal")
        self._resolve_missing(moment)

    def fail(self, moment: int, query_labels: LabelSet) -> None:
        """Update the states after an evaluation in which a query failed.

        Args:
            moment: The time of the evaluation, in milliseconds.
            query_labels: The labels of the alert that reports the failure, if the rule's setting
                for errors is `Error`.
        """
        is_own = self._settings.error == "Error"
        self._take_outcome(moment, "Error", query_labels if is_own else frozenset())

    def _take_outcome(self, moment: int, outcome: ConditionResult, own: LabelSet) -> None:
        """Update the states after an evaluation that returned no data or failed.

        With the settings OK, Alerting and KeepLast, all existing alerts change their states. With
        the settings NoData and Error, or if there are no alerts yet, the rule gets an additional
        alert. This alert has the same pending period as every alert of the rule.
        """
        is_shared = self._settings.choose_action(outcome) in _SHARED_STATES
        for labels in list(self._alerts) if is_shared and self._alerts else [own]:
            self._update_alert(labels, moment, outcome)
        self._resolve_missing(moment)

    def _update_alert(self, labels: LabelSet, moment: int, outcome: ConditionResult) -> None:
        before = self._alerts.get(labels) or create_alert(moment)
        self._alerts[labels] = compute_next_alert(before, moment, outcome, self._settings)

    def _resolve_missing(self, moment: int) -> None:
        """Remove the alerts without a result in the last `missing_evaluations` evaluations."""
        for labels, alert in list(self._alerts.items()):
            count = 1 if alert.is_about_query else self._settings.missing_evaluations
            is_missing = alert.evaluated != moment
            if is_missing and moment - alert.evaluated >= count * self._settings.interval:
                del self._alerts[labels]
