"""How values are written, and where lines break."""

from __future__ import annotations

import pytest

from boardwright.source.layout import module_text
from boardwright.source.literals import literal, pieces, text_literal
from boardwright.source.tree import Assign, Call, Module, Name, Scalar, Value, node_of


def text_of(value: object, width: int = 40) -> str:
    module = Module(docstring=("D.",), body=(Assign("x", node_of(value)),))
    return module_text(module, width=width).removeprefix('"""D."""\n\n')


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", '"a"'),
        ('say "a"', "'say \"a\"'"),
        ("it's", '"it\'s"'),
        ("\"it's\" 'x'", '"\\"it\'s\\" \'x\'"'),
        ("a\\b", '"a\\\\b"'),
        ("a\nb\t\0", '"a\\nb\\t\\x00"'),
        ("\u2028\ud800\U000e0001", '"\\u2028\\ud800\\U000e0001"'),
        ("日本", '"日本"'),
        (1e22, "1e22"),
        (1e-9, "1e-09"),
        (-0.0, "-0.0"),
        (True, "True"),
        (None, "None"),
        (2**64, "18446744073709551616"),
    ],
)
def test_literals(value: Scalar, expected: str) -> None:
    assert literal(value) == expected
    assert repr(eval(literal(value))) == repr(value)


def test_what_fits_stands_on_one_line() -> None:
    assert text_of({"a": [1, 2], "b": {}}) == 'x = {"a": [1, 2], "b": {}}\n'


def test_what_does_not_fit_is_opened_with_a_comma_after_each() -> None:
    assert text_of({"first": [1, 2], "second": "a text of some length"}) == (
        'x = {\n    "first": [1, 2],\n    "second": "a text of some length",\n}\n'
    )


def test_long_text_is_broken_at_its_lines_and_words() -> None:
    text = "one line\nanother line that is much too long for it"
    assert text_of({"a": text}) == (
        "x = {\n"
        '    "a": (\n'
        '        "one line\\n"\n'
        '        "another line that is much too "\n'
        '        "long for it"\n'
        "    ),\n"
        "}\n"
    )


@pytest.mark.parametrize("text", ["", "a b", "a" * 90, "sum(a,b)" * 20, "\n\n", " " * 90])
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text, 30)) == text


def test_only_names_are_written_as_names() -> None:
    for bad in ("", "1a", "a-b", "a b", "import", "a.", "ﬁ", "x)", "__import__('os')"):
        with pytest.raises(ValueError, match="is no Python name"):
            Name(bad)
        with pytest.raises(ValueError, match="is no Python name"):
            Call("f", keywords=((bad, Value(1)),))


def test_numbers_that_python_calls_equal_are_other_nodes() -> None:
    assert len({Value(1), Value(1.0), Value(True), Value(-0.0), Value(0.0), Value(0)}) == 6
    assert node_of([1]) != node_of([True])
    assert node_of({"a": [1]}) == node_of({"a": [1]})


def test_a_text_is_quoted_so_that_python_reads_it() -> None:
    for text in ('"', "'", '"""', "\\", "\\'", "'\"\\"):
        assert eval(text_literal(text)) == text
