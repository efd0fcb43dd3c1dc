from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.annotations import BUILT_IN, run

from .helpers import CONTEXT, board


def complete(*annotations: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run(board(annotations={"list": list(annotations)}), CONTEXT)[
        "annotations"
    ]["list"]
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [BUILT_IN]),
        (
            [{"name": "Deploys", "expr": "x", "hide": None}],
            [BUILT_IN, {"name": "Deploys", "expr": "x", "enable": True, "iconColor": "red"}],
        ),
        (
            [{"builtIn": True, "name": "A", "datasource": "-- Grafana --"}],
            [{**BUILT_IN, "name": "A", "datasource": "-- Grafana --"}],
        ),
        (
            [{"name": "x", "enable": False, "builtIn": 0}],
            [BUILT_IN, {"name": "x", "enable": False, "iconColor": "red"}],
        ),
    ],
)
def test_the_built_in_annotation_is_added_and_nulls_are_removed(
    before: list[Any], after: list[Any]
) -> None:
    assert complete(*before) == after
