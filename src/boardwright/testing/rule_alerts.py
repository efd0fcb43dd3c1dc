"""The alerts of a rule at a time."""

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
"""The states, the most urgent one last."""

NOTIFIED = frozenset[AlertState]({"firing", "recovering"})
"""The states for which Grafana's Alertmanager has a firing alert."""


@frozen
class RuleAlert:
    """One alert of a rule.

    Attributes:
        state: `pending` or `firing`; of Grafana's rules also `recovering`, `no data` and `error`.
        labels: All labels, `alertname` included.
        annotations: The annotations with their templates filled in.
        value: The value of the rule's expression; None if it no longer has a result.
        since: The evaluation at which the alert became pending, or fired at once, in milliseconds
            since the first sample; None if the engine does not report it.
        reason: Of Grafana's rules: `NoData` or `Error` if such a result led to another state, and
            `NoData, KeepLast` or `Error, KeepLast` if it left the state as it was; else empty.
    """

    state: AlertState
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    value: float | None
    since: int | None = None
    reason: str = ""
