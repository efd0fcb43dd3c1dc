"""Functions that create the conditions under which Grafana shows a panel, row or tab.

Conditions exist only in schema v2.

    usage = show(timeseries(...), show_when(variable="detail", equals="true"))
    tab("Errors", auto_grid([errors]), show=show_when_data())

Grafana evaluates conditions of rows, of tabs, and of panels in an automatic grid. Grafana
ignores the conditions of all other panels.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.library.extensions import add_extension
from boardwright.schema.display_conditions import (
    DATA,
    TIME_RANGE,
    VARIABLE,
    build_condition,
    build_condition_group,
)
from boardwright.schema.document import Json

ConditionalPanel = TypeVar("ConditionalPanel")
Operator = Literal["equals", "notEquals", "matches", "notMatches"]


@frozen
class ShowCondition:
    """A group of one or more conditions.

    Attributes:
        items: The conditions as objects of Grafana's JSON.
        every: True if all conditions must be true; False if one true condition is enough.
        hide: True to hide the panel, row or tab if the group of conditions is true; False to show
            it.
    """

    items: tuple[Json, ...]
    every: bool = True
    hide: bool = False

    def to_json(self) -> Json:
        """Return the group as Grafana's `conditionalRendering` object."""
        return build_condition_group(self.items, every=self.every, hide=self.hide)


def show_when(
    *,
    variable: str,
    equals: str | None = None,
    not_equals: str | None = None,
    matches: str | None = None,
    not_matches: str | None = None,
) -> ShowCondition:
    """Return a condition on the value of a variable.

    Pass exactly one of the arguments `equals`, `not_equals`, `matches` and `not_matches`.

    Args:
        variable: Name of the variable, without `$`.
        equals: The value that the variable must have.
        not_equals: The value that the variable must not have.
        matches: A regular expression that the value must match.
        not_matches: A regular expression that the value must not match.

    Raises:
        DeclarationError: None of the four arguments is passed, or more than one.
    """
    operators: dict[Operator, str | None] = {
        "equals": equals,
        "notEquals": not_equals,
        "matches": matches,
        "notMatches": not_matches,
    }
    comparisons = [(operator, value) for operator, value in operators.items() if value is not None]
    if len(comparisons) != 1:
        raise DeclarationError(
            f"show_when for the variable {variable!r} has {len(comparisons)} comparisons, but "
            "needs exactly one",
            hint="pass exactly one of the arguments equals, not_equals, matches and not_matches",
        )
    operator, value = comparisons[0]
    return _make_single_condition(VARIABLE, variable=variable, operator=operator, value=value)


def show_when_data(has_data: bool = True) -> ShowCondition:
    """Return a condition that is true if the panel has data.

    For a row or tab, the condition is true if at least one of its panels has data.

    Args:
        has_data: True for a condition that requires data; False for one that requires no data.
    """
    return _make_single_condition(DATA, value=has_data)


def show_when_range(*, shorter_than: str) -> ShowCondition:
    """Return a condition that is true if the board's time range is shorter than a duration.

    Args:
        shorter_than: The duration, such as `7d`.
    """
    return _make_single_condition(TIME_RANGE, value=shorter_than)


def all_of(*conditions: ShowCondition, hide: bool = False) -> ShowCondition:
    """Return a condition that is true if all of these conditions are true.

    Args:
        conditions: Results of `show_when`, `show_when_data` and `show_when_range`.
        hide: True to hide the panel, row or tab if all conditions are true; False to show it.

    Raises:
        DeclarationError: One of the conditions is itself a group, which Grafana does not support.
    """
    return ShowCondition(items=_join_conditions(conditions), every=True, hide=hide)


def any_of(*conditions: ShowCondition, hide: bool = False) -> ShowCondition:
    """Return a condition that is true if at least one of these conditions is true.

    Args:
        conditions: Results of `show_when`, `show_when_data` and `show_when_range`.
        hide: True to hide the panel, row or tab if one of the conditions is true; False to show it.

    Raises:
        DeclarationError: One of the conditions is itself a group, which Grafana does not support.
    """
    return ShowCondition(items=_join_conditions(conditions), every=False, hide=hide)


def show(panel: ConditionalPanel, when: ShowCondition) -> ConditionalPanel:
    """Return a copy of a panel that Grafana shows only under a condition.

    Args:
        panel: A grafanalib panel, a builder of the Foundation SDK, or a dict of JSON. The panel
            must be in an `auto_grid`, because Grafana ignores conditions of panels with fixed
            positions.
        when: The condition under which Grafana shows the panel.
    """
    return add_extension(panel, conditionalRendering=when.to_json())


def _make_single_condition(kind: str, **spec: Any) -> ShowCondition:
    return ShowCondition(items=(build_condition(kind, **spec),))


def _join_conditions(conditions: tuple[ShowCondition, ...]) -> tuple[Json, ...]:
    for each in conditions:
        if len(each.items) != 1 or each.hide:
            raise DeclarationError(
                "all_of or any_of contains another group of conditions",
                hint="list all conditions in one group, because Grafana does not support groups "
                "inside groups",
            )
    return tuple(each.items[0] for each in conditions)
