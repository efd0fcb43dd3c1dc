"""Public boards of all ages and data sources: each gives problems or a clear refusal."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from boardwright.checks import Rule
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.settings import Settings
from boardwright.commands.checking.board_checks import (
    BoardToCheck,
    check_boards,
    check_single_board,
)
from checks.views import SETTINGS
from support import ROOT

CORPUS = ROOT.parent / "shared/corpus"
BOARDS = sorted(CORPUS.rglob("*.json"))
EVERY: tuple[Rule, ...] = tuple(load_built_in_rules())


def name_of(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


def work(path: Path) -> BoardToCheck:
    return BoardToCheck(name=name_of(path), path=path, folder=path.parent.name, named=True)


def require_corpus() -> None:
    """Skip where the boards are not, but fail in CI."""
    if not BOARDS:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CORPUS} has no boards, and CI skips nothing real")
        pytest.skip("the corpus of public boards is not on this machine")


def test_the_corpus_has_more_than_40_boards() -> None:
    require_corpus()
    assert len(BOARDS) > 40


@pytest.mark.parametrize("known", [Settings(), SETTINGS], ids=["outside a project", "in one"])
@pytest.mark.parametrize("path", BOARDS, ids=name_of)
def test_every_rule_accepts_every_board(path: Path, known: Settings) -> None:
    outcome = check_single_board(work(path), EVERY, known)
    assert outcome.error is None
    assert outcome.facts is not None
    text = path.read_text()
    data, lines = json.loads(text), text.count("\n") + 1
    for problem in outcome.problems:
        assert problem.what
        assert problem.fix
        assert 1 <= (problem.place.line or 0) <= lines
        leads_to(data, problem.pointer)
        start, end = problem.span or (0, 1)
        assert 0 <= start < end <= max(1, len(problem.expression or ""))


def leads_to(data: Any, pointer: tuple[str | int, ...]) -> None:
    """Follow a pointer; its last step may name a missing value."""
    for at, key in enumerate(pointer):
        if isinstance(data, dict) and key not in data and at == len(pointer) - 1:
            return
        data = data[key]


def test_two_processes_find_the_same_problems_as_one() -> None:
    require_corpus()
    every = [work(path) for path in BOARDS]
    alone = check_boards(every, EVERY, Settings(), processes=1)
    together = check_boards(every, EVERY, Settings(), processes=2)
    assert [outcome.problems for outcome in alone] == [outcome.problems for outcome in together]
