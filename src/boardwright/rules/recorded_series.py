"""The function `record(…)`, which declares a recording rule and returns the recorded series as an
expression.

>>> from boardwright.promql import avg, metric, rate
>>> idle = metric("node_cpu_seconds_total", mode="idle")
>>> busy = record("instance:node_cpu_usage:ratio", 1 - avg(rate(idle), by="instance"))
>>> str(busy > 0.9)
'instance:node_cpu_usage:ratio > 0.9'
>>> str(busy.raw > 0.9)
'1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[1m])) > 0.9'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from boardwright.errors import PromqlError
from boardwright.frozen import frozen
from boardwright.promql.expr import Expr
from boardwright.promql.expression_places import locate_caller
from boardwright.promql.lexical import is_legacy_name
from boardwright.promql.operators import Operand
from boardwright.promql.selectors import Selector
from boardwright.rules.rule_texts import (
    build_rule_declaration_error,
    check_labels,
    find_calling_place,
    read_expr,
)
from boardwright.schema.rule_values import RecordingRule

if TYPE_CHECKING:
    from boardwright.promql.operators import OperandLike


@frozen
class Recorded(Selector):
    """The series of a recording rule, which `record(…)` returns.

    A recorded series has the methods of every selector: `busy.where(instance="a")`,
    `max_over_time(busy["1h"])`.

    Attributes:
        expr: The expression that the rule records.
        rule: The recording rule.
    """

    expr: Operand = field(compare=False)
    rule: RecordingRule = field(compare=False)

    @property
    def raw(self) -> Operand:
        """The expression that the rule records.

        Raises:
            PromqlError: Matchers, an offset or `@` were added to the recorded series.
        """
        if self.matchers or self.shift or self.moment or self.extended:
            raise PromqlError(
                f"{self}: .raw does not work on a recorded series with added matchers, offset or @",
                where=locate_caller(),
                hint="Use .raw on the result of record(...) itself. Add the matchers or the offset "
                "to the selectors in the recorded expression.",
            )
        return self.expr


def record(
    name: str, expr: OperandLike | str, *, labels: Mapping[str, str] | None = None
) -> Recorded:
    """Declare a recording rule, and return its series as an expression.

    In other expressions, the PromQL text of the recorded series is only its name.

    Args:
        name: Name of the recorded series, by convention `level:metric:operations`.
        expr: The recorded expression, as an object or as PromQL text.
        labels: Labels that the rule adds to the series.

    Raises:
        DeclarationError: The name or a label is not valid, or the expression contains a Grafana
            variable.
        PromqlError: `expr` is not an expression that Prometheus can record.
    """
    if not isinstance(name, str) or not is_legacy_name(name):
        raise build_rule_declaration_error(
            f"{name!r} is not a valid name of a recorded series",
            "Use only ASCII letters, digits, _ and :, such as instance:node_cpu_usage:ratio.",
        )
    subject = f'recording rule "{name}"'
    operand = read_expr(expr, subject)
    rule = RecordingRule(
        name=name,
        expr=str(operand),
        labels=check_labels(labels or {}, subject),
        uses=list_recorded_rules(operand),
        place=find_calling_place(),
    )
    return Recorded(name=name, matchers=(), expr=operand, rule=rule)


def list_recorded_rules(expr: Expr) -> tuple[RecordingRule, ...]:
    """Return the recording rule of each recorded series in an expression, without repetition."""
    rules: dict[int, RecordingRule] = {}
    for part in expr.walk():
        if isinstance(part, Recorded):
            rules[id(part.rule)] = part.rule
    return tuple(rules.values())
