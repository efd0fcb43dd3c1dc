"""Fixes: the intended change, and no other byte."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardwright.checks import BoardView
from boardwright.checks.fixes import FIXES, ValueChange, apply_changes
from boardwright.checks.positions import JsonLines
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.rule_execution import check_board
from boardwright.checks.views.reading import source_of_json
from boardwright.commands.checking.fix import FixedFile, fix_text
from boardwright.errors import BoardwrightError, DocumentError
from boardwright.found.json_files import parse_json
from boardwright.report.fix_report import format_file_diff
from boardwright.schema.document import Place
from checks.test_any_json import mutated
from checks.views import SETTINGS
from support import ROOT

CORPUS = ROOT.parent / "shared/corpus"
FILES = sorted(CORPUS.rglob("*.json")) if CORPUS.is_dir() else []
RULES = tuple(rule for rule in load_built_in_rules() if rule.id in FIXES)
PLACE = Place(file="board.json")
PROMETHEUS = {"type": "prometheus", "uid": "prometheus"}


def text_of(*panels: Any, indent: int | str | None = 2, **board: Any) -> str:
    return json.dumps({"title": "Board", **board, "panels": list(panels)}, indent=indent)


def fix_with(text: str, *rules: str) -> str:
    return fix_text(text, rules or tuple(FIXES), SETTINGS, place=PLACE)[0]


def panels(text: str) -> Any:
    return json.loads(text)["panels"]


def change_data(data: Any) -> tuple[Any, int]:
    """Return the document with every change made in the data, and how many there were."""
    data, count = copy.deepcopy(data), 0
    for changes_of in FIXES.values():
        source = source_of_json(data, place=PLACE)
        for change in list(changes_of(BoardView(source, SETTINGS))):
            *way, key = source.convert_pointer(change.pointer)
            owner = data
            for step in way:
                owner = owner[step]
            owner[key] = change.value
            count += 1
    return data, count


def hold(text: str) -> None:
    """Check everything that a fix promises, on one file."""
    try:
        data = parse_json(text.encode(), place=PLACE)
        source = source_of_json(data, place=PLACE)
    except BoardwrightError:
        return
    if source.form != "classic":
        assert fix_with(text) == text
        return
    wanted, count = change_data(data)
    after, changes = fix_text(text, tuple(FIXES), SETTINGS, place=PLACE)
    assert parse_json(after.encode(), place=PLACE) == wanted
    assert changes == count
    assert (after == text) == (count == 0)
    assert fix_with(after) == after
    assert not check_board(
        BoardView(source_of_json(wanted, place=PLACE), SETTINGS), RULES, lambda: after
    )
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    assert after.count("\r\n") == after.count("\n") or "\r\n" not in text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CORPUS).as_posix())
@pytest.mark.parametrize("crlf", [False, True])
def test_a_corpus_file_has_the_intended_changes_only(file: Path, crlf: bool) -> None:
    text = file.read_bytes().decode()
    if crlf:
        text = "\ufeff" + re.sub("\r?\n", "\r\n", text)
    hold(text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CORPUS).as_posix())
def test_every_other_line_of_a_corpus_file_is_unchanged(file: Path) -> None:
    before = file.read_bytes().decode()
    try:
        after = fix_with(before, "non-null-id", "missing-panel-id", "overlapping-panels")
    except DocumentError:
        return
    if before.count("\n") < 10:
        return
    touched = re.compile(r'\s*("id": (\d+|null)|"y": \d+),?\r?')
    old, new = (
        [line for line in text.split("\n") if not touched.fullmatch(line)]
        for text in (before, after)
    )
    assert old == new


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(), st.sampled_from([None, 0, 1, "\t"]), st.booleans(), st.booleans(), st.booleans())
def test_fixes_of_a_board_with_odd_parts_are_safe(
    data: Any, indent: int | str | None, tight: bool, crlf: bool, mark: bool
) -> None:
    text = json.dumps(data, indent=indent, separators=(",", ":") if tight else None)
    text = text.replace("\n", "\r\n") if crlf else text
    hold("\ufeff" + text if mark else text)


def test_the_id_of_a_board_in_an_envelope_becomes_null() -> None:
    text = '{"meta": {"id": 4}, "dashboard": {"id": 17, "title": "B", "panels": []}}'
    assert fix_with(text) == text.replace("17", "null")


def test_missing_ids_follow_the_largest() -> None:
    row = {"id": 3, "type": "row", "panels": [{"type": "stat"}]}
    after = fix_with(text_of({"type": "stat", "id": None}, row, {"id": 7}))
    assert [panel["id"] for panel in panels(after)] == [8, 3, 7]
    assert panels(after)[1]["panels"][0] == {"id": 9, "type": "stat"}


def test_an_id_of_zero_is_replaced() -> None:
    after = fix_with(text_of({"id": 0}, {"id": 0}, {"id": 5}))
    assert [panel["id"] for panel in panels(after)] == [6, 7, 5]


def test_the_later_of_two_panels_with_one_id_has_a_new_id() -> None:
    clone = {"id": 1, "repeatPanelId": 1}
    after = fix_with(text_of({"id": 1}, {"id": 2}, {"id": 1}, clone, {"id": 1}))
    assert [panel["id"] for panel in panels(after)] == [1, 2, 3, 1, 4]


def test_new_ids_do_not_exceed_the_largest_id_of_grafana() -> None:
    after = fix_with(text_of({"id": 2**31 - 1}, {}, {"id": 1}, {"id": 1}))
    assert [panel["id"] for panel in panels(after)] == [2**31 - 1, 2, 1, 3]


def at(y: float, x: float = 0, w: float = 12, h: float = 8, **more: Any) -> dict[str, Any]:
    return {"gridPos": {"h": h, "w": w, "x": x, "y": y}, **more}


@pytest.mark.parametrize(
    ("boxes", "lines"),
    [
        pytest.param([at(0), at(0)], [0, 8], id="the later of two goes down"),
        pytest.param([at(4), at(0)], [8, 0], id="the lower of two goes down"),
        pytest.param([at(0), at(4), at(12)], [0, 8, 16], id="panels below go down, too"),
        pytest.param([at(0), at(4), at(40)], [0, 8, 40], id="gaps stay"),
        pytest.param([at(0), at(4, x=12), at(4)], [0, 4, 8], id="panels at the side stay"),
        pytest.param([at(0), at(30), at(9, x=20)], [0, 30, 9], id="nothing to move"),
        pytest.param(
            [at(0), at(4), at(8, w=24, h=1, type="row"), at(9, x=12)],
            [0, 8, 16, 17],
            id="a row takes its panels along",
        ),
        pytest.param([at(0), at(2.5, h=1.5)], [0, 8], id="broken numbers"),
        pytest.param([at(0), at(0, h=10**9)], [0, 0], id="positions off the board stay"),
        pytest.param([at(0), at(0, repeatPanelId=1)], [0, 0], id="clones stay"),
    ],
)
def test_overlapping_panels_move_down(boxes: list[Any], lines: list[float]) -> None:
    boxes = [{"id": number, **box} for number, box in enumerate(boxes, 1)]
    after = fix_with(text_of(*boxes))
    assert [panel["gridPos"]["y"] for panel in panels(after)] == lines
    assert re.sub(r'"y": \d+', "", after) == re.sub(r'"y": [\d.]+', "", text_of(*boxes))


def test_panels_of_a_collapsed_row_move_only_within_the_row() -> None:
    row = at(0, w=24, h=1, id=1, type="row", panels=[at(1, id=2), at(1, id=3)])
    after = fix_with(text_of(row, at(1, id=4)))
    assert [panel["gridPos"]["y"] for panel in panels(after)[0]["panels"]] == [1, 9]
    assert [panel["gridPos"]["y"] for panel in panels(after)] == [0, 1]


def test_old_data_source_references_become_objects() -> None:
    queries = [{"refId": "A", "expr": "up"}]
    before = text_of(
        {"id": 1, "datasource": "Prometheus"},
        {"id": 2, "datasource": "Loki"},
        {"id": 3, "datasource": "${DS_PROMETHEUS}"},
        {"id": 4, "targets": queries},
        {"id": 5, "targets": [{"refId": "A", "rawSql": "select 1"}]},
        {"id": 6, "datasource": "-- Mixed --", "targets": [{"datasource": "prometheus"}]},
    )
    found = panels(fix_with(before))
    assert [panel.get("datasource") for panel in found] == [
        PROMETHEUS,
        "Loki",
        "${DS_PROMETHEUS}",
        PROMETHEUS,
        None,
        "-- Mixed --",
    ]
    assert found[5]["targets"] == [{"datasource": PROMETHEUS}]


def test_an_object_is_written_with_the_surrounding_indentation() -> None:
    before = text_of({"id": 1, "datasource": "Prometheus"}, indent="\t")
    lines = ["{", '\t"type": "prometheus",', '\t"uid": "prometheus"', "}"]
    assert fix_with(before) == before.replace('"Prometheus"', "\n\t\t\t".join(lines))
    assert fix_with(before.replace("\n", "\r\n")) == fix_with(before).replace("\n", "\r\n")
    before = '{"title":"B","panels":[{"datasource":"Prometheus","id":1}]}'
    after = '{"type":"prometheus","uid":"prometheus"}'
    assert fix_with(before) == before.replace('"Prometheus"', after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", '{"id": 1}'),
        ("{ }", '{"id": 1 }'),
        ('{"a":1}', '{"id":1,"a":1}'),
        ('{"a": 1}', '{"id": 1, "a": 1}'),
        ('{ "a": 1, "b": 2 }', '{ "id": 1, "a": 1, "b": 2 }'),
        ('{\r\n\t"a" : 1\r\n}', '{\r\n\t"id" : 1,\r\n\t"a" : 1\r\n}'),
        ('{"a": {},\n\n  "b": 2}', '{"id": 1,\n  "a": {},\n\n  "b": 2}'),
        ('{"id": [2, {}] , "b": 2}', '{"id": 1 , "b": 2}'),
        ('{"id": 5, "id": 6}', '{"id": 5, "id": 1}'),
        ('\ufeff {"i\\u0064": 2}', '\ufeff {"i\\u0064": 1}'),
    ],
)
def test_a_change_keeps_the_surrounding_format(before: str, after: str) -> None:
    assert apply_changes(before, [ValueChange(("id",), 1)]) == after


@pytest.mark.parametrize("text", ["[]", '{"a": 1}', '{"a": [', "", "{"])
def test_a_change_of_a_missing_value_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="the JSON has no value at a/0/id"):
        apply_changes(text, [ValueChange(("a", 0, "id"), 1)])


def test_the_span_of_a_value_is_its_text() -> None:
    text = '\ufeff {"a": [1, {"b" : "x"}], "c": -1.5e3}'
    lines = JsonLines(text)
    for pointer, value in {("a", 1): '{"b" : "x"}', ("a", 1, "b"): '"x"', ("c",): "-1.5e3"}.items():
        start, end = lines.find_span(pointer) or (0, 0)
        assert text[start:end] == value
    assert lines.find_span(("a", 2)) is None
    assert lines.find_members(("a",)) is None


def test_a_difference_has_the_form_of_a_git_patch() -> None:
    file = FixedFile(
        name="a.json", before='{\r\n"id": 7\u2028}', after='{\r\n"id": null}', changes=1
    )
    assert list(format_file_diff(file)) == [
        "--- a/a.json",
        "+++ b/a.json",
        "@@ -1,2 +1,2 @@",
        " {\r",
        '-"id": 7\u2028}',
        "\\ No newline at end of file",
        '+"id": null}',
        "\\ No newline at end of file",
    ]
