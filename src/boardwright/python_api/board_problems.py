"""Runs the rules of `boardwright check` on one compiled board."""

from __future__ import annotations

from boardwright.checks.problem import Problem
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.running import check_board
from boardwright.checks.selecting import drop_guesses, select_rules
from boardwright.checks.settings import Settings
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.reading import source_of_declaration
from boardwright.schema.compiled import BoardResult


def find_problems(
    board: BoardResult, *, folder: str, settings: Settings | None, profile: str
) -> tuple[Problem, ...]:
    """Return the problems that the check rules find in a board, ordered by line and rule.

    Args:
        board: The compiled board.
        folder: Title of the board's folder in Grafana.
        settings: The check settings of the project; None for a board that belongs to no project.
        profile: Name of the profile that selects the check rules: `default`, `strict` or `mixin`.

    Raises:
        ConfigError: No rule profile has this name.
    """
    rules = select_rules(
        load_built_in_rules(), profile=profile, selected=(), ignored=(), with_metrics=False
    )
    view = BoardView(source_of_declaration(board, folder=folder), settings or Settings())
    found = drop_guesses(check_board(view, rules, board.text.decode), profile=profile)
    return tuple(sorted(found, key=lambda problem: problem.order))
