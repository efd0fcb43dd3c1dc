from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.refids import run

from .helpers import one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([None, "", "missing"], ["A", "B", "missing"]),
        (["A", "B"], ["A", "B"]),
        (["A", "A", "A"], ["A", "B", "C"]),
        (["B", "", "A"], ["B", "C", "A"]),
        (["Q", ""], ["Q", "A"]),
        ([""] * 28, [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB"]),
        ([5, True], ["A", "B"]),
    ],
)
def test_missing_and_repeated_ref_ids_are_replaced(before: list[Any], after: list[str]) -> None:
    panel = {"type": "stat", "targets": [{"refId": name} for name in before]}
    assert [target["refId"] for target in one(run, panel)["targets"]] == after
