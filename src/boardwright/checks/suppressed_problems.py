"""Removes the problems that suppressions hide."""

from __future__ import annotations

from collections.abc import Sequence

from boardwright.checks.problem import Problem
from boardwright.checks.rule import Rule
from boardwright.checks.rule_selection import is_named
from boardwright.checks.suppression import Suppression
from boardwright.checks.views.project_view import SuppressionView
from boardwright.frozen import frozen
from boardwright.schema.document import Place


@frozen
class SuppressionResult:
    """The result of `suppress_problems`.

    Attributes:
        problems: The problems that no suppression hides.
        hidden: The number of problems that suppressions hide.
        views: The suppressions, with the number of problems that each suppression hides.
    """

    problems: tuple[Problem, ...]
    hidden: int
    views: tuple[SuppressionView, ...]


def suppress_problems(
    problems: Sequence[Problem],
    suppressions: Sequence[Suppression],
    *,
    rules: Sequence[Rule],
    run_rules: Sequence[Rule],
    anchors: frozenset[Place],
    whole: bool = True,
) -> SuppressionResult:
    """Divide the problems into hidden problems and problems to report.

    Args:
        problems: The problems that the rules found.
        suppressions: The suppressions, in any order. If several suppressions hide the same problem,
            all of them count as used.
        rules: All rules, including those that did not run.
        run_rules: The rules that ran.
        anchors: File and line of the declaration of each checked board and panel.
        whole: Whether the whole project was checked. If False, a suppression is reported as unused
            only if it is a comment at a checked board or panel. Other suppressions may apply to
            boards that were not checked.
    """
    ids = [
        {rule.id for rule in rules if is_named(rule, suppression.rules)}
        for suppression in suppressions
    ]
    used = [0] * len(suppressions)
    remaining = []
    for problem in problems:
        hiding = [
            i for i, suppression in enumerate(suppressions) if suppression.hides(problem, ids[i])
        ]
        for index in hiding:
            used[index] += 1
        if not hiding:
            remaining.append(problem)
    run_ids = {rule.id for rule in run_rules}
    views = tuple(
        SuppressionView(
            suppression,
            used=used[index],
            ran=bool(ids[index] & run_ids) and (whole or suppression.target in anchors),
            unknown=tuple(
                t for t in suppression.rules if not any(is_named(r, (t,)) for r in rules)
            ),
            placed=suppression.target is None or suppression.target in anchors or not whole,
        )
        for index, suppression in enumerate(suppressions)
    )
    return SuppressionResult(
        problems=tuple(remaining), hidden=len(problems) - len(remaining), views=views
    )
