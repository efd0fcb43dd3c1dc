"""The classes for the settings (`model`) of an expression in a Grafana alert rule, such as a
`reduce` or `threshold` expression.
"""

from __future__ import annotations

import re
from typing import Any

from boardwright.lazy import lazy_property
from boardwright.schema.document import Json
from boardwright.schema.json_object import JsonObject, ensure_list

_MATH_VARIABLE = re.compile(r"\$(?:\{([^}]+)\}|([A-Za-z_]\w*))")


class AlertEvaluator(JsonObject):
    """The comparison of a condition, such as `gt 80`."""

    @property
    def type(self) -> str:
        """The comparison, such as `gt`, `within_range` or `no_value`."""
        return self.text("type")

    @property
    def limits(self) -> list[Any]:
        """The numbers with which Grafana compares a value."""
        return ensure_list(self.raw.get("params"))


class AlertCondition(JsonObject):
    """One condition of an expression of the type `threshold` or `classic_conditions`."""

    @property
    def ref_id(self) -> str:
        """The refId of the query whose result a classic condition reduces and compares."""
        return self.text("query", "params", 0)

    @property
    def reducer(self) -> str:
        """The calculation that reduces each series to one value, such as `last`."""
        return self.text("reducer", "type")

    @property
    def joins_with_or(self) -> bool:
        """True if `or` joins the condition with the conditions before it; False if `and` joins
        them.
        """
        return self.text("operator", "type") == "or"

    @lazy_property
    def evaluator(self) -> AlertEvaluator:
        """The comparison that must be true before the alert fires."""
        return AlertEvaluator(self.table("evaluator"))

    @lazy_property
    def recovery(self) -> AlertEvaluator | None:
        """The comparison that must be true before Grafana resolves the alert; None if the condition
        has no recovery threshold.
        """
        found = self.table("unloadEvaluator")
        return AlertEvaluator(found) if found else None


class AlertExpression(JsonObject):
    """The settings of one expression in a Grafana alert rule."""

    @property
    def type(self) -> str:
        """The type of the expression, such as `math`, `reduce`, `threshold` or
        `classic_conditions`.
        """
        return self.text("type")

    @property
    def formula(self) -> str:
        """The text of a math expression, such as `$A > 1`."""
        return self.text("expression")

    @property
    def input(self) -> str:
        """The refId of the query or expression whose result a `reduce` or `threshold` expression
        processes.
        """
        return self.formula.removeprefix("$")

    @property
    def used_ref_ids(self) -> tuple[str, ...]:
        """The refIds of the queries and expressions that the expression uses; empty for SQL
        expressions, because boardwright does not parse SQL.
        """
        match self.type:
            case "math":
                return _list_math_variables(self.formula)
            case "classic_conditions":
                return tuple(each.ref_id for each in self.conditions)
            case "" | "sql":
                return ()
        return (self.input,) if self.input else ()

    @property
    def reducer(self) -> str:
        """The calculation of a `reduce` expression, such as `last`."""
        return self.text("reducer") or "last"

    @property
    def reduction_mode(self) -> str:
        """`dropNN` if a `reduce` expression drops NaN and infinite values, `replaceNN` if it
        replaces them, empty if it keeps them.
        """
        return self.text("settings", "mode")

    @property
    def replacement(self) -> float:
        """The number that replaces NaN and infinite values if the reduction mode is `replaceNN`."""
        return self.number("settings", "replaceWithValue") or 0.0

    @lazy_property
    def conditions(self) -> tuple[AlertCondition, ...]:
        """The conditions of a `threshold` or `classic_conditions` expression."""
        return tuple(AlertCondition(each) for _, each in self.items("conditions"))


def _list_math_variables(formula: str) -> tuple[str, ...]:
    return tuple(match[1] or match[2] for match in _MATH_VARIABLE.finditer(formula))


def build_alert_expression(ref_id: Any, kind: Any, **settings: Any) -> Json:
    """Return the `model` of an expression in a Grafana alert rule.

    Args:
        ref_id: The refId of the expression.
        kind: The type of the expression, such as `math`, `reduce`, `threshold` or
            `classic_conditions`.
        settings: The other keys of the `model`, as Grafana names them.
    """
    return {"refId": ref_id, "type": kind, **settings}


def build_reduction_settings(mode: Any, replacement: Any) -> Json:
    """Return the `settings` of a `reduce` expression, which define how Grafana treats NaN and
    infinity.

    Args:
        mode: `strict` to keep NaN and infinite values, `dropNN` to drop them, `replaceNN` to
            replace them.
        replacement: The number that replaces NaN and infinite values if `mode` is `replaceNN`.
    """
    if mode == "strict":
        return {"mode": ""}
    return {"mode": mode, **({"replaceWithValue": replacement} if mode == "replaceNN" else {})}


def build_alert_condition(
    ref_id: str, *, comparison: Any, limits: Any, operator: Any, reducer: Any
) -> Json:
    """Return one of the conditions of an expression of the type `classic_conditions`.

    Args:
        ref_id: The refId of the query whose result the condition reduces and compares.
        comparison: The comparison, such as `gt` or `within_range`.
        limits: The numbers with which Grafana compares a value.
        operator: `and` or `or`, which joins the condition with the conditions before it.
        reducer: The calculation that reduces each series to one value.
    """
    return {
        "evaluator": {"type": comparison, "params": limits},
        "operator": {"type": operator},
        "query": {"params": [ref_id]},
        "reducer": {"type": reducer, "params": []},
        "type": "query",
    }
