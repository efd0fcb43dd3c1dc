"""A board's text stays data: nothing in it becomes code, and all of it is restored."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from boardwright.errors import BoardwrightError, DocumentError
from boardwright.promql.lexical import quote_text
from boardwright.source.board_module import SourceStyle
from compiler import strategies

from .nodes import find_unexpected
from .round_trip import judge_source, round_trip, source_of

STYLES: tuple[SourceStyle, ...] = ("grafanalib", "dict")

NASTY = (
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    "\\n",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "{{ job }}",
    "{job}",
    "${job:regex}",
    "%s",
    "\u2028",
    "\u202e",
    "\ud800",
    "\ufeff",
    "ﬁ",
    "日本",
    "🚀",
    "__import__('os').system('false')",
    '")); raise SystemExit(7) #',
    "#",
    "\\N{BULLET}",
    "\\ud800",
)
TEXT = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), max_size=6).map("".join)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
SETTINGS = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@st.composite
def boards(draw: st.DrawFn) -> dict[str, Any]:
    """Return boards of any shape with text that looks like code wherever text may be."""
    board = draw(strategies.boards())
    board["title"] = draw(TEXT.filter(str.strip))
    for panel in board["panels"]:
        panel["title"] = draw(TEXT)
        panel["description"] = draw(TEXT)
        panel[draw(TEXT.filter(lambda key: key[:1] != "$"))] = draw(JSON)
        for target in panel.get("targets") or ():
            target["expr"] = draw(TEXT)
    name = draw(TEXT)
    kind = draw(st.sampled_from(["query", "custom", "textbox", "constant", "datasource"]))
    variable = {"name": name, "type": kind, "query": draw(TEXT), "current": {"value": draw(TEXT)}}
    return {**board, "templating": {"list": [variable]}, draw(TEXT): draw(JSON)}


@pytest.mark.parametrize("style", STYLES)
@given(body=boards())
@SETTINGS
def test_any_board_is_written_as_data_and_read_back_unchanged(
    style: SourceStyle, body: dict[str, Any], tmp_path: Path
) -> None:
    try:
        source = source_of(body, style)
    except DocumentError:
        assume(False)
    assert find_unexpected(source) == []
    assert judge_source(body, source, tmp_path).differences == ()


METRICS = st.sampled_from(["up", "a_total", "b_bytes", "sum", "metric", "title", "options"])
LABELS = ("job", "instance", "series", "legend", "class", "dict", "JOB", "_x")


@st.composite
def queries(draw: st.DrawFn) -> list[str]:
    """Return queries that select by the same labels in different forms."""
    shared = ",".join(
        f"{label}{draw(st.sampled_from(['=', '!=', '=~', '!~']))}{quote_text(draw(TEXT))}"
        for label in draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=3, unique=True))
    )
    found = []
    for _ in range(draw(st.integers(5, 9))):
        more = draw(
            st.sampled_from(["", ',mode="idle"', f",mode={quote_text(draw(TEXT))}", ",", " "])
        )
        series = f"{draw(METRICS)}{{{shared}{more}}}"
        form = draw(st.sampled_from(FORMS))
        found.append(form.format(series, draw(METRICS)))
    return found


FORMS = (
    "{0}",
    "rate({0}[5m])",
    "irate({0}[$__rate_interval])",
    "{0} - {0} * 2",
    "({0} - {1}) / {0}",
    "sum by (job) (rate({0}[$w]))",
    "sum({0}) by (job)",
    "{0} > 1",
    "avg({0}",
)


@given(asked=queries(), alike=st.booleans(), titles=st.lists(TEXT, min_size=9, max_size=9))
@SETTINGS
def test_queries_that_share_labels_are_read_back_unchanged(
    asked: list[str], alike: bool, titles: list[str], tmp_path: Path
) -> None:
    """The queries become f-strings and functions, with any text in the labels."""
    targets = [{"expr": expr, "legendFormat": titles[n]} for n, expr in enumerate(asked)]
    held = [targets[n : n + 1] for n in range(len(targets))] if alike else [targets]
    panels = [
        {"type": "timeseries", "title": titles[n], "targets": each} for n, each in enumerate(held)
    ]
    body = {"title": "x", "uid": "x", "panels": panels}
    source = source_of(body)
    assert find_unexpected(source) == []
    assert judge_source(body, source, tmp_path).differences == ()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", NASTY)
def test_text_that_looks_like_code_is_kept_exactly(
    style: SourceStyle, text: str, tmp_path: Path
) -> None:
    body = {
        "title": f"a{text}b",
        "uid": "x",
        "panels": [{"type": "text", "title": text, "options": {"content": text, text: text}}],
        "templating": {"list": [{"name": text, "type": "textbox", "query": text}]},
    }
    assert find_unexpected(source_of(body, style)) == []
    assert round_trip(body, style, tmp_path).outcome != "different"


@pytest.mark.parametrize("number", [2**53 + 1, 2**64, -(10**40), 1e300, 1e-9, -0.0, 0.1])
def test_numbers_are_written_exactly(number: float, tmp_path: Path) -> None:
    body = {"title": "x", "panels": [{"type": "mine", "options": {"a": number}}]}
    for style in STYLES:
        assert round_trip(body, style, tmp_path).differences == ()
    assert repr(number).replace("e+", "e") in source_of(body, "dict")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_have_are_refused(number: float) -> None:
    body = {"title": "x", "panels": [{"type": "mine", "options": {"a": number}}]}
    for style in STYLES:
        with pytest.raises(BoardwrightError, match=r"panels\[0\].options.a is (nan|inf)"):
            source_of(body, style)


def test_the_deepest_accepted_data_is_written(tmp_path: Path) -> None:
    deep: dict[str, Any] = {"end": 1}
    for _ in range(90):
        deep = {"in": deep}
    body = {"title": "x", "panels": [{"type": "mine", "title": "y", "options": deep}]}
    for style in STYLES:
        assert round_trip(body, style, tmp_path).outcome != "different"


def test_an_imported_module_runs_without_output(tmp_path: Path) -> None:
    file = tmp_path / "imported.py"
    body = {"title": '"); print("ran") #', "panels": [{"type": "text", "title": "t"}]}
    file.write_text(source_of(body))
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
