"""Reads and builds the conditions for showing a panel, row or tab, which schema v2 stores under
`conditionalRendering`.

Source: the part "conditional rendering" of Grafana's dashboard schema v2beta1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from boardwright.frozen import frozen
from boardwright.schema.document import Json
from boardwright.schema.json_object import ensure_list, ensure_object

VARIABLE = "ConditionalRenderingVariable"
DATA = "ConditionalRenderingData"
TIME_RANGE = "ConditionalRenderingTimeRangeSize"
KINDS = frozenset({VARIABLE, DATA, TIME_RANGE})

_OPERATORS = {
    "equals": "equals",
    "notEquals": "does not equal",
    "matches": "matches",
    "notMatches": "does not match",
}


@frozen
class DisplayCondition:
    """One condition for showing a panel, row or tab.

    Attributes:
        kind: The constant `VARIABLE`, `DATA` or `TIME_RANGE`, or Grafana's name of a condition that
            boardwright does not support.
        variable: Name of the tested variable; empty for conditions of other kinds.
        operator: How the variable is compared with `value`: `equals`, `notEquals`, `matches`,
            `notMatches`.
        value: The value with which the condition compares: a value of the variable, the length of a
            time range, or for `DATA` whether the panel must have data (`True` or `False`).
    """

    kind: str
    variable: str = ""
    operator: str = ""
    value: Any = None

    def __str__(self) -> str:
        """Return the condition in words: `detail equals "true"`."""
        if self.kind == VARIABLE:
            operator = _OPERATORS.get(self.operator, self.operator)
            return f'{self.variable} {operator} "{self.value}"'
        if self.kind == DATA:
            data = "data" if self.value else "no data"
            return f"the panel's queries return {data}"
        if self.kind == TIME_RANGE:
            return f"the time range is shorter than {self.value}"
        return f"the condition {self.kind}, which boardwright does not know, is true"


@frozen
class ConditionGroup:
    """The conditions for showing one panel, row or tab.

    Attributes:
        visibility: Whether the panel, row or tab is shown or hidden when the conditions are true.
        joined_by: `and` if all conditions must be true; `or` if one true condition is enough.
        conditions: The single conditions of the group.
    """

    visibility: Literal["show", "hide"]
    joined_by: Literal["and", "or"]
    conditions: tuple[DisplayCondition, ...]

    def __str__(self) -> str:
        """Return the conditions in words: `shown if detail equals "true"`."""
        conditions = f" {self.joined_by} ".join(map(str, self.conditions))
        verb = "shown" if self.visibility == "show" else "hidden"
        return f"{verb} if {conditions}" if conditions else "always shown"


def read_conditions(group: Mapping[str, Any]) -> ConditionGroup:
    """Return the conditions of a `ConditionalRenderingGroup`; values of wrong types are ignored.

    Args:
        group: The group as `read_condition` returns it; empty if there are no conditions.
    """
    spec = ensure_object(group.get("spec"))
    return ConditionGroup(
        visibility="hide" if spec.get("visibility") == "hide" else "show",
        joined_by="or" if spec.get("condition") == "or" else "and",
        conditions=tuple(_read_conditions(spec.get("items"))),
    )


def _read_conditions(items: Any) -> Iterator[DisplayCondition]:
    for item in ensure_list(items):
        if not isinstance(item, dict):
            continue
        spec = ensure_object(item.get("spec"))
        yield DisplayCondition(
            kind=str(item.get("kind")),
            variable=str(spec.get("variable") or ""),
            operator=str(spec.get("operator") or ""),
            value=spec.get("value"),
        )


def build_condition(kind: str, **spec: Any) -> Json:
    """Return one condition of this kind."""
    return {"kind": kind, "spec": spec}


def build_condition_group(conditions: Sequence[Json], *, every: bool, hide: bool) -> Json:
    """Return the `conditionalRendering` of a panel, row or tab.

    Args:
        conditions: The conditions that `build_condition` returned.
        every: Whether all conditions must be true; otherwise one true condition is enough.
        hide: Whether Grafana hides the panel, row or tab instead of showing it.
    """
    spec = {
        "visibility": "hide" if hide else "show",
        "condition": "and" if every else "or",
        "items": [*conditions],
    }
    return {"kind": "ConditionalRenderingGroup", "spec": spec}
