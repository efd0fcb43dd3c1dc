from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.titles import run
from boardwright.errors import DocumentError

from .helpers import CONTEXT, board, mark, remarks


@pytest.mark.parametrize("title", ["", "   ", None])
def test_a_board_without_a_title_is_refused_with_the_place(title: Any) -> None:
    with pytest.raises(DocumentError) as error:
        run(mark(board(title=title), line=7), CONTEXT)
    assert error.value.where == "dashboards/node.py:7"
    assert "no title" in error.value.what


@pytest.mark.parametrize("title", ["🚀🔥", "x" * 189, "Ω"])
def test_any_other_title_is_kept(title: str) -> None:
    after = run(board(title=title), CONTEXT)
    assert after["title"] == title
    assert not remarks(after)


def test_a_title_too_long_for_some_databases_is_remarked() -> None:
    after = run(board(title="x" * 5000), CONTEXT)
    assert remarks(after) == (
        (
            "the board's title has 5000 characters, but a Grafana with MySQL or PostgreSQL "
            "stores only 189"
        ),
    )


@pytest.mark.parametrize("title", ["x" * 5001, "🚀" * 1251])
def test_a_title_too_long_for_grafana_is_refused(title: str) -> None:
    with pytest.raises(DocumentError, match="the board's title has 500"):
        run(board(title=title), CONTEXT)


def test_spaces_around_a_title_are_removed() -> None:
    assert run(board(title=" Node "), CONTEXT)["title"] == "Node"
