"""The class `Finding`, which rules yield. `ProblemMaker` adds the file, line, board and panel, and
so converts a finding to a `Problem`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardwright.frozen import frozen
from boardwright.promql.expression import Span
from boardwright.schema.json_object import Pointer

if TYPE_CHECKING:
    from boardwright.checks.problem import Severity
    from boardwright.checks.views.view import View
    from boardwright.promql import Expr, Matcher
    from boardwright.promql.expression import Expression


@frozen
class Finding:
    """One fault that a rule reports.

    Attributes:
        what: One sentence that describes the fault and names the faulty value. The sentence begins
            with a small letter, unless a name comes first, and has no full stop at the end.
        fix: One sentence in the imperative that describes how to correct the fault. The sentence
            ends with a full stop.
        at: The faulty part of the board, such as a panel. None if the rule's function was called
            with the faulty part.
        key: The key or keys of the faulty value in `at`. For a JSON file, the reported line is the
            line of this value.
        node: The faulty node of the parsed expression.
        span: Start and end of the faulty part in the expression's text, if the part is not a node
            of the parsed expression.
        expression: The expression that contains `node` or `span`, if it is not `at.expression`.
        severity: The severity, if it differs from the severity of the rule.
        certain: Whether the fault follows from the board and from the semantics of PromQL. If
            False, the finding is a guess (for example, only the metric's name suggests its type),
            or the fault has no visible effect. An uncertain finding has the severity `info`, and
            only the profile `strict` reports the finding.
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
