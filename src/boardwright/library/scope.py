"""The scope of queries: the labels, the window and the data source that several queries share.

A scope adds its labels to each selector:

    scope = Scope(job="$job", instance=re("$instance"))
    scope.metric("node_load1")                  # node_load1{job="$job",instance=~"$instance"}
    scope.metric("node_load1", job="node")      # node_load1{job="node",instance=~"$instance"}
    scope.metric("node_load1", instance=None)   # node_load1{job="$job"}

    slow = scope.with_window("5m")              # rates over 5 minutes
    thanos = scope.with_datasource("thanos")    # panels that query this data source
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardwright.frozen import frozen
from boardwright.promql import metric

if TYPE_CHECKING:
    from boardwright.promql import Matcher, Operand, Selector
    from boardwright.promql.matchers import ValueLike
    from boardwright.promql.operators import DurationLike


@frozen
class Scope:
    """The label matchers, the window and the data source that several queries share.

    Attributes:
        labels: Each label with its matcher, in the given order.
        window: The window of rates; None for the project's default window.
        datasource: Name or uid of the data source of panels; None for the project's default.
    """

    labels: tuple[tuple[str, ValueLike], ...]
    window: DurationLike | None
    datasource: str | None

    def __init__(self, **labels: ValueLike | None) -> None:
        """Create a scope from labels.

        Args:
            **labels: The value of each label, or `ne(...)`, `re(...)` or `nre(...)` for the
                operators `!=`, `=~` and `!~`.
        """
        matchers = tuple((name, value) for name, value in labels.items() if value is not None)
        self.__dict__.update(labels=matchers, window=None, datasource=None)

    def where(self, **labels: ValueLike | None) -> Scope:
        """Return a copy of the scope with changed or additional labels; None removes a label."""
        changed = Scope(**{**dict(self.labels), **labels})
        return changed.with_window(self.window).with_datasource(self.datasource)

    def with_window(self, window: DurationLike | None) -> Scope:
        """Return a scope whose rates use this window; None selects the project's default window."""
        return self._copy_scope(window=window, datasource=self.datasource)

    def with_datasource(self, datasource: str | None) -> Scope:
        """Return a scope whose panels query this data source; None selects the default source."""
        return self._copy_scope(window=self.window, datasource=datasource)

    def metric(self, name: str, /, *matchers: Matcher, **labels: ValueLike | None) -> Selector:
        """Return a selector for a metric with the labels of the scope.

        Args:
            name: The metric's name.
            *matchers: Additional matchers, such as `match("name", "!=", "")`.
            **labels: Labels that this selector has in addition to, or instead of, the labels of the
                scope. None removes a label.
        """
        own = metric(name, **dict(self.where(**labels).labels))
        return metric(name, *own.matchers, *matchers)

    def series(self, expression: str | Operand) -> Operand:
        """Return a selector with the labels of the scope if the argument is the name of a metric.

        If the argument is an expression, return it unchanged.
        """
        return self.metric(expression) if isinstance(expression, str) else expression

    def _copy_scope(self, *, window: DurationLike | None, datasource: str | None) -> Scope:
        copied = Scope(**dict(self.labels))
        copied.__dict__.update(window=window, datasource=datasource)
        return copied


EVERYTHING = Scope()
"""The scope without labels, with the project's default window and default data source."""
