"""Real, public boards of all ages as source, and back, where the folder of them is there."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from boardwright.compiler.normal_form import drop_filled_values
from boardwright.schema.envelopes import is_v2, unwrap_board
from boardwright.source.board_module import SourceStyle
from boardwright.source.verdict import compare_compiled

from .round_trip import both

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted(CORPUS.rglob("*.json"))

if not FILES:
    if os.environ.get("CI") == "true":
        pytest.fail(f"the corpus of public boards is not at {CORPUS}", pytrace=False)
    pytest.skip("the corpus of public boards is not on this machine", allow_module_level=True)


def _classic() -> dict[str, dict[str, Any]]:
    found = {str(path.relative_to(CORPUS)): json.loads(path.read_text()) for path in FILES}
    return {
        name: unwrap_board(data)
        for name, data in found.items()
        if not is_v2(data.get("spec", data))
    }


BOARDS = _classic()


@pytest.mark.parametrize("style", ["dict", "grafanalib"])
@pytest.mark.parametrize("name", BOARDS)
def test_no_setting_of_a_public_board_is_lost(
    name: str, style: SourceStyle, tmp_path: Path
) -> None:
    """A deploy of an imported board writes nothing either: `diff` sees no change."""
    before, after = both(BOARDS[name], style, tmp_path)
    assert compare_compiled(before, after)[1] == ()
    assert drop_filled_values(before) == drop_filled_values(after)
