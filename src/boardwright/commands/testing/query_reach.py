"""Computes how far back queries read samples, so that a capture starts early enough."""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.promql.duration_nodes import count_known_milliseconds
from boardwright.promql.expression import read_expression
from boardwright.promql.operators import Subquery
from boardwright.promql.selectors import Selector

LOOKBACK = 300_000
"""The number of milliseconds before its evaluation from which an instant selector reads samples:
Prometheus's default lookback.
"""


@frozen
class SentQuery:
    """A query whose series are captured.

    Attributes:
        text: The query, with variables replaced by values.
        history: How long before the start of the capture the query is evaluated for the first time,
            in milliseconds. For an alert rule, this is the duration of `for`; for a panel, its time
            shift.
    """

    text: str
    history: int = 0

    @property
    def reach(self) -> int:
        """How far before the start of the capture the query reads samples, in milliseconds."""
        return self.history + read_reach(self.text)


def read_selectors(query: str) -> list[str]:
    """Return the selectors of a query, such as `up{job="a"}`. Ranges and offsets are removed."""
    return [
        str(Selector(name=each.name, matchers=each.matchers))
        for each in read_expression(query).selectors
    ]


def read_reach(query: str) -> int:
    """Return how far back a query reads samples, in milliseconds before its evaluation.

    >>> read_reach("rate(errors_total[10m] offset 1h)") == 70 * 60_000
    True
    """
    return max(map(_compute_reach, read_expression(query).selectors), default=LOOKBACK)


def _compute_reach(selector: Selector) -> int:
    own = count_known_milliseconds(selector.window) if selector.window else LOOKBACK
    reach = own + count_known_milliseconds(selector.shift)
    for parent in selector.parents():
        if isinstance(parent, Subquery):
            reach += count_known_milliseconds(parent.range) + count_known_milliseconds(parent.shift)
    return reach
