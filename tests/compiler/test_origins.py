from __future__ import annotations

from boardwright.compiler.passes.origins import run
from boardwright.schema.document import REMARKS

from .helpers import CONTEXT, board, mark


def test_private_keys_are_removed() -> None:
    panel = mark({"type": "stat", "targets": [mark({"expr": "up"})], REMARKS: ("x",)})
    before = mark(board({"type": "row", "panels": [panel]}))
    after = run(before, CONTEXT)
    assert after == board(
        {"type": "row", "panels": [{"type": "stat", "targets": [{"expr": "up"}]}]}
    )


def test_the_result_shares_no_object_with_the_input() -> None:
    inner = {"a": [1, {"b": 2}]}
    after = run(board({"options": inner}), CONTEXT)
    assert after["panels"][0]["options"]["a"] is not inner["a"]
    assert after["panels"][0]["options"]["a"][1] is not inner["a"][1]
