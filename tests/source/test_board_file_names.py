"""Names of modules: legal for Python, git and every file system, and unique."""

from __future__ import annotations

from keyword import iskeyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardwright.source.board_file_names import (
    make_unique_name,
    may_hold_boards,
    name_folder,
    name_module,
)


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Node Exporter Full", "node_exporter_full"),
        ("Kubernetes / Views / Pods", "kubernetes_views_pods"),
        ("Сервер №1", "сервер_no1"),
        ("ノード", "ノード"),
        ("1860", "board_1860"),
        ("class", "board_class"),
        ("conftest", "board_conftest"),
        ("__init__", "init"),
        ("../../etc/passwd", "etc_passwd"),
        ("🚀🚀", "from_the_uid"),
        ("\ud800", "from_the_uid"),
        ("x" * 300, "x" * 60),
        ("𝓝𝓸𝓭𝓮", "node"),
    ],
)
def test_the_title_of_a_board_becomes_a_module_name(title: str, stem: str) -> None:
    assert name_module(title, otherwise="from-the-uid") == stem


@given(st.text(), st.text())
def test_any_title_gives_a_legal_name(title: str, otherwise: str) -> None:
    stem = name_module(title, otherwise=otherwise)
    assert stem.isidentifier()
    assert not iskeyword(stem)
    assert not stem.startswith("_")
    assert len(stem.encode()) <= 200
    assert name_module(stem, otherwise="x") == stem or stem.startswith("board_")


@given(st.text())
def test_any_folder_title_gives_a_legal_folder_name(title: str) -> None:
    assert may_hold_boards(name_folder(title))


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Linux", True), ("Team A", True), ("a.b-c", True), ("Ünï", True)]
    + [
        (name, False) for name in ("_x", ".git", "tests", "a/b", "..", "", " a", "a ", "a:b", "a\n")
    ],
)
def test_folders_of_grafana_keep_their_names_if_these_are_legal(name: str, plain: bool) -> None:
    assert may_hold_boards(name) == plain


def test_names_are_unique_on_systems_that_ignore_case() -> None:
    assert make_unique_name("node", {"other"}) == "node"
    assert make_unique_name("node", {"node", "node_2"}) == "node_3"
    assert make_unique_name("STRASSE", {"straße".casefold()}) == "STRASSE_2"
