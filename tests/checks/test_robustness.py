"""Files of real boards with odd parts: each gives problems or a refusal, never a trace.

`test_any_json` gives odd data to the rules; here whole files are read, from bytes, as the command
reads them, with every rule there is, and all boards are looked at together after.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardwright.checks import BoardFacts, ProjectView
from boardwright.checks.metrics import read_exposition
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.rule_execution import check_project
from boardwright.commands.checking.board_checks import (
    BoardCheckResult,
    BoardToCheck,
    check_single_board,
    read_board_source,
)
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.json_files import parse_json
from boardwright.schema.document import Place
from checks import seeds
from checks.test_any_json import CLASSIC
from checks.test_views import V2
from checks.views import SETTINGS
from json_paths import JsonPath, iter_paths, value_at

RULES = tuple(load_built_in_rules())
KNOWN = replace(
    SETTINGS,
    catalogue=read_exposition(
        '# TYPE http_requests_total counter\nhttp_requests_total{code="200"} 1\n', where="test"
    ),
)
SMALL: list[dict[str, Any]] = [
    CLASSIC,
    V2,
    seeds.BY_HAND,
    {"dashboard": seeds.BY_HAND, "meta": {"slug": "service"}},
    {**seeds.BOARDS["node"][0], "panels": seeds.BOARDS["node"][0]["panels"][:8]},
]
EXPRESSIONS = [
    "",
    "$",
    "${",
    "[[",
    "sum(",
    "rate(x_total[$__rate_interval:$__interval])",
    'x{a="\\',
    "(" * 300 + "x" + ")" * 300,
    "-" * 500 + "x",
    "1 + " * 400 + "x",
    "x[99999999999999999999y]",
    "rate(x_total[0s])",
    'x{a=~"(((a+)+)+)+b",a="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"}',
    'x{a=~"[",a="b"}',
    'x{a=~"a{99999999}",a="b"}',
    "histogram_quantile(x_bucket)",
    "sum by (${a:csv}, $b, [[c]]) (x) / $d",
    "1e999 / 0x7fffffffffffffff",
    "x offset -99999999y @ 1e308",
    '{"λ.ü", "🙂"="\U0001f642"}',
    "topk($k, $metric{$filter})[$range:]",
]
WRITTEN = frozenset({"expr", "query", "legendFormat", "repeat", "regex", "interval", "refresh"})
NUMBERS = [-1, 0, 10**19, -(10**30), 10**400, 1e308, 5e-324, float("nan"), float("inf"), 2**53 + 1]
TEXTS = ["", " ", "\0", "\ud800", "ünïcödé \u200b", "🙂" * 50, "now-99999999999y", "-5s", "9" * 400]
NESTED: Any = "x"
for _ in range(60):
    NESTED = [{"panels": NESTED, "targets": [NESTED] if isinstance(NESTED, str) else {}}]

ODD = st.one_of(
    st.sampled_from([None, True, False, [], {}, [[]], [None], {"": None}, {"type": 5}]),
    st.sampled_from(NUMBERS),
    st.sampled_from(TEXTS),
    st.sampled_from(EXPRESSIONS),
    st.just(NESTED),
    st.text(max_size=12),
    st.lists(st.integers() | st.none() | st.text(max_size=3), max_size=3),
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Draw a small board, of which keys are missing, and values of wrong kinds."""
    data = copy.deepcopy(draw(st.sampled_from(SMALL)))
    for _ in range(draw(st.integers(1, 5))):
        known = list(iter_paths(data))
        if not known:
            break
        way = draw(st.sampled_from(known))
        holder = value_at(data, way[:-1])
        what = draw(st.sampled_from(["delete", "replace", "replace", "twice", "expression"]))
        if what == "delete":
            del holder[way[-1]]
        elif what == "twice" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[way[-1]]))
        elif what == "expression":
            queries = [found for found in known if found[-1] in {"expr", "query"}]
            _replace(
                data, draw(st.sampled_from(queries or [way])), draw(st.sampled_from(EXPRESSIONS))
            )
        else:
            holder[way[-1]] = copy.deepcopy(draw(ODD))
    return json.dumps(data, indent=draw(st.sampled_from([None, 2]))).encode()


def _replace(data: Any, way: JsonPath, value: Any) -> None:
    value_at(data, way[:-1])[way[-1]] = value


def check_files(*contents: bytes) -> list[BoardCheckResult]:
    """Check some files as the command does, and then all of them together."""
    with TemporaryDirectory() as folder:
        outcomes = [
            _check_file(Path(folder) / f"{at}.json", each) for at, each in enumerate(contents)
        ]
        facts = [outcome.facts for outcome in outcomes if isinstance(outcome.facts, BoardFacts)]
        texts = {f"{at}.json": each.decode(errors="replace") for at, each in enumerate(contents)}
        together = ProjectView(facts, KNOWN, whole=True)
        for problem in check_project(together, RULES, lambda board: texts[board.place.file]):
            assert problem.what
        return outcomes


def _check_file(path: Path, content: bytes) -> BoardCheckResult:
    path.write_bytes(content)
    outcome = check_single_board(
        BoardToCheck(name=path.name, path=path, folder="", named=True), RULES, KNOWN
    )
    assert outcome.error is None or isinstance(outcome.error, BoardwrightError)
    assert (outcome.error is None) != (outcome.facts is None)
    for problem in outcome.problems:
        assert problem.what
        assert problem.fix
        str(problem.place)
        json.dumps([problem.pointer, problem.span, problem.expression])
    return outcome


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_boards_with_odd_parts_cause_no_trace(content: bytes) -> None:
    check_files(content)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(documents(), min_size=2, max_size=3))
def test_several_boards_with_odd_parts_cause_no_trace(contents: list[bytes]) -> None:
    check_files(*contents)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_files_with_odd_bytes_cause_no_trace(data: st.DataObject) -> None:
    """Bytes cut off, inserted and removed: mostly invalid JSON, which must be reported."""
    content = bytearray(json.dumps(data.draw(st.sampled_from(SMALL)), indent=1).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.sampled_from([0, 1, 5, len(content)]))
        odd = data.draw(
            st.sampled_from([b"", b"\xff", b"\xef\xbb\xbf", b"NaN", b"1e999", b'"', b"{"])
        )
        content[at : at + length] = odd
    check_files(bytes(content))


@pytest.mark.parametrize("expr", EXPRESSIONS, ids=range(len(EXPRESSIONS)))
def test_odd_expressions_in_every_field_cause_no_trace(expr: str) -> None:
    board = copy.deepcopy(CLASSIC)
    for *way, key in list(iter_paths(CLASSIC)):
        holder = value_at(board, way)
        if key in WRITTEN and isinstance(holder[key], str):
            holder[key] = expr
    (outcome,) = check_files(json.dumps(board).encode())
    assert outcome.error is None


def nest_lists(depth: int, inner: str) -> bytes:
    return f'{{"title": "Deep", "panels": {"[" * depth}{inner}{"]" * depth}}}'.encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"[]",
        b"null",
        b"5",
        b'"text"',
        b'{"title": NaN, "panels": []}',
        b'{"title": "a", "panels": [{"id": 1e999}]}',
        b'{"title": "a", "panels": [{"id": ' + b"9" * 5000 + b"}]}",
        b'{"title": "a", "panels": [], "panels": [{"type": "stat"}, 5, null]}',
        b'\xef\xbb\xbf{"title": "a", "panels": []}',
        b'{"title": "\\ud800", "panels": [{"title": "\\udfff", "targets": [{"expr": "\\ud800"}]}]}',
        b"\xff\xfe{\0}\0",
        nest_lists(100, "{}"),
        nest_lists(3000, "{}"),
        nest_lists(200_000, ""),
        b'{"panels": [' * 120 + b"]}" * 120,
        b'{"dashboard": ' * 40 + b'{"panels": []}' + b"}" * 40,
    ],
    ids=range(18),
)
def test_odd_files_cause_no_trace(content: bytes) -> None:
    check_files(content)


@pytest.mark.parametrize("depth", [99, 101, 500])
def test_check_accepts_the_same_nesting_as_build(depth: int) -> None:
    """The board is the first level, and `options` the second. The limit is 100 levels."""
    content = f'{{"title": "Deep", "panels": [], "options": {"[" * depth}{"]" * depth}}}'.encode()
    (outcome,) = check_files(content)
    if depth + 1 <= 100:
        assert outcome.error is None
        return
    with pytest.raises(DeclarationError) as caught:
        parse_json(content, place=Place(file="deep.json"))
    assert outcome.error is not None
    assert outcome.error.what == caught.value.what


def test_check_reads_a_number_beyond_64_bits_exactly(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"title": "A", "panels": [], "version": 18446744073709551617}')
    board, _ = read_board_source(BoardToCheck(name="a.json", path=path, folder=""))
    assert board.body["version"] == 2**64 + 1
