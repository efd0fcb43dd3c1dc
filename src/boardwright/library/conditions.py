"""Conditions under which Grafana shows a panel, row or tab; only schema v2 has them.

    usage = show(timeseries(...), show_when(variable="detail", equals="true"))
    tab("Errors", auto_grid([errors]), show=show_when_data())

Grafana tests the conditions of rows, of tabs, and of panels in an automatic grid.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.library.extensions import add_extension
from boardwright.schema.conditions import DATA, TIME_RANGE, VARIABLE

PanelLike = TypeVar("PanelLike")
Operator = Literal["equals", "notEquals", "matches", "notMatches"]


@frozen
class ShowCondition:
    """A group of conditions.

    Attributes:
        items: The conditions in Grafana's JSON.
        every: Whether all of them must hold; otherwise one is enough.
        hide: Whether they hide the panel, row or tab instead of showing it.
    """

    items: tuple[dict[str, Any], ...]
    every: bool = True
    hide: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the `conditionalRendering` of Grafana's JSON."""
        spec = {
            "visibility": "hide" if self.hide else "show",
            "condition": "and" if self.every else "or",
            "items": [*self.items],
        }
        return {"kind": "ConditionalRenderingGroup", "spec": spec}


def show_when(
    *,
    variable: str,
    equals: str | None = None,
    not_equals: str | None = None,
    matches: str | None = None,
    not_matches: str | None = None,
) -> ShowCondition:
    """Return the condition that a variable has a value; give exactly one of the comparisons.

    Args:
        variable: The name of the variable without `$`.
        equals: The value.
        not_equals: A value that the variable does not have.
        matches: A regular expression that the value matches.
        not_matches: A regular expression that the value does not match.

    Raises:
        DeclarationError: None or more than one of the comparisons is given.
    """
    given: dict[Operator, str | None] = {
        "equals": equals,
        "notEquals": not_equals,
        "matches": matches,
        "notMatches": not_matches,
    }
    found = [(operator, value) for operator, value in given.items() if value is not None]
    if len(found) != 1:
        raise DeclarationError(
            f"show_when of the variable {variable!r} has {len(found)} comparisons",
            hint="give one of equals, not_equals, matches and not_matches",
        )
    operator, value = found[0]
    return _single(VARIABLE, variable=variable, operator=operator, value=value)


def show_when_data(has_data: bool = True) -> ShowCondition:
    """Return the condition that the panel, or a panel in the row or tab, has data.

    Args:
        has_data: False to show it only without data.
    """
    return _single(DATA, value=has_data)


def show_when_range(*, shorter_than: str) -> ShowCondition:
    """Return the condition that the time range of the board is short.

    Args:
        shorter_than: The duration below which the condition holds: `7d`.
    """
    return _single(TIME_RANGE, value=shorter_than)


def all_of(*conditions: ShowCondition, hide: bool = False) -> ShowCondition:
    """Return the condition that every one of some conditions holds.

    Args:
        conditions: Results of `show_when`, `show_when_data` and `show_when_range`.
        hide: Whether to hide the panel, row or tab then, instead of showing it.

    Raises:
        DeclarationError: One of them is a group itself, which Grafana does not have.
    """
    return ShowCondition(items=_join(conditions), every=True, hide=hide)


def any_of(*conditions: ShowCondition, hide: bool = False) -> ShowCondition:
    """Return the condition that at least one of some conditions holds.

    Args:
        conditions: As for `all_of`.
        hide: As for `all_of`.

    Raises:
        DeclarationError: One of them is a group itself, which Grafana does not have.
    """
    return ShowCondition(items=_join(conditions), every=False, hide=hide)


def show(panel: PanelLike, when: ShowCondition) -> PanelLike:
    """Return a copy of a panel that Grafana shows under a condition.

    Args:
        panel: A panel of grafanalib, a builder of the Foundation SDK, or a dict of JSON. It must
            be in an `auto_grid`: Grafana does not test conditions of panels with fixed positions.
        when: The condition.
    """
    return add_extension(panel, conditionalRendering=when.to_json())


def _single(kind: str, **spec: Any) -> ShowCondition:
    return ShowCondition(items=({"kind": kind, "spec": spec},))


def _join(conditions: tuple[ShowCondition, ...]) -> tuple[dict[str, Any], ...]:
    for each in conditions:
        if len(each.items) != 1 or each.hide:
            raise DeclarationError(
                "a group of conditions contains another group",
                hint="list the conditions of both groups in one: Grafana has no groups in groups",
            )
    return tuple(each.items[0] for each in conditions)
