"""A scope: the label matchers that every query of a board carries.

scope = Scope(job="$job", instance=re("$instance"))
scope.metric("node_load1")                  # node_load1{job="$job",instance=~"$instance"}
scope.metric("node_load1", job="node")      # node_load1{job="node",instance=~"$instance"}
scope.metric("node_load1", instance=None)   # node_load1{job="$job"}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boardwright.promql import metric

if TYPE_CHECKING:
    from boardwright.promql import Matcher, Operand, Selector
    from boardwright.promql.matchers import ValueLike


@dataclass(frozen=True, init=False, slots=True)
class Scope:
    """Default selectors by label; any of them can be overridden, or left out with None.

    Attributes:
        labels: Each label and what its value must be, in the order given.
    """

    labels: tuple[tuple[str, ValueLike], ...]

    def __init__(self, **labels: ValueLike | None) -> None:
        """Take a value, or `ne(…)`, `re(…)`, `nre(…)` of one, for each label."""
        kept = tuple((name, value) for name, value in labels.items() if value is not None)
        object.__setattr__(self, "labels", kept)

    def where(self, **labels: ValueLike | None) -> Scope:
        """Return a scope with more labels, with other values for some, or without those at None."""
        return Scope(**{**dict(self.labels), **labels})

    def metric(self, name: str, /, *matchers: Matcher, **labels: ValueLike | None) -> Selector:
        """Return the series of a metric within the scope.

        Args:
            name: The metric's name.
            *matchers: More conditions, beside the scope's own: `match("name", "!=", "")`.
            **labels: As for `where`, for this selector alone.
        """
        scope = self.where(**labels)
        own = metric(name, **dict(scope.labels))
        return metric(name, *own.matchers, *matchers)

    def series(self, what: str | Operand) -> Operand:
        """Return an expression as it is, or the series of a metric given by name."""
        return self.metric(what) if isinstance(what, str) else what


EVERYTHING = Scope()
"""No selectors: every series of a metric."""
