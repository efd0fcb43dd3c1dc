"""The class `RuleAlert`, which describes an alert at one point in time."""

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
"""The states of alerts, from the least urgent to the most urgent."""

NOTIFIED = frozenset[AlertState]({"firing", "recovering"})
"""The states of an alert that is firing in Grafana's Alertmanager."""


@frozen
class RuleAlert:
    """An alert of a rule at one point in time.

    Attributes:
        state: The state, which is `pending` or `firing`. An alert in Grafana can also be
            `recovering`, `no data` or `error`.
        labels: All labels of the alert, including `alertname`.
        annotations: The annotations after the templates in them have been expanded.
        value: The value of the rule's expression; None if the expression no longer has a result.
        since: When the alert became pending or, if it was never pending, started to fire. The time
            is in milliseconds since the first sample; None if the engine does not report it.
        reason: `NoData` or `Error` if data was missing or a query failed, and the rule's settings
            caused another state; otherwise empty. With the setting KeepLast, the reason is
            `NoData, KeepLast` or `Error, KeepLast`.
    """

    state: AlertState
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    value: float | None
    since: int | None = None
    reason: str = ""
