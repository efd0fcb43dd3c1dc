"""Recall: each fault that is planted in a good board is found, there, and nothing else is."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Sequence

import pytest

from boardwright.checks import (
    BoardFacts,
    BoardView,
    ConfigurationView,
    Problem,
    ProjectView,
    Rule,
)
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.rule import PROFILES
from boardwright.checks.rule_execution import check_board, check_project
from boardwright.checks.settings import Settings
from boardwright.checks.views.reading import source_of_json
from boardwright.schema.document import Place
from checks import seeds
from checks.views import SETTINGS

RULES = {
    profile: [rule for rule in load_built_in_rules() if {"default", profile} & set(rule.profiles)]
    for profile in PROFILES
}
PROJECT = [name for name, (_, settings) in seeds.BOARDS.items() if settings is SETTINGS]
KINDS = [seed.kind for seed in seeds.SEEDS]


def view(board: seeds.Board, settings: Settings, name: str = "board") -> BoardView:
    return BoardView(source_of_json(board, place=Place(file=f"{name}.json")), settings)


def check_alone(board: seeds.Board, settings: Settings, rules: Sequence[Rule]) -> list[Problem]:
    return check_board(view(board, settings), rules, lambda: json.dumps(board, indent=1))


def summaries(problems: Sequence[Problem]) -> list[tuple[str, str | None, str | None]]:
    return [(problem.rule, problem.panel, problem.query) for problem in problems]


@pytest.mark.parametrize("name", seeds.BOARDS)
def test_a_good_board_has_no_problems(name: str) -> None:
    for profile in ["mixin"] if name == "mixin" else ["default", "strict"]:
        assert summaries(check_alone(*seeds.BOARDS[name], RULES[profile])) == []


@pytest.mark.parametrize("seed", seeds.SEEDS, ids=KINDS)
def test_a_planted_fault_is_reported_at_the_right_place(seed: seeds.Seed) -> None:
    """All rules of the first profile that the rule takes part in run."""
    rule = next(rule for rule in load_built_in_rules() if rule.id == seed.rule)
    problems = check_alone(seed.plant_fault(), seeds.BOARDS[seed.on][1], RULES[rule.profiles[0]])
    assert summaries(problems) == [(seed.rule, seed.panel, seed.query)]
    assert seed.marked in {None, marked_part(problems[0])}


def marked_part(problem: Problem) -> str | None:
    return (problem.expression or "")[slice(*problem.span)] if problem.span else None


def facts_of(boards: dict[str, seeds.Board]) -> ProjectView:
    facts = [BoardFacts.from_board(view(board, SETTINGS, name)) for name, board in boards.items()]
    return ProjectView(facts, SETTINGS, whole=True)


def check_together(boards: dict[str, seeds.Board]) -> list[tuple[str, str]]:
    problems = check_project(
        facts_of(boards), RULES["strict"], lambda facts: json.dumps(boards[facts.place.file[:-5]])
    )
    return [(problem.rule, problem.place.file) for problem in problems]


def test_good_boards_have_no_problems_as_a_project() -> None:
    assert check_together({name: seeds.BOARDS[name][0] for name in ["by hand", *PROJECT]}) == []


@pytest.mark.parametrize("seed", seeds.PROJECT_SEEDS, ids=lambda seed: seed.rule)
def test_a_planted_fault_of_a_project_is_reported_at_the_right_board(
    seed: seeds.ProjectSeed,
) -> None:
    boards = {name: copy.deepcopy(seeds.BOARDS[name][0]) for name in ["by hand", *PROJECT]}
    seed.plant(boards[seed.on])
    assert check_together(boards) == [(seed.rule, f"{seed.found_on}.json")]


def test_every_rule_of_boards_has_a_seed_or_a_reason() -> None:
    """Rules that look at the configuration alone, such as those of alerts, see no board."""
    seeded = {seed.rule for seed in [*seeds.SEEDS, *seeds.PROJECT_SEEDS]}
    known = {rule.id for rule in load_built_in_rules() if rule.looks_at != (ConfigurationView,)}
    assert seeded | set(seeds.ELSEWHERE) == known
    assert not seeded & set(seeds.ELSEWHERE)


def test_at_least_30_rules_have_a_seed() -> None:
    assert len({seed.rule for seed in seeds.SEEDS}) >= 30
    assert max(Counter(KINDS).values()) == 1
