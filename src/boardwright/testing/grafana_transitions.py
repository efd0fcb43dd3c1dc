"""Computes how the state of an alert changes at one evaluation of a Grafana alert rule.

Source: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/, and
observations of Grafana 12.4.3 in tests/recordings/grafana-12.4/alert-states.json.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from boardwright.frozen import frozen
from boardwright.testing.grafana_math import LabelSet
from boardwright.testing.rule_alerts import AlertState

ConditionResult = Literal["Normal", "Alerting", "NoData", "Error"]
"""The result of a rule's condition for an alert. The result is `Normal` if the condition is false,
`Alerting` if it is true, `NoData` if the data is missing, and `Error` if a query failed.
"""

KEEP_LAST = "KeepLast"
_TARGETS: dict[str, AlertState] = {"Alerting": "firing", "NoData": "no data", "Error": "error"}


@frozen
class StateSettings:
    """The settings of a rule that determine the states of its alerts. Times are in milliseconds.

    Attributes:
        interval: The time between two evaluations of the rule.
        pending: How long the condition must be true before an alert fires.
        keep_firing: How long an alert is in the state "recovering" after the condition is no longer
            true.
        no_data: The rule's setting for missing data: `NoData`, `Alerting`, `OK` or `KeepLast`.
        error: The rule's setting for failed queries: `Error`, `Alerting`, `OK` or `KeepLast`.
        missing_evaluations: If a series is missing in this many consecutive evaluations, Grafana
            resolves its alert.
        no_data_labels: The labels of the alert that reports missing data.
    """

    interval: int
    pending: int = 0
    keep_firing: int = 0
    no_data: str = "NoData"
    error: str = "Error"
    missing_evaluations: int = 2
    no_data_labels: LabelSet = frozenset()

    def choose_action(self, outcome: ConditionResult) -> str:
        """Return the rule's setting for missing data if `outcome` is `NoData`, and the setting for
        failed queries if it is `Error`. Otherwise, return `outcome` unchanged.
        """
        return {"NoData": self.no_data, "Error": self.error}.get(outcome, outcome)


@frozen
class StatedAlert:
    """An alert with its state. Times are in milliseconds.

    Attributes:
        state: The state of the alert.
        reason: `NoData` or `Error` if the data is missing or a query failed, and the alert has
            another state because of the rule's settings; otherwise empty. With the setting
            KeepLast, the reason is `NoData, KeepLast` or `Error, KeepLast`.
        begun: The time of the evaluation at which the alert entered its state.
        raised: The time of the evaluation at which the alert became pending or, if it was never
            pending, started to fire.
        evaluated: The time of the last evaluation that had a result for the alert.
    """

    state: AlertState = "inactive"
    reason: str = ""
    begun: int
    raised: int
    evaluated: int

    @property
    def is_about_query(self) -> bool:
        """Whether the alert reports missing data or a failed query."""
        waits = self.state == "pending" and self.reason in {"NoData", "Error"}
        return waits or self.state in {"no data", "error"}

    @property
    def holds_recovery(self) -> bool:
        """Whether the rule's recovery threshold determines when the alert ends."""
        return self.state in {"pending", "firing"} and not self.reason


def create_alert(moment: int) -> StatedAlert:
    """Return an inactive alert, for the first evaluation that returns its series."""
    return StatedAlert(begun=moment, raised=moment, evaluated=moment)


def compute_next_alert(
    before: StatedAlert, moment: int, outcome: ConditionResult, settings: StateSettings
) -> StatedAlert:
    """Return the alert after an evaluation.

    Args:
        before: The alert before the evaluation.
        moment: The time of the evaluation, in milliseconds.
        outcome: The result of the rule's condition for this alert.
        settings: The settings of the rule.
    """
    match settings.choose_action(outcome):
        case "Normal" | "OK":
            alert = _calm_alert(before, moment, settings)
        case "KeepLast":
            alert = _keep_state(before, moment, settings)
        case action:
            alert = _raise_alert(before, moment, _TARGETS[action], settings)
    return replace(alert, evaluated=moment, reason=_choose_reason(alert.state, outcome, settings))


def _calm_alert(before: StatedAlert, moment: int, settings: StateSettings) -> StatedAlert:
    """Return the alert after an evaluation in which the condition was false."""
    if before.state == "firing" and settings.keep_firing:
        return replace(before, state="recovering", begun=moment)
    if before.state == "recovering" and moment - before.begun < settings.keep_firing:
        return before
    return before if before.state == "inactive" else create_alert(moment)


def _raise_alert(
    before: StatedAlert, moment: int, target: AlertState, settings: StateSettings
) -> StatedAlert:
    """Return the alert after an evaluation that causes a state such as `firing`. If the rule has a
    pending period, the alert is pending first.
    """
    if before.state == target:
        return before
    if before.state == "pending":
        is_over = moment - before.begun >= settings.pending
        return replace(before, state=target, begun=moment) if is_over else before
    if before.state == "recovering":
        return replace(before, state=target, begun=moment)
    state = "pending" if settings.pending else target
    return replace(before, state=state, begun=moment, raised=moment)


def _keep_state(before: StatedAlert, moment: int, settings: StateSettings) -> StatedAlert:
    """Return the alert for the setting KeepLast. A pending alert fires after the pending period."""
    if before.state in {"pending", "firing"}:
        return _raise_alert(before, moment, "firing", settings)
    return _calm_alert(before, moment, settings)


def _choose_reason(state: AlertState, outcome: ConditionResult, settings: StateSettings) -> str:
    if outcome in {"Normal", "Alerting"} or state == _TARGETS[outcome]:
        return ""
    return f"{outcome}, {KEEP_LAST}" if settings.choose_action(outcome) == KEEP_LAST else outcome
