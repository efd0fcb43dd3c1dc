"""Runs check rules on boards, projects, configuration files and suppressions."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence

from boardwright.checks.finding import Finding
from boardwright.checks.problem import Problem
from boardwright.checks.problem_maker import ProblemMaker, ReadText, choose_severity, locate_fault
from boardwright.checks.rule import Rule
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.panel_view import PanelView
from boardwright.checks.views.project_view import (
    BoardFacts,
    ConfigurationView,
    LinkAt,
    PlaceAt,
    ProjectView,
    SuppressionView,
)
from boardwright.checks.views.query_view import AnnotationView, QueryView
from boardwright.checks.views.variable_view import VariableView
from boardwright.checks.views.view import View
from boardwright.errors import DeclarationError
from boardwright.schema.document import Place


def check_board(board: BoardView, rules: Sequence[Rule], read: ReadText) -> list[Problem]:
    """Return the problems that the rules find in one board.

    The rules do not see the copies of a repeated panel that old versions of Grafana stored. The
    copies have the same problems as the original panel.
    """
    maker = ProblemMaker.from_board(board, read)
    views = _group_views(board)
    return [
        maker.build_problem(rule, view, finding)
        for rule in rules
        for kind in rule.looks_at
        for view, finding in _run_rule(rule, views.get(kind, ()), board.source.place)
    ]


def _group_views(board: BoardView) -> dict[type[View], Sequence[View]]:
    queries = (query for query in board.queries if not query.panel.is_repeat_clone)
    return {
        BoardView: (board,),
        PanelView: tuple(panel for panel in board.panels if not panel.is_repeat_clone),
        QueryView: tuple(queries),
        VariableView: board.variables,
        AnnotationView: board.annotations,
    }


def check_project(
    project: ProjectView, rules: Sequence[Rule], read: Callable[[BoardFacts], str]
) -> list[Problem]:
    """Return the problems that rules about the whole project find."""
    problems = []
    for rule in rules:
        if ProjectView in rule.looks_at:
            for _, finding in _run_rule(rule, (project,), None):
                facts = finding.at.facts if isinstance(finding.at, LinkAt) else finding.at
                if isinstance(facts, BoardFacts):
                    maker = ProblemMaker.from_board(facts, lambda facts=facts: read(facts))  # type: ignore[misc]
                    problems.append(maker.build_problem(rule, project, finding))
    return problems


def check_configuration(view: ConfigurationView, rules: Sequence[Rule]) -> list[Problem]:
    """Return the problems that the rules find in `boardwright.toml`, `prometheus.yml` or a
    provisioning file.
    """
    return _check_view(view, ConfigurationView, rules)


def check_suppressions(views: Iterable[SuppressionView], rules: Sequence[Rule]) -> list[Problem]:
    """Return the problems that the rules find in suppressions, such as unused suppressions."""
    return [problem for view in views for problem in _check_view(view, SuppressionView, rules)]


def _check_view(
    view: ConfigurationView | SuppressionView, kind: type[View], rules: Sequence[Rule]
) -> list[Problem]:
    return [
        Problem(
            rule=rule.id,
            severity=choose_severity(rule, finding),
            place=finding.at.place if isinstance(finding.at, PlaceAt) else view.place,
            what=finding.what,
            fix=finding.fix,
            expression=finding.expression.text if finding.expression else None,
            span=locate_fault(view, finding),
            certain=finding.certain,
        )
        for rule in rules
        if kind in rule.looks_at
        for _, finding in _run_rule(rule, (view,), None)
    ]


def _run_rule(
    rule: Rule, views: Sequence[View], place: Place | None
) -> Iterator[tuple[View, Finding]]:
    """Call one rule for each view, and yield the findings with their views. If a user's rule raises
    an exception, raise a `DeclarationError` that names the rule.
    """
    check = rule.check
    try:
        for view in views:
            for finding in check(view):
                yield view, finding
    except Exception as error:
        if rule.group != "own":
            error.add_note(
                f"boardwright was running the rule {rule.id} on {place or 'the project'}"
            )
            raise
        raise _build_rule_error(rule, error, place) from error


def _build_rule_error(rule: Rule, error: Exception, place: Place | None) -> DeclarationError:
    failure = DeclarationError(
        f"the rule {rule.id!r} failed: {type(error).__name__}: {error}",
        where=place,
        hint="The traceback above shows the line. A rule must accept any board, including "
        "incomplete boards.",
    )
    failure.trace = "".join(traceback.format_exception(error)[-2:])
    return failure
