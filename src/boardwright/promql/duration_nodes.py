"""Durations as values."""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.notation.variables import VARIABLE


@frozen
class Duration:
    """A length of time, as PromQL writes it.

    Attributes:
        text: As its author wrote it.
        milliseconds: The length; negative only in an offset. None when it depends on a Grafana
            variable, or on `step()` or `range()`.
    """

    text: str
    milliseconds: int | None

    @property
    def variable(self) -> str | None:
        """The text, when Grafana variables decide its length; None otherwise."""
        return self.text if self.milliseconds is None and VARIABLE.search(self.text) else None

    @property
    def length(self) -> int | str:
        """The milliseconds, or the text when they are not known: equal for equal durations."""
        return self.text if self.milliseconds is None else self.milliseconds

    def __str__(self) -> str:
        """Return the PromQL text."""
        return self.text
