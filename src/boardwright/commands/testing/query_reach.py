"""Computes how far back queries read samples, so that a capture starts early enough."""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.promql.duration_nodes import count_known_milliseconds
from boardwright.promql.expression import read_expression
from boardwright.promql.operators import Subquery
from boardwright.promql.selectors import Selector

LOOKBACK = 300_000
"""Prometheus's default lookback in milliseconds. An instant selector returns the newest sample that
is not older than the lookback.
"""


@frozen
class SentQuery:
    """A query whose series are captured.

    Attributes:
        text: The query, with variables replaced by values.
        history: Milliseconds from the first evaluation of the query to the start of the capture:
            the duration of `for` for an alert rule, or the time shift of a panel.
    """

    text: str
    history: int = 0

    @property
    def reach(self) -> int:
        """Milliseconds from the earliest sample that the query reads to the capture's start."""
        return self.history + read_reach(self.text)


def read_selectors(query: str) -> list[str]:
    """Return the selectors of a query, such as `up{job="a"}`, without ranges and offsets."""
    return [
        str(Selector(name=each.name, matchers=each.matchers))
        for each in read_expression(query).selectors
    ]


def read_reach(query: str) -> int:
    """Return the greatest age of the samples that a query reads, in milliseconds.

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
