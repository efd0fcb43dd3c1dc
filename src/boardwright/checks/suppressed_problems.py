"""Removing the problems that suppressions hide."""

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
    """The problems that remain, the number of hidden problems, and a view of each suppression that
    shows whether the suppression hid a problem.
    """

    problems: tuple[Problem, ...]
    hidden: int
    views: tuple[SuppressionView, ...]


def suppress_problems(
    problems: Sequence[Problem],
    suppressions: Sequence[Suppression],
    *,
    rules: Sequence[Rule],
    ran: Sequence[Rule],
    anchors: frozenset[Place],
    whole: bool = True,
) -> SuppressionResult:
    """Return the problems that no suppression hides.

    Args:
        problems: The problems that the rules found.
        suppressions: The suppressions, in any order. If several suppressions hide the same problem,
            all of these suppressions count as used.
        rules: All rules, including those that did not run.
        ran: The rules that ran.
        anchors: The places at which boards and panels are declared.
        whole: Whether the whole project was checked. If False, suppressions that hid no problem are
            not reported as unused, because these suppressions may apply to boards that were not
            checked.
    """
    ids = [{rule.id for rule in rules if is_named(rule, one.rules)} for one in suppressions]
    used = [0] * len(suppressions)
    left = []
    for problem in problems:
        hiding = [i for i, one in enumerate(suppressions) if one.hides(problem, ids[i])]
        for index in hiding:
            used[index] += 1
        if not hiding:
            left.append(problem)
    run = {rule.id for rule in ran}
    views = tuple(
        SuppressionView(
            one,
            used=used[index],
            ran=bool(ids[index] & run) and (whole or one.target in anchors),
            unknown=tuple(t for t in one.rules if not any(is_named(r, (t,)) for r in rules)),
            placed=one.target is None or one.target in anchors or not whole,
        )
        for index, one in enumerate(suppressions)
    )
    return SuppressionResult(problems=tuple(left), hidden=len(problems) - len(left), views=views)
