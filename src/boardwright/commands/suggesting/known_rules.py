"""Collects the recording rules that a project already has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boardwright.checks.views.project_view import PrometheusRule
from boardwright.frozen import frozen
from boardwright.promql.expression import Expression
from boardwright.suggestions.lifted_parts import NotRecordableError, lift_part


@frozen
class KnownRules:
    """The expressions that recording rules compute.

    Attributes:
        names: Text of an expression -> name of the recording rule. Rules that add labels are
            omitted, because their series differ from the result of the expression.
        taken: Names of all recording rules.
    """

    names: Mapping[str, str]
    taken: frozenset[str]

    def has(self, expression: Expression) -> bool:
        """Return whether a recording rule computes the whole expression."""
        return _normalise_text(expression) in self.names


def collect_known_rules(rules: Iterable[PrometheusRule]) -> KnownRules:
    """Return the recorded expressions of the given rules. If two rules record the same expression,
    the first rule is used.
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
    """Return the expression in normalised form, as text; None if no recording rule can compute the
    expression.
    """
    tree = expression.tree
    if tree is None:
        return None
    try:
        lifted = lift_part(tree)
    except NotRecordableError:
        return None
    return None if lifted.filters else str(lifted.expr)
