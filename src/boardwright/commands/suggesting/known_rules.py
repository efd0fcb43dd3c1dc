"""Collects the recording rules that a project already has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boardwright.checks.views.project_view import PrometheusRule
from boardwright.frozen import frozen
from boardwright.promql.expression import Expression
from boardwright.suggestions.lifted_parts import NotRecordableError, lift_part


@frozen
class KnownRules:
    """The recording rules of a project.

    Attributes:
        names: Text of an expression -> name of the rule that records the expression. Rules that add
            labels are omitted, because queries cannot read their series instead of the expression.
        taken: Names of all recording rules.
    """

    names: Mapping[str, str]
    taken: frozenset[str]

    def has(self, expression: Expression) -> bool:
        """Return whether a recording rule computes the whole expression."""
        return _normalise_text(expression) in self.names


def collect_known_rules(rules: Iterable[PrometheusRule]) -> KnownRules:
    """Collect the recording rules among the given rules. If two rules record the same expression,
    `names` contains the first rule.
    """
    names: dict[str, str] = {}
    recorded_names = set()
    for rule in rules:
        if rule.records:
            recorded_names.add(rule.name)
            text = None if rule.adds_labels else _normalise_text(rule.expression)
            if text is not None:
                names.setdefault(text, rule.name)
    return KnownRules(names=names, taken=frozenset(recorded_names))


def _normalise_text(expression: Expression) -> str | None:
    """Return the normalised text of an expression. Return None if no recording rule can compute the
    expression, for example because it contains dashboard variables.
    """
    tree = expression.tree
    if tree is None:
        return None
    try:
        lifted = lift_part(tree)
    except NotRecordableError:
        return None
    return None if lifted.filters else str(lifted.expr)
