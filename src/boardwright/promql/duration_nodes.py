"""The class `Duration`: a PromQL duration as an immutable value."""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import VARIABLE


@frozen
class Duration:
    """A duration in the notation of PromQL.

    Attributes:
        text: The text as the author wrote it.
        milliseconds: The length in milliseconds. Only the length of an offset can be negative. The
            value is None if the length depends on a Grafana variable, or on `step()` or `range()`.
    """

    text: str
    milliseconds: int | None

    @property
    def variable(self) -> str | None:
        """The text of the duration if the length depends on a Grafana variable; otherwise None."""
        return self.text if self.milliseconds is None and VARIABLE.search(self.text) else None

    @property
    def length(self) -> int | str:
        """The length in milliseconds or, if the length is unknown, the text of the duration. `5m`
        and `300s` have the same length.
        """
        return self.text if self.milliseconds is None else self.milliseconds

    def __str__(self) -> str:
        return self.text


def count_known_milliseconds(duration: Duration | None) -> int:
    """Return the length of a duration in milliseconds; 0 if the duration is None or its length is
    unknown.
    """
    return 0 if duration is None else duration.milliseconds or 0
