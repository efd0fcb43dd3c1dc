"""Findings: the faults that a rule yields. The code that runs the rule converts each finding to a
`Problem` by adding the file, line, board and panel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boardwright.checks.problem import Span
from boardwright.schema.json_object import Pointer

if TYPE_CHECKING:
    from boardwright.checks.problem import Severity
    from boardwright.checks.views.view import View
    from boardwright.promql import Expr, Matcher
    from boardwright.promql.expression import Expression


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One fault, described by the rule that found it.

    Attributes:
        what: One sentence that describes the fault and names the faulty value. The sentence begins
            with a small letter, unless a name comes first, and has no full stop at the end.
        fix: One sentence in the imperative that describes the remedy; it ends with a full stop.
        at: The view that has the fault, if the rule was called with another view. For example, a
            rule that was called with a whole board sets this attribute to a panel.
        key: The key or keys of the faulty value in `at`. In a JSON file these keys determine the
            line that is reported.
        node: The node of the parsed expression that is at fault.
        span: Start and end of the faulty part in the expression's text, if the part is not a node
            of the parsed expression.
        expression: The expression that contains the node or span, if it is not `at.expression`.
        severity: The severity, if it differs from the severity of the rule.
        certain: Whether the fault follows from the board and from the semantics of PromQL. If
            False, the finding relies on a guess, such as a metric type that was concluded from the
            metric's name, or the fault has no effect that a reader of the board can see. Such a
            finding has the severity `info`, and the profiles `default` and `mixin` do not report
            it.
    """

    what: str
    fix: str
    at: View | None = None
    key: str | Pointer = ()
    node: Expr | Matcher | None = None
    span: Span | None = None
    expression: Expression | None = None
    severity: Severity | None = None
    certain: bool = True
