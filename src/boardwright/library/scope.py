"""The scope of queries: the label matchers, window and data source that they share.

scope = Scope(job="$job", instance=re("$instance"))
scope.metric("node_load1")                  # node_load1{job="$job",instance=~"$instance"}
scope.metric("node_load1", job="node")      # node_load1{job="node",instance=~"$instance"}
scope.metric("node_load1", instance=None)   # node_load1{job="$job"}

slow = scope.with_window("5m")              # rates over 5 minutes
thanos = scope.with_datasource("thanos")    # panels that query this data source
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boardwright.promql import metric

if TYPE_CHECKING:
    from boardwright.promql import Matcher, Operand, Selector
    from boardwright.promql.matchers import ValueLike
    from boardwright.promql.operators import DurationLike


@dataclass(frozen=True, init=False, slots=True)
class Scope:
    """The label matchers, window and data source that several queries share.

    Attributes:
        labels: Each label and its matcher, in the given order.
        window: The window of rates; the project's window when None.
        datasource: The name or uid of the data source of panels; the project's default when None.
    """

    labels: tuple[tuple[str, ValueLike], ...]
    window: DurationLike | None
    datasource: str | None

    def __init__(self, **labels: ValueLike | None) -> None:
        """Take a value, or `ne(...)`, `re(...)` or `nre(...)` of one, for each label."""
        kept = tuple((name, value) for name, value in labels.items() if value is not None)
        object.__setattr__(self, "labels", kept)
        object.__setattr__(self, "window", None)
        object.__setattr__(self, "datasource", None)

    def where(self, **labels: ValueLike | None) -> Scope:
        """Return a scope with other or additional labels; None removes a label."""
        changed = Scope(**{**dict(self.labels), **labels})
        return changed.with_window(self.window).with_datasource(self.datasource)

    def with_window(self, window: DurationLike | None) -> Scope:
        """Return a scope whose rates use this window; None is the project's window."""
        return self._copy(window=window, datasource=self.datasource)

    def with_datasource(self, datasource: str | None) -> Scope:
        """Return a scope whose panels query this data source; None is the project's default."""
        return self._copy(window=self.window, datasource=datasource)

    def metric(self, name: str, /, *matchers: Matcher, **labels: ValueLike | None) -> Selector:
        """Return a selector of a metric with the scope's labels.

        Args:
            name: The metric's name.
            *matchers: Further matchers: `match("name", "!=", "")`.
            **labels: Other or additional labels for this selector only; None removes a label.
        """
        own = metric(name, **dict(self.where(**labels).labels))
        return metric(name, *own.matchers, *matchers)

    def series(self, expression: str | Operand) -> Operand:
        """Return the selector of a metric given by name, or an expression unchanged."""
        return self.metric(expression) if isinstance(expression, str) else expression

    def _copy(self, *, window: DurationLike | None, datasource: str | None) -> Scope:
        copied = Scope(**dict(self.labels))
        object.__setattr__(copied, "window", window)
        object.__setattr__(copied, "datasource", datasource)
        return copied


EVERYTHING = Scope()
"""All series of a metric, the project's window, the project's default data source."""
