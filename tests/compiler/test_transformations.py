from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.transformations import run

from .helpers import one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"id": "merge", "options": {}}, {"id": "merge", "options": {}}),
        ({"id": "merge"}, {"id": "merge", "options": {}}),
        (
            {"id": "seriesToColumns", "options": {"byField": "Time"}},
            {"id": "joinByField", "options": {"mode": "outer", "byField": "Time"}},
        ),
    ],
)
def test_transformations_get_valid_ids_and_options(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert one(run, {"type": "table", "transformations": [before]})["transformations"] == [after]
