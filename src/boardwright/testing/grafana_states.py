"""The states of the alerts of one of Grafana's rules, from evaluation to evaluation.

Source: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/
"""

from __future__ import annotations

from collections.abc import Mapping

from boardwright.frozen import frozen
from boardwright.testing.grafana_math import LabelSet, Numbers
from boardwright.testing.rule_alerts import AlertState

MISSING_EVALUATIONS = 2
"""Evaluations without an alert's series after which the alert is resolved."""


@frozen
class StateSettings:
    """How a rule changes states; times are in milliseconds.

    Attributes:
        pending: How long the condition must hold before an alert fires.
        keep_firing: How long an alert fires after the condition ends.
        no_data: The state without data: `NoData`, `Alerting`, `OK` or `KeepLast`.
        no_data_labels: The labels of the alert about missing data.
    """

    pending: int
    keep_firing: int
    no_data: str
    no_data_labels: LabelSet


@frozen
class _Alert:
    state: AlertState
    since: int
    quiet_since: int | None = None
    missing: int = 0


class AlertStates:
    """The states of a rule's alerts by labels."""

    def __init__(self, settings: StateSettings) -> None:
        self._settings = settings
        self._alerts: dict[LabelSet, _Alert] = {}

    @property
    def active(self) -> Mapping[LabelSet, AlertState]:
        """The alerts that are not inactive."""
        return {key: a.state for key, a in self._alerts.items() if a.state != "inactive"}

    @property
    def starts(self) -> Mapping[LabelSet, int]:
        """The time at which each active alert became pending, or fired at once."""
        return {key: self._alerts[key].since for key in self.active}

    def evaluate(self, moment: int, result: Numbers | None) -> None:
        """Take the result of the condition at a time; None for no data."""
        if result is None:
            self._take_no_data(moment)
            return
        self._alerts.pop(self._settings.no_data_labels, None)
        for labels, value in result.items():
            self._alerts[labels] = self._next(self._alerts.get(labels), moment, holds=value != 0)
        for labels in [key for key in self._alerts if key not in result]:
            self._miss(labels)

    def _next(self, before: _Alert | None, moment: int, *, holds: bool) -> _Alert:
        if holds:
            return self._raise(before, moment)
        if before is not None and before.state == "firing":
            quiet = moment if before.quiet_since is None else before.quiet_since
            if moment - quiet < self._settings.keep_firing:
                return _Alert(state="firing", since=before.since, quiet_since=quiet)
        return _Alert(state="inactive", since=moment)

    def _raise(self, before: _Alert | None, moment: int) -> _Alert:
        known = before is not None and before.state != "inactive"
        since = before.since if before is not None and known else moment
        is_firing = before is not None and before.state == "firing"
        fires = is_firing or moment - since >= self._settings.pending
        return _Alert(state="firing" if fires else "pending", since=since)

    def _miss(self, labels: LabelSet) -> None:
        """Count an evaluation without the series of an alert."""
        before = self._alerts[labels]
        if before.missing + 1 >= MISSING_EVALUATIONS:
            del self._alerts[labels]
        else:
            self._alerts[labels] = _Alert(
                state=before.state,
                since=before.since,
                quiet_since=before.quiet_since,
                missing=before.missing + 1,
            )

    def _take_no_data(self, moment: int) -> None:
        """Take an evaluation without data.

        The states OK, Alerting and KeepLast apply to all alerts. Otherwise, and where there is no
        alert yet, missing data is an alert of its own, which waits as long as any other.
        """
        mode, own = self._settings.no_data, self._settings.no_data_labels
        if mode == "OK":
            self._alerts.clear()
        if mode in {"OK", "KeepLast"}:
            return
        others = [labels for labels in self._alerts if labels != own]
        if mode == "Alerting" and others:
            self._alerts |= {key: self._raise(self._alerts[key], moment) for key in others}
            return
        for labels in others:
            self._miss(labels)
        raised = self._raise(self._alerts.get(own), moment)
        is_over = raised.state == "firing" and mode != "Alerting"
        self._alerts[own] = _Alert(state="no data" if is_over else raised.state, since=raised.since)
