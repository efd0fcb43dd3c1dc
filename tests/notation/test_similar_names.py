"""A hint suggests the name that the user probably meant, or lists the names that exist."""

from __future__ import annotations

import pytest

from boardwright.notation.similar_names import (
    ask_for_name,
    find_similar_name,
    list_names,
    suggest_name,
)

KNOWN = ("node", "nodes", "up")


@pytest.mark.parametrize(
    ("name", "similar"),
    [
        ("nod", "node"),
        ("NODES", "nodes"),  # difflib alone finds no similarity: no character is equal
        ("Node", "node"),
        ("x", None),
        ("", None),
    ],
)
def test_the_most_similar_name_is_found(name: str, similar: str | None) -> None:
    assert find_similar_name(name, KNOWN) == similar


@pytest.mark.parametrize(("cutoff", "similar"), [(0.75, "node"), (0.76, None)])
def test_a_higher_cutoff_finds_fewer_names(cutoff: float, similar: str | None) -> None:
    """`nope` and `node` have 3 equal characters of 4: the similarity is 2 * 3 / (4 + 4) = 0.75."""
    assert find_similar_name("nope", KNOWN, cutoff=cutoff) == similar


def test_known_names_may_be_an_iterator() -> None:
    assert find_similar_name("UP", iter(KNOWN)) == "up"


def test_a_suggestion_has_the_form_of_a_question() -> None:
    assert suggest_name("nod", KNOWN, otherwise="See the list.") == "Did you mean 'node'?"
    assert suggest_name("x", KNOWN, otherwise="See the list.") == "See the list."
    assert ask_for_name("a_total", "a") == "Did you mean 'a_total' or 'a'?"


def test_a_list_counts_the_names_after_the_twentieth() -> None:
    names = [f"n{number}" for number in range(22)]
    assert list_names("Boards", [*names, "n0"]) == f"Boards: {', '.join(names[:20])} and 2 more."
    assert list_names("Boards", KNOWN) == "Boards: node, nodes, up."
    assert list_names("Boards", ()) == "Boards: none."
