"""How one alert of a Grafana rule changes its state at an evaluation.

Source: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/, and
the states of a Grafana 12.4.3, recorded in tests/recordings/grafana-12.4/alert-states.json.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from boardwright.frozen import frozen
from boardwright.testing.grafana_math import LabelSet
from boardwright.testing.rule_alerts import AlertState

Outcome = Literal["Normal", "Alerting", "NoData", "Error"]
"""The result of a rule's condition for one alert: it does not hold, it holds, or there is none."""

KEEP_LAST = "KeepLast"
_TARGETS: dict[str, AlertState] = {"Alerting": "firing", "NoData": "no data", "Error": "error"}


@frozen
class StateSettings:
    """How a rule changes states; times are in milliseconds.

    Attributes:
        interval: The time between two evaluations.
        pending: How long the condition must hold before an alert fires.
        keep_firing: How long an alert recovers after the condition ends.
        no_data: The state without data: `NoData`, `Alerting`, `OK` or `KeepLast`.
        error: The state if a query fails: `Error`, `Alerting`, `OK` or `KeepLast`.
        missing_evaluations: Evaluations without an alert's series after which it is resolved.
        no_data_labels: The labels of an alert about missing data.
    """

    interval: int
    pending: int = 0
    keep_firing: int = 0
    no_data: str = "NoData"
    error: str = "Error"
    missing_evaluations: int = 2
    no_data_labels: LabelSet = frozenset()

    def action(self, outcome: Outcome) -> str:
        """Return the state that the rule has chosen for an outcome."""
        return {"NoData": self.no_data, "Error": self.error}.get(outcome, outcome)


@frozen
class StatedAlert:
    """An alert with its state; times are in milliseconds.

    Attributes:
        state: The state.
        reason: `NoData` or `Error` if such a result led to another state; else empty.
        begun: The evaluation at which the alert entered the state.
        raised: The evaluation at which the alert became pending, or fired at once.
        evaluated: The last evaluation that had a result for the alert.
    """

    state: AlertState = "inactive"
    reason: str = ""
    begun: int
    raised: int
    evaluated: int

    @property
    def is_about_query(self) -> bool:
        """Whether the alert is about missing data or a failed query."""
        waits = self.state == "pending" and self.reason in {"NoData", "Error"}
        return waits or self.state in {"no data", "error"}

    @property
    def holds_recovery(self) -> bool:
        """Whether the alert ends at the recovery threshold of its rule."""
        return self.state in {"pending", "firing"} and not self.reason


def new_alert(moment: int) -> StatedAlert:
    """Return the alert of a series that is evaluated for the first time."""
    return StatedAlert(begun=moment, raised=moment, evaluated=moment)


def next_alert(
    before: StatedAlert, moment: int, outcome: Outcome, settings: StateSettings
) -> StatedAlert:
    """Return an alert after an evaluation."""
    match settings.action(outcome):
        case "Normal" | "OK":
            found = _calm(before, moment, settings)
        case "KeepLast":
            found = _keep(before, moment, settings)
        case action:
            found = _raise(before, moment, _TARGETS[action], settings)
    return replace(found, evaluated=moment, reason=_reason(found.state, outcome, settings))


def _calm(before: StatedAlert, moment: int, settings: StateSettings) -> StatedAlert:
    """Return an alert whose condition does not hold."""
    if before.state == "firing" and settings.keep_firing:
        return replace(before, state="recovering", begun=moment)
    if before.state == "recovering" and moment - before.begun < settings.keep_firing:
        return before
    return before if before.state == "inactive" else new_alert(moment)


def _raise(
    before: StatedAlert, moment: int, target: AlertState, settings: StateSettings
) -> StatedAlert:
    """Return an alert whose condition holds, or which is about missing data or an error."""
    if before.state == target:
        return before
    if before.state == "pending":
        is_over = moment - before.begun >= settings.pending
        return replace(before, state=target, begun=moment) if is_over else before
    if before.state == "recovering":
        return replace(before, state=target, begun=moment)
    state = "pending" if settings.pending else target
    return replace(before, state=state, begun=moment, raised=moment)


def _keep(before: StatedAlert, moment: int, settings: StateSettings) -> StatedAlert:
    """Return an alert that keeps its state; a pending one fires when its time is over."""
    if before.state in {"pending", "firing"}:
        return _raise(before, moment, "firing", settings)
    return _calm(before, moment, settings)


def _reason(state: AlertState, outcome: Outcome, settings: StateSettings) -> str:
    if outcome in {"Normal", "Alerting"} or state == _TARGETS[outcome]:
        return ""
    return f"{outcome}, {KEEP_LAST}" if settings.action(outcome) == KEEP_LAST else outcome
