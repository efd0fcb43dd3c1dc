from __future__ import annotations

import json

import pytest

from boardwright.checks import Problem
from boardwright.checks.baseline import build_baseline, list_new_problems, read_baseline
from boardwright.errors import ConfigError
from boardwright.schema.document import Place


def problem(line: int, what: str = "is wrong") -> Problem:
    place = Place(file="b.py", line=line)
    return Problem(rule="r", severity="error", place=place, what=what, fix="Fix it.", panel="P")


def test_known_problems_stay_hidden_after_a_move() -> None:
    known = read_baseline(json.dumps(build_baseline([problem(1), problem(2)])).encode(), where="x")
    new = [problem(11), problem(12), problem(13), problem(1, "is worse")]
    assert list_new_problems(new, known) == (problem(13), problem(1, "is worse"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "problems": [{}]}', "[" * 9999])
def test_files_that_are_not_a_baseline_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="not a baseline"):
        read_baseline(text.encode(), where="x.json")


def test_a_baseline_of_another_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="version 2"):
        read_baseline(b'{"version": 2, "problems": []}', where="x.json")
