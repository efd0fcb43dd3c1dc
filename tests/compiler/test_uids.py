from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from boardwright.compiler.passes.uids import run
from boardwright.errors import DocumentError
from boardwright.schema.document import Place

from .helpers import CONTEXT, board, document

LEGAL = re.compile(r"[a-zA-Z0-9_-]{1,40}")


def uid_of(title: str, file: str = "dashboards/node.py") -> str:
    place = Place(file=file)
    context = replace(CONTEXT, document=replace(document({}), place=place))
    uid = run(board(title=title), context)["uid"]
    assert isinstance(uid, str)
    return uid


@pytest.mark.parametrize("uid", ["a", "A_b-9", "0" * 40])
def test_a_legal_uid_is_kept(uid: str) -> None:
    assert run(board(uid=uid), CONTEXT)["uid"] == uid


@pytest.mark.parametrize("uid", ["a" * 41, "a/b", "ü", "a b", 5, "a\n"])
def test_an_illegal_uid_is_refused(uid: Any) -> None:
    with pytest.raises(DocumentError) as error:
        run(board(uid=uid), CONTEXT)
    assert repr(uid) in error.value.what
    assert "40" in str(error.value.hint)


@pytest.mark.parametrize("title", ["Node", "🚀🔥", "", "x" * 5000, "Größe", "\udc80", "../../etc"])
def test_a_legal_uid_is_derived_from_any_title(title: str) -> None:
    assert LEGAL.fullmatch(uid_of(title))
    assert uid_of(title) == uid_of(title)


def test_a_uid_has_the_file_the_title_and_a_hash() -> None:
    assert re.fullmatch(r"node-cpu-und-speicher-[0-9a-f]{8}", uid_of("CPU und Speicher"))
    assert re.fullmatch(r"node-[0-9a-f]{8}", uid_of("🚀"))
    assert re.fullmatch(r"[0-9a-f]{8}", uid_of("🚀", "dashboards/日本.py"))


def test_another_file_or_title_gives_another_uid() -> None:
    assert (
        len(
            {
                uid_of("Node"),
                uid_of("Node "),
                uid_of("Node", "dashboards/other/node.py"),
            }
        )
        == 3
    )


@pytest.mark.parametrize("uid", [None, ""])
def test_a_missing_uid_is_derived(uid: Any) -> None:
    assert LEGAL.fullmatch(run(board(uid=uid), CONTEXT)["uid"])
