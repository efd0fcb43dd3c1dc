from __future__ import annotations

from dataclasses import replace

from boardwright.compiler.passes.tags import run

from .helpers import CONTEXT, board, document


def test_tags_are_joined_in_order_and_once() -> None:
    context = replace(CONTEXT, tags=("team", "a"), document=document({}, tags=("b", "team")))
    after = run(board(tags=["z", "a", 5, ""]), context)
    assert after["tags"] == ["z", "a", "5", "b", "team", "boardwright:demo"]


def test_an_empty_project_tag_is_not_added() -> None:
    assert run(board(), replace(CONTEXT, tag=""))["tags"] == []
