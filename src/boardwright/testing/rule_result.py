"""The class `RuleResult`, with which tests examine the alerts of a rule at one point in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from boardwright.notation.plurals import format_quantity
from boardwright.testing.rule_alerts import STATES, AlertState, RuleAlert
from boardwright.testing.testing_errors import TestInputError

if TYPE_CHECKING:
    from boardwright.testing.evaluation_log import LoggedEvaluation


class RuleResult:
    """The alerts of a rule at one point in time, as in `result.state == "firing"`."""

    def __init__(self, logged: LoggedEvaluation) -> None:
        self._logged = logged

    @property
    def alerts(self) -> Sequence[RuleAlert]:
        """All alerts, in the order of their labels."""
        self._logged.examine()
        return self._logged.alerts or ()

    @property
    def state(self) -> AlertState:
        """The most urgent state among the alerts; `inactive` if the rule has no alerts."""
        return max((each.state for each in self.alerts), key=STATES.index, default="inactive")

    @property
    def alert(self) -> RuleAlert:
        """The only alert of the rule.

        Raises:
            TestInputError: The rule has no alert or several alerts.
        """
        if len(self.alerts) != 1:
            found = ", ".join(str(dict(each.labels)) for each in self.alerts)
            raise TestInputError(
                f"the rule has {format_quantity(len(self.alerts), 'alert')} instead of exactly one"
                f"{f': {found}' if found else ''}",
                where=self._logged.evaluation.where,
                hint="Use .alerts, which contains all alerts of the rule.",
            )
        return self.alerts[0]

    @property
    def labels(self) -> Mapping[str, str]:
        """The labels of the only alert."""
        return self.alert.labels

    @property
    def annotations(self) -> Mapping[str, str]:
        """The annotations of the only alert."""
        return self.alert.annotations

    @property
    def value(self) -> float | None:
        """The value of the only alert."""
        return self.alert.value

    def __repr__(self) -> str:
        states = [each.state for each in self._logged.alerts or ()]
        return f"<{self._logged.evaluation.title}: {', '.join(states) or 'inactive'}>"
