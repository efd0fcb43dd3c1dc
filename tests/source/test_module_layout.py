"""How values are written, and where lines break."""

from __future__ import annotations

import pytest

from boardwright.source.module_layout import ModuleFormatter, render_module
from boardwright.source.syntax_tree import (
    Assign,
    ClassCall,
    Module,
    Name,
    Node,
    Scalar,
    TextWithNames,
    Value,
    to_node,
)
from boardwright.source.text_literals import format_literal, format_text, split_text


def text_of(value: object, width: int = 40) -> str:
    return node_text(to_node(value), width)


def node_text(node: Node, width: int = 40) -> str:
    module = Module(docstring=("D.",), imports={}, body=(Assign("x", node),))
    return render_module(module, ModuleFormatter(width)).removeprefix('"""D."""\n\n')


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
def test_literals_are_written_as_ruff_writes_them(value: Scalar, expected: str) -> None:
    assert format_literal(value) == expected
    assert repr(eval(format_literal(value))) == repr(value)


def test_data_that_fits_is_written_on_one_line() -> None:
    assert text_of({"a": [1, 2], "b": {}}) == 'x = {"a": [1, 2], "b": {}}\n'


def test_long_data_has_a_line_for_each_entry() -> None:
    assert text_of({"first": [1, 2], "second": "a text of some length"}) == (
        'x = {\n    "first": [1, 2],\n    "second": "a text of some length",\n}\n'
    )


def test_the_arguments_of_a_call_share_a_line_if_they_fit() -> None:
    """As ruff writes them."""
    call = ClassCall("make_a_thing", keywords=(("first", Value(1)), ("second", Value("text"))))
    assert node_text(call) == 'x = make_a_thing(first=1, second="text")\n'
    assert node_text(call, 36) == 'x = make_a_thing(\n    first=1, second="text"\n)\n'
    assert node_text(call, 20) == 'x = make_a_thing(\n    first=1,\n    second="text",\n)\n'


def test_long_text_breaks_at_its_lines_and_words() -> None:
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


def test_queries_break_at_their_operators() -> None:
    query = 'sum(rate(errors_total{job="a"}[5m])) / sum(rate(requests_total{job="a"}[5m]))'
    assert text_of(query, 60) == (
        "x = (\n"
        "    'sum(rate(errors_total{job=\"a\"}[5m])) / '\n"
        "    'sum(rate(requests_total{job=\"a\"}[5m]))'\n"
        ")\n"
    )


def test_names_in_queries_are_not_split() -> None:
    parts = ("sum(rate(errors_total", Name("JOB"), "[5m])) / sum(rate(requests", Name("JOB"))
    node = TextWithNames((*parts, "[5m]))"))
    assert node_text(node, 44) == (
        "x = (\n"
        '    f"sum(rate(errors_total{JOB}[5m])) / "\n'
        '    f"sum(rate(requests{JOB}[5m]))"\n'
        ")\n"
    )


@pytest.mark.parametrize("text", ["", "a b", "a" * 90, "sum(a,b)" * 20, "\n\n", " " * 90])
def test_the_parts_of_a_split_text_are_the_text(text: str) -> None:
    assert "".join(map(eval, split_text(Value(text), 30))) == text


def test_text_that_is_not_a_python_name_is_refused_as_a_name() -> None:
    for bad in ("", "1a", "a-b", "a b", "import", "a.", "ﬁ", "x)", "__import__('os')"):
        with pytest.raises(ValueError, match="is not a Python name"):
            Name(bad)
        with pytest.raises(ValueError, match="is not a Python name"):
            ClassCall("f", keywords=((bad, Value(1)),))


def test_numbers_equal_only_in_python_are_different_nodes() -> None:
    assert len({Value(1), Value(1.0), Value(True), Value(-0.0), Value(0.0), Value(0)}) == 6
    assert to_node([1]) != to_node([True])
    assert to_node({"a": [1]}) == to_node({"a": [1]})


def test_python_reads_quoted_text_back_unchanged() -> None:
    for text in ('"', "'", '"""', "\\", "\\'", "'\"\\"):
        assert eval(format_text(text)) == text
