"""The class for one alert of a rule at one point in time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from boardwright.frozen import frozen

AlertState = Literal["inactive", "pending", "firing", "recovering", "no data", "error"]
STATES: tuple[AlertState, ...] = (
    "inactive",
    "pending",
    "no data",
    "error",
    "recovering",
    "firing",
)
"""The states of alerts, with the most urgent state last."""

NOTIFIED = frozenset[AlertState]({"firing", "recovering"})
"""The states in which Grafana's Alertmanager has a firing alert."""


@frozen
class RuleAlert:
    """One alert of a rule, at one point in time.

    Attributes:
        state: `pending` or `firing`; for rules of Grafana also `recovering`, `no data` and `error`.
        labels: All labels of the alert, including `alertname`.
        annotations: The annotations, in which templates are replaced by values.
        value: The value of the rule's expression; None if the expression no longer has a result.
        since: The time of the evaluation at which the alert became pending (or started firing, if
            it was never pending), in milliseconds since the first sample; None if the engine does
            not report this time.
        reason: Grafana's reason for the state, if the last evaluation had no data (`NoData`) or
            failed (`Error`), and the rule maps this case to another state. If the rule keeps the
            last state, the reason is `NoData, KeepLast` or `Error, KeepLast`. Otherwise empty.
    """

    state: AlertState
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    value: float | None
    since: int | None = None
    reason: str = ""
