"""A diff as text and as Markdown, for boards with any content."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.board_comparison import compare_board
from boardwright.errors import ServerError
from boardwright.notation.plurals import format_quantity
from boardwright.report.diff_annotations import format_diff_annotations
from boardwright.report.diff_markdown import LIMIT, MARK, count_bytes, format_diff_markdown
from boardwright.report.diff_text import format_diff_lines
from boardwright.report.markdown_templates import format_code
from boardwright.schema.document import Place

from .boards import board, panel, query, row, thresholds

SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
NASTY = st.text(max_size=40) | st.sampled_from(
    [
        "```\n# x",
        "</code></details><script>",
        "| a | b |",
        "@octocat #12 https://example.org www.example.org",
        "[x](javascript:1)",
        "**b** _i_ ~~s~~ $x$ :smile:",
        "a\r\n\r\n<!-- -->",
        "\u202eabc\u2066",
        "\ud800",
        "&#96;`",
    ]
)


def diff_of(*pairs: tuple[Any, Any], errors: tuple[ServerError, ...] = ()) -> DiffResult:
    boards = tuple(
        BoardDiff(change=compare_board(*pair), place=Place(file="dashboards/a.py", line=3))
        for pair in pairs
    )
    return DiffResult(before="Grafana", after="the declared boards", boards=boards, errors=errors)


BEFORE = board(
    row("Row", 9),
    panel("A", 1, targets=[query("sum(rate(a_total[5m]))")]),
    panel("B", 2),
    panel("Gone", 3),
)
AFTER = board(
    row("Row", 9),
    panel("New", 4, targets=[query("up")]),
    panel("A", 1, targets=[query('sum(irate(a_total{job="x"}[5m]))')]),
    {**panel("B", 2), "title": "C"},
    refresh="1m",
)


def test_the_text_report_shows_each_change_with_its_place() -> None:
    assert list(format_diff_lines(diff_of((BEFORE, AFTER), (AFTER, AFTER)))) == [
        "Grafana -> the declared boards",
        "",
        '~ board "Board" (board): changed  dashboards/a.py:3',
        "    refresh: 1m",
        '    + panel "New" in row "Row": created',
        "        query A: up",
        '    ~ panel "A" in row "Row": changed',
        "        query A",
        "          - sum(rate(a_total[5m]))",
        "                ^^^^",
        '          + sum(irate(a_total{job="x"}[5m]))',
        "                ^^^^^        ^^^^^^^^^",
        '    ~ panel "C" in row "Row": renamed',
        "        title: B -> C",
        '    - panel "Gone" in row "Row": removed',
        "        query A: sum(rate(gone_total[5m]))",
        "",
        "2 boards: 1 changed, 1 same",
    ]


def test_each_kind_of_text_has_a_color() -> None:
    lines = "\n".join(
        format_diff_lines(diff_of((BEFORE, AFTER)), style=lambda text, kind: f"<{kind}>{text}")
    )
    assert '<created>+ panel "New"' in lines
    assert "<before>sum(rate(a_total[5m]))" in lines
    assert "<mark>" in lines


def test_new_and_removed_boards_are_summarised_in_text() -> None:
    assert list(format_diff_lines(diff_of((None, AFTER), (AFTER, None))))[2:6] == [
        '+ board "Board" (board): created  dashboards/a.py:3',
        "    3 panels, 1 row",
        "",
        '- board "Board" (board): removed  dashboards/a.py:3',
    ]


def test_the_markdown_report_shows_each_change() -> None:
    text = format_diff_markdown(diff_of((BEFORE, AFTER), (AFTER, AFTER)))
    assert text.startswith(f"{MARK}\n### Dashboards: 2 boards: 1 changed, 1 same\n")
    assert (
        "| | board | folder | panels |\n|---|---|---|---|\n"
        "| 🟡 changed | <code>Board</code> |  | 1 created, 1 removed, 1 renamed, 1 changed |\n"
    ) in text
    assert (
        "  - <code>query A</code>:<br>\n"
        "    − <code>sum(<b>rate</b>(a&#95;total&#91;5m&#93;))</code><br>\n"
        "    + <code>sum(<b>irate</b>(a&#95;total<b>{job=&#34;x&#34;}</b>&#91;5m&#93;))</code>\n"
    ) in text
    assert text.count("<details>") == text.count("</details>") == 1


def test_the_markdown_report_shows_escaped_errors() -> None:
    error = ServerError("no <b>answer</b>", where="http://x")
    text = format_diff_markdown(diff_of(errors=(error,)))
    assert "**1 error: some boards could not be compared.**" in text
    assert "<code>http&#58;//x&#58; no &#60;b&#62;answer&#60;/b&#62;</code>" in text


@given(NASTY)
def test_text_in_code_is_escaped(text: str) -> None:
    inline = format_code(text)
    inner = inline.removeprefix("<code>").removesuffix("</code>")
    assert re.fullmatch(r"(?:&#\d+;|[^\\`*_\[\]<>&!|~$:@#\"\n\r])*", inner)
    assert "www." not in inner.lower()
    assert html.unescape(inner).isprintable()


@SLOW
@given(NASTY, NASTY, NASTY, NASTY)
def test_no_text_of_a_board_becomes_markup(title: str, name: str, expr: str, unit: str) -> None:
    fields = {"defaults": {"unit": unit}, "overrides": []}
    before = board(
        panel("A", 1), templating={"list": [{"name": name, "type": "custom", "query": "a"}]}
    )
    after = board(
        row(name, 5),
        {**panel("A", 1), "title": title, "targets": [query(expr)], "fieldConfig": fields},
        tags=[name],
        links=[{"type": "link", "title": title, "url": expr}],
    )
    after["title"] = title
    text = format_diff_markdown(diff_of((before, after), (None, after), (after, None)))
    known = {"<code>", "</code>", "<b>", "</b>", "<br>", "<details>", "</details>",
             "<summary>", "</summary>", MARK}  # fmt: skip
    assert set(re.findall(r"<[^>]*>", text)) <= known
    for opening in ("<code>", "<b>", "<details>", "<summary>"):
        assert text.count(opening) == text.count(opening.replace("<", "</"))
    outside = re.sub(r"<code>.*?</code>", "", text)
    assert not re.search(r"[`@\[\]\\$~]", outside)
    assert all(line.count("|") == 5 for line in outside.splitlines() if line.startswith("|"))


def many(count: int, panels: int, length: int) -> list[tuple[Any, Any]]:
    found = []
    for number in range(count):
        name = f"Board {number} " + "x" * length
        old = board(*[panel(f"P{i}", i + 1) for i in range(panels)], uid=f"b{number}")
        new = board(
            *[
                panel(f"P{i}", i + 1, targets=[query(f"{number}{'y' * length}")])
                for i in range(panels)
            ],
            uid=f"b{number}",
        )
        found.append(({**old, "title": name}, {**new, "title": name}))
    return found


def of_one_helper(count: int) -> DiffResult:
    """Return the diff of boards whose panel a helper declares, after an edit of the helper."""
    boards = []
    for number in range(count):
        ids = {"uid": f"b{number}", "title": f"Board {number}"}
        before, after = (
            board(panel("Errors", 7, fieldConfig=thresholds(value)), **ids)
            for value in (0.01, 0.005)
        )
        places = {7: Place(file="dashboards/shared/panels.py", line=12)}
        boards.append(BoardDiff(change=compare_board(before, after), panel_places=places))
    sides = {"before": "Grafana", "after": "the declared boards"}
    return DiffResult(**sides, boards=tuple(boards), errors=())


def test_a_change_of_a_helper_is_reported_once() -> None:
    lines = list(format_diff_lines(of_one_helper(17)))
    assert lines[2:5] == [
        '~ in 17 boards: panel "Errors": changed  dashboards/shared/panels.py:12',
        "    threshold: orange from 0.01 -> orange from 0.005",
        "    boards: Board 0, Board 1, Board 2, Board 3, Board 4, Board 5, Board 6, Board 7, "
        "Board 8, Board 9,",
    ]
    assert lines[-1] == "17 boards: 17 changed"
    assert sum("threshold" in line for line in lines) == 1
    text = format_diff_markdown(of_one_helper(17))
    assert text.count("0.005") == 1
    assert all(f"<code>Board {number}</code>" in text for number in range(17))
    assert count_bytes(text) < 10_000
    annotations = list(format_diff_annotations(of_one_helper(17)))
    assert len(annotations) == 1
    assert annotations[0].startswith("::notice file=dashboards/shared/panels.py,line=12,")


@pytest.mark.parametrize("count", [51, 2000])
def test_boards_of_a_shared_change_that_are_not_listed_are_counted(count: int) -> None:
    text = format_diff_markdown(of_one_helper(count))
    assert f"and {count - 50} more" in text
    assert count_bytes(text) < 10_000


@pytest.mark.parametrize(
    ("count", "panels", "length"), [(1, 600, 200), (400, 2, 10), (2000, 1, 300), (40, 40, 2000)]
)
def test_a_comment_is_below_the_size_limit(count: int, panels: int, length: int) -> None:
    text = format_diff_markdown(diff_of(*many(count, panels, length)))
    assert count_bytes(text) <= LIMIT
    assert len(text) < 65_536
    assert text.count("<details>") == text.count("</details>") > 0
    assert f"{count} board" in text.splitlines()[1]
    shown = text.count("<details>")
    if shown < count:
        left = format_quantity(count - shown, "board")
        assert f"The details of {left} do not fit here: <code>Board" in text


def test_a_board_that_is_too_long_is_shortened_with_a_note() -> None:
    text = format_diff_markdown(diff_of(*many(1, 600, 200)))
    shown = text.count("- panel ")
    assert 10 < shown < 600
    assert f"- … and {format_quantity(600 - shown, 'change')} more\n" in text


@SLOW
@given(NASTY, NASTY)
def test_an_annotation_has_one_line(title: str, expr: str) -> None:
    after = board({**panel("A", 1), "title": title, "targets": [query(expr)]})
    after["title"] = title
    for line in format_diff_annotations(diff_of((board(panel("A", 1)), after))):
        assert re.fullmatch(
            r"::(notice|warning) file=dashboards/a\.py,line=3,title=[^\n\r]*::.*", line
        )
        assert "\r" not in line
