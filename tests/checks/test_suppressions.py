"""Suppressions: the places of comments, and the problems that they hide."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import Problem
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.suppressed_problems import suppress_problems
from boardwright.checks.suppression import Suppression, iter_suppressions
from boardwright.schema.document import Place

MODULE = """\
from x import Board, Panel

board = Board(  # boardwright: ignore[board] all of it
    panels=[
        # boardwright: ignore[promql-syntax, duplicate-uid] waits for
        # another version
        Panel(
            title="a",  # boardwright: ignore[undefined-variable]: inside
        ),
        Panel(title="# boardwright: ignore[x] no comment"),
        make(),  # boardwright: ignore[stray] no anchor here
    ],
)
# boardwright: ignore
"""


def test_each_comment_applies_to_the_right_line() -> None:
    found = iter_suppressions(MODULE, file="b.py", anchors={3, 7, 10})
    shown = [(s.rules, s.reason, s.place.line, s.target and s.target.line) for s in found]
    assert shown == [
        (("board",), "all of it", 3, 3),
        (("promql-syntax", "duplicate-uid"), "waits for", 5, 7),
        (("undefined-variable",), "inside", 8, 7),
        (("stray",), "no anchor here", 11, 3),
        ((), "", 14, 15),
    ]


@pytest.mark.parametrize("text", ["def f(:  # boardwright: ignore[a] b\n", "'''# boardwright: "])
def test_suppressions_of_invalid_python_are_still_read(text: str) -> None:
    assert isinstance(list(iter_suppressions(text, file="b.py", anchors={1})), list)


def problem(**given: Any) -> Problem:
    data = {
        "rule": "promql-syntax",
        "severity": "error",
        "place": Place(file="b.py", line=7),
        "board_place": Place(file="b.py", line=3),
        "board": "Board",
        "board_uid": "uid",
        "panel": "Panel",
        "what": "is wrong",
        "fix": "Fix it.",
    }
    return Problem(**{**data, **given})


HERE = Place(file="boardwright.toml", line=9)
FITS = [
    ({"target": Place(file="b.py", line=7)}, True),
    ({"target": Place(file="b.py", line=3)}, True),
    ({"target": Place(file="b.py", line=8)}, False),
    ({"target": Place(file="a.py", line=7)}, False),
    ({}, True),
    ({"path": "b.py"}, True),
    ({"path": "*.py", "board": "uid", "panel": "Pan*"}, True),
    ({"board": "Board"}, True),
    ({"board": "Other"}, False),
    ({"path": "boards/*"}, False),
    ({"panel": "x"}, False),
]


@pytest.mark.parametrize(("given", "hides"), FITS)
def test_a_suppression_hides_the_problems_at_its_place(given: dict[str, Any], hides: bool) -> None:
    one = Suppression(rules=("promql",), reason="why", place=HERE, **given)
    rules = load_built_in_rules()
    became = suppress_problems(
        [problem()], [one], rules=rules, run_rules=rules, anchors=frozenset()
    )
    assert became.hidden == int(hides)
    assert became.views[0].used == int(hides)


def test_a_suppression_does_not_hide_other_rules() -> None:
    one = Suppression(rules=("duplicate-uid", "nonsense"), reason="why", place=HERE)
    rules = load_built_in_rules()
    became = suppress_problems(
        [problem()], [one], rules=rules, run_rules=rules, anchors=frozenset()
    )
    assert became.problems == (problem(),)
    assert became.views[0].unknown == ("nonsense",)


def test_no_suppression_is_unused_when_only_a_part_is_checked() -> None:
    one = Suppression(rules=("promql",), reason="why", place=HERE)
    rules = load_built_in_rules()
    became = suppress_problems(
        [], [one], rules=rules, run_rules=rules, anchors=frozenset(), whole=False
    )
    assert (became.views[0].ran, became.views[0].placed) == (False, True)
