"""The recording rules that a project has already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boardwright.checks.views.project_view import PrometheusRule
from boardwright.frozen import frozen
from boardwright.promql.expression import Expression
from boardwright.suggestions.lifted_parts import NotRecordableError, lift


@frozen
class KnownRules:
    """Recorded expressions.

    Attributes:
        names: The text of an expression -> the name of the rule; rules that add labels are not in
            it, because their series differ from the result of their expression.
        taken: The names of all rules.
    """

    names: Mapping[str, str]
    taken: frozenset[str]

    def has(self, expression: Expression) -> bool:
        """Return whether a rule records the whole expression."""
        return _text_of(expression) in self.names


def known_rules(rules: Iterable[PrometheusRule]) -> KnownRules:
    """Return the recorded expressions of some rules; of equal ones, the first."""
    names: dict[str, str] = {}
    taken = set()
    for rule in rules:
        if rule.records:
            taken.add(rule.name)
            text = None if rule.adds_labels else _text_of(rule.expression)
            if text is not None:
                names.setdefault(text, rule.name)
    return KnownRules(names=names, taken=frozenset(taken))


def _text_of(expression: Expression) -> str | None:
    """Return the expression in the form of lifted parts; None if it has no such form."""
    tree = expression.tree
    if tree is None:
        return None
    try:
        lifted = lift(tree)
    except NotRecordableError:
        return None
    return None if lifted.filters else str(lifted.expr)
