"""The function `record(…)`, which declares a recording rule and returns the recorded series as an
expression. If another expression uses the recorded series, the PromQL text of that expression
contains only the series' name.

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
    """The series of a recording rule. Use `record(…)` to create one.

    A recorded series can be used like any other selector: `busy.where(instance="a")`,
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
            PromqlError: The recorded series has additional matchers, an offset or `@`, which the
                expression does not have.
        """
        if self.matchers or self.shift or self.moment or self.extended:
            raise PromqlError(
                f"{self}: .raw exists only for the recorded series itself, without "
                "additional matchers, offset or @",
                where=locate_caller(),
                hint="Apply the matchers or the offset to the selectors of the expression instead.",
            )
        return self.expr


def record(
    name: str, expr: OperandLike | str, *, labels: Mapping[str, str] | None = None
) -> Recorded:
    """Declare a recording rule, and return its series as an expression.

    Args:
        name: Name of the recorded series, by convention `level:metric:operations`.
        expr: The expression to record, as an expression or as PromQL text.
        labels: Labels that the rule adds to the series.

    Raises:
        DeclarationError: Prometheus does not accept the name or a label, or the expression contains
            a Grafana variable.
        PromqlError: `expr` is not an expression that Prometheus can record.
    """
    if not isinstance(name, str) or not is_legacy_name(name):
        raise build_rule_declaration_error(
            f"{name!r} is not a valid name for recorded series",
            "Use the form level:metric:operations, such as instance:node_cpu_usage:ratio.",
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
    """Return the recording rules whose series an expression reads, without repetition."""
    rules: dict[int, RecordingRule] = {}
    for part in expr.walk():
        if isinstance(part, Recorded):
            rules[id(part.rule)] = part.rule
    return tuple(rules.values())
