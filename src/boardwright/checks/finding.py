"""The findings that a rule yields; the runner adds the place and makes problems of them."""

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
    """One fault, in the words of a rule.

    Attributes:
        what: One sentence: what is wrong, naming the value at fault; begins in lower case unless it
            begins with a name, ends without a full stop.
        fix: One sentence in the imperative: what to do; ends with a full stop.
        at: The view that it is about, if not the one that the rule was given: a panel of the
            board, a query of the panel, …
        key: The key or keys of the value in `at`, from which the line in a JSON file follows.
        node: The faulty part of the expression.
        span: The faulty part as a span of its text, where no node fits.
        expression: The expression of the node or span, if it is not `at.expression`.
        severity: The severity, if it is not the rule's: `info` for a guess, such as a type judged
            by a name.
    """

    what: str
    fix: str
    at: View | None = None
    key: str | Pointer = ()
    node: Expr | Matcher | None = None
    span: Span | None = None
    expression: Expression | None = None
    severity: Severity | None = None
