"""Docstrings, messages, comments, names and documents use plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from words.names import (
    functions_without_verb,
    generators_named_list,
    is_verb_and_noun,
    participle_file_names,
    participles,
    repeated_file_names,
    repeated_type_names,
)
from words.plain_words import findings
from words.texts import repository_files

FILES = list(repository_files())


def report(lines: list[str]) -> str:
    return "\n".join(["", *lines, "tests/words/word_list.toml lists the words to avoid."])


def test_texts_and_names_use_plain_words() -> None:
    assert FILES
    lines = findings(FILES)
    assert not lines, report(lines)


def test_functions_are_not_named_by_a_bare_participle() -> None:
    lines = [line for path in FILES if path.suffix == ".py" for line in participles(path)]
    assert not lines, report(lines)


def test_functions_are_named_by_a_verb_and_a_noun() -> None:
    lines = [
        line for path in FILES if path.suffix == ".py" for line in functions_without_verb(path)
    ]
    assert not lines, "\n".join(lines)


def test_generators_are_not_named_list() -> None:
    lines = [line for path in FILES if path.suffix == ".py" for line in generators_named_list(path)]
    assert not lines, "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "may_be_verb", "wanted"),
    [
        ("_read_panel", False, True),
        ("apply", True, True),
        ("_apply", False, False),
        ("_sections_of", False, False),
        ("_find_rows_of", False, False),
        ("panel_title", True, False),
    ],
)
def test_a_name_is_a_verb_and_a_noun(name: str, may_be_verb: bool, wanted: bool) -> None:
    assert is_verb_and_noun(name, may_be_verb=may_be_verb) is wanted


def test_files_are_not_named_by_a_bare_participle() -> None:
    files = participle_file_names()
    assert not files, "\n".join(files)


@pytest.mark.parametrize("repeated", [repeated_file_names, repeated_type_names])
def test_every_file_name_and_class_name_is_unique(
    repeated: Callable[[], Mapping[str, list[str]]],
) -> None:
    found = [f"{name}: {', '.join(places)}" for name, places in repeated().items()]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.py", '"""What Grafana has, as values."""\n', "a noun: "),
        ("a.py", "# All is told once.\n", "report, list"),
        ("a.py", "raise E(f'{n} boards are old')\n", "quantity("),
        ("a.py", "def test_it_tells_all() -> None: ...\n", "report, list"),
        ("a.py", "x = '''One line.\n\nThe same anew.\n'''\n", "again"),
        ("a.md", "| verb | What it compares |\n", "a noun: "),
        ("a.ts", "// Drawn beside the axis.\n", "next to"),
        ("a.schema.json", '{"description": "null when Grafana does not tell."}\n', "report, list"),
        ("tests/a.py", "def _told() -> None: ...\n", "report, list"),
    ],
)
def test_a_word_to_avoid_is_found(
    tmp_path: Path, name: str, content: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("words.texts.ROOT", tmp_path)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    assert [line for line in findings([path]) if wanted in line]


@pytest.mark.parametrize(
    "content",
    [
        '"""Return the panel\'s title."""\n',
        "# What is a counter? See the page.\n",
        "x = 'There is no board'\n",
        "x = f'{quantity(n, \"board\")} changed'\n",
        "x = 'the code span `tell` is a name'\n",
    ],
)
def test_a_plain_text_is_accepted(
    tmp_path: Path, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("words.texts.ROOT", tmp_path)
    (tmp_path / "a.py").write_text(content)
    assert findings([tmp_path / "a.py"]) == []
