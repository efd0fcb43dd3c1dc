"""Reads and builds the conditions under which Grafana shows a panel, row or tab
(`conditionalRendering` in schema v2).

Source: the types `ConditionalRendering...` in Grafana's dashboard schema v2beta1.
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
    """One condition under which Grafana shows or hides a panel, row or tab.

    Attributes:
        kind: The constant `VARIABLE`, `DATA` or `TIME_RANGE`, or Grafana's kind of a condition that
            boardwright does not support.
        variable: Name of the variable that a `VARIABLE` condition compares; otherwise empty.
        operator: How a `VARIABLE` condition compares the variable with `value`, such as `equals` or
            `notMatches`.
        value: For `VARIABLE`, the value to compare with the variable. For `TIME_RANGE`, the length
            of a time range, such as `1h`. For `DATA`, whether the panel must have data.
    """

    kind: str
    variable: str = ""
    operator: str = ""
    value: Any = None

    def __str__(self) -> str:
        """Return the condition in words, such as `detail equals "true"`."""
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
    """The conditions under which Grafana shows or hides one panel, row or tab.

    Attributes:
        visibility: `show` if Grafana shows the panel, row or tab while the conditions are true;
            `hide` if Grafana hides it.
        joined_by: `and` if all conditions must be true; `or` if one true condition is enough.
        conditions: The conditions of the group, which Grafana joins with `joined_by`.
    """

    visibility: Literal["show", "hide"]
    joined_by: Literal["and", "or"]
    conditions: tuple[DisplayCondition, ...]

    def __str__(self) -> str:
        """Return the conditions in words, such as `shown if detail equals "true"`."""
        conditions = f" {self.joined_by} ".join(map(str, self.conditions))
        verb = "shown" if self.visibility == "show" else "hidden"
        return f"{verb} if {conditions}" if conditions else "always shown"


def read_conditions(group: Mapping[str, Any]) -> ConditionGroup:
    """Return the conditions of a `ConditionalRenderingGroup`, and ignore values of unexpected
    types.

    Args:
        group: The JSON of the group, as `read_condition` returns it; empty if there are no
            conditions.
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
    """Return the JSON of one condition."""
    return {"kind": kind, "spec": spec}


def build_condition_group(conditions: Sequence[Json], *, every: bool, hide: bool) -> Json:
    """Return the `conditionalRendering` of a panel, row or tab.

    Args:
        conditions: The conditions that `build_condition` returned.
        every: Whether all conditions must be true; if False, one true condition is enough.
        hide: Whether Grafana hides the panel, row or tab while the conditions are true; if False,
            Grafana shows it.
    """
    spec = {
        "visibility": "hide" if hide else "show",
        "condition": "and" if every else "or",
        "items": [*conditions],
    }
    return {"kind": "ConditionalRenderingGroup", "spec": spec}
