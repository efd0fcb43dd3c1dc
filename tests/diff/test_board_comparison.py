"""Comparing two boards: differences that are reported, and those that are not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardwright.compiler.normal_form import normalise_board
from boardwright.diff.board_comparison import compare_board
from boardwright.diff.changes import BoardChange, Change, PanelChange
from compiler.strategies import boards
from support import ROOT

from .boards import NAMES, PROMETHEUS, board, panel, query, row

SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def kinds(change: BoardChange) -> list[tuple[str, str]]:
    return [(each.kind, each.title) for each in change.panels]


def summarise(change: BoardChange) -> list[tuple[str, Any, Any]]:
    """Return name, old and new value of each change: first of the board, then of the panels."""
    changes = [*change.changes, *(inner for each in change.panels for inner in each.changes)]
    return [(each.what, each.before, each.after) for each in changes]


def one(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return the changes of the only panel of two boards."""
    return summarise(compare_board(board(before), board(after)))


def test_a_board_equals_itself() -> None:
    some = board(panel("A", 1), row("Row", 2, panel("B", 3)))
    change = compare_board(some, {**some, "id": 3, "version": 7})
    assert change == BoardChange(uid="board", title="Board", kind="same")


def test_a_new_board_is_reported_as_created() -> None:
    change = compare_board(None, board(panel("A", 1)))
    query_a = Change(
        kind="added", path="/targets/0/expr", what="query A", after="sum(rate(a_total[5m]))"
    )
    assert change == BoardChange(
        uid="board",
        title="Board",
        kind="created",
        panels=(
            PanelChange(
                id=1, title="A", type="timeseries", row="", kind="created", changes=(query_a,)
            ),
        ),
    )


def test_a_removed_board_is_reported_as_removed() -> None:
    change = compare_board(board(panel("A", 1)), None)
    assert (change.kind, kinds(change)) == ("removed", [("removed", "A")])
    assert summarise(change) == [("query A", "sum(rate(a_total[5m]))", None)]


def test_a_board_in_another_folder_is_reported_as_changed() -> None:
    some = board(panel("A", 1))
    change = compare_board(some, some, folder_before="Old", folder_after="New")
    assert (change.kind, change.folder_before, change.folder_after) == ("changed", "Old", "New")
    assert compare_board(some, some, folder_before="Old", folder_after="Old").kind == "same"
    assert compare_board(some, some, folder_before=None, folder_after="New").kind == "same"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            {"targets": [query("sum(irate(a_total[5m]))")]},
            ("query A", "sum(rate(a_total[5m]))", "sum(irate(a_total[5m]))"),
        ),
        (
            {"targets": [query("sum(rate(a_total[5m]))", legendFormat="{{job}}")]},
            ("query A legend", None, "{{job}}"),
        ),
        (
            {"targets": [query("sum(rate(a_total[5m]))"), query("up", "B")]},
            ("query B", None, "up"),
        ),
        ({"targets": []}, ("query A", "sum(rate(a_total[5m]))", None)),
        (
            {"fieldConfig": {"defaults": {"unit": "s"}, "overrides": []}},
            ("unit", None, "s (seconds)"),
        ),
        (
            {"fieldConfig": {"defaults": {"custom": {"lineWidth": 2}}, "overrides": []}},
            ("line width", 1, 2),
        ),
        (
            {"options": {"legend": {"placement": "right"}}},
            ("legend placement", "bottom", "right"),
        ),
        ({"description": "Why"}, ("description", None, "Why")),
        ({"transparent": True}, ("transparent", None, True)),
        ({"place": {"w": 6, "h": 8}}, ("size", "12 × 8", "6 × 8")),
        ({"interval": "1m"}, ("interval", None, "1m")),
        (
            {"links": [{"title": "Runbook", "url": "https://x.org"}]},
            ("link", None, '"Runbook" to https://x.org'),
        ),
        (
            {"transformations": [{"id": "sortBy", "options": {}}]},
            ("transformation", None, "sortBy"),
        ),
        (
            {
                "datasource": {**PROMETHEUS, "uid": "P2"},
                "targets": [
                    query("sum(rate(a_total[5m]))") | {"datasource": {**PROMETHEUS, "uid": "P2"}}
                ],
            },
            ("data source", "prometheus", "prometheus P2"),
        ),
        (
            {
                "fieldConfig": {
                    "defaults": {},
                    "overrides": [
                        {
                            "matcher": {"id": "byName", "options": "in"},
                            "properties": [{"id": "unit", "value": "Bps"}],
                        }
                    ],
                }
            },
            ('override of field "in"', None, "unit Bps (bytes a second)"),
        ),
    ],
)
def test_one_change_in_a_panel_gives_one_line(
    more: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert one(panel("A", 1), panel("A", 1, **more)) == [expected]


def thresholds(*steps: tuple[float | None, str]) -> dict[str, Any]:
    found = [{"value": value, "color": color} for value, color in steps]
    fields = {"thresholds": {"mode": "absolute", "steps": found}}
    return panel("A", 1, fieldConfig={"defaults": fields, "overrides": []})


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([(None, "green"), (80, "red")], [(None, "green"), (90, "red")],
         [("threshold", "red from 80", "red from 90")]),
        ([(None, "green"), (80, "red")], [(None, "green"), (50, "orange"), (80, "red")],
         [("threshold", None, "orange from 50")]),
        ([(None, "green"), (80, "red")], [(None, "green")],
         [("threshold", "red from 80", None)]),
        ([(None, "green"), (80, "red")], [(None, "blue"), (80, "red")],
         [("threshold", "green as base", "blue as base")]),
    ],
)  # fmt: skip
def test_a_changed_threshold_is_described_in_words(before: Any, after: Any, expected: Any) -> None:
    assert one(thresholds(*before), thresholds(*after)) == expected


def override(*properties: tuple[str, Any]) -> dict[str, Any]:
    found = [{"id": name, "value": value} for name, value in properties]
    overrides = [{"matcher": {"id": "byRegexp", "options": "/in/"}, "properties": found}]
    return panel("A", 1, fieldConfig={"defaults": {}, "overrides": overrides})


def test_a_changed_override_is_described_by_its_fields() -> None:
    before, after = override(("unit", "s"), ("custom.lineWidth", 1)), override(("unit", "ms"))
    assert one(before, after) == [
        ("override of fields /in/ unit", "s (seconds)", "ms (milliseconds)"),
        ("override of fields /in/ line width", 1, None),
    ]


def test_defaults_of_another_type_are_not_reported() -> None:
    assert one(panel("A", 1), panel("A", 1, type="stat")) == [("type", "timeseries", "stat")]


def test_a_changed_transformation_is_described_by_its_option() -> None:
    first, second = (
        panel("A", 1, transformations=[{"id": "sortBy", "options": {"desc": desc}}])
        for desc in (True, False)
    )
    assert one(first, second) == [("transformation sortBy desc", True, False)]


@pytest.mark.parametrize(
    ("key", "before", "after", "expected"),
    [
        ("title", "Old", "New", ("title", "Old", "New")),
        ("tags", ["a", "b"], ["a"], ("tag", "b", None)),
        ("refresh", "30s", "1m", ("refresh", "30s", "1m")),
        ("time", {"from": "now-6h", "to": "now"}, {"from": "now-1h", "to": "now"},
         ("time range", None, "now-1h to now")),
        ("links", [], [{"type": "link", "title": "Home", "url": "/"}],
         ("link", None, '"Home" to /')),
        ("templating", {"list": []},
         {"list": [{"name": "env", "type": "custom", "query": "a,b"}]},
         ("variable env", None, "custom a,b")),
        ("templating", {"list": [{"name": "env", "type": "custom", "query": "a,b"}]},
         {"list": [{"name": "env", "type": "custom", "query": "a,b,c"}]},
         ("variable env", "a,b", "a,b,c")),
        ("templating", {"list": [{"name": "env", "type": "custom", "query": "a,b"}]},
         {"list": [{"name": "env", "type": "custom", "query": "a,b", "multi": True}]},
         ("variable env multi-value", None, True)),
        ("templating",
         {"list": [{"name": n, "type": "custom", "query": "a"} for n in ("x", "y")]},
         {"list": [{"name": n, "type": "custom", "query": "a"} for n in ("y", "x")]},
         ("order of variables", "x, y", "y, x")),
        ("annotations", {"list": []},
         {"list": [{"name": "deploys", "expr": "deploys", "datasource": PROMETHEUS}]},
         ("annotation deploys", None, "deploys")),
    ],
)  # fmt: skip
def test_one_change_in_a_board_gives_one_line(
    key: str, before: Any, after: Any, expected: tuple[Any, ...]
) -> None:
    change = compare_board(board(**{key: before}), board(**{key: after}))
    assert summarise(change) == [expected]
    assert (change.kind, change.panels) == ("changed", ())


SAVES = json.loads((ROOT / "tests/recordings/grafana-12.2/editor-saves.json").read_text())


@pytest.mark.parametrize("name", SAVES)
def test_a_save_in_the_editor_changes_only_the_edited_field(name: str) -> None:
    """Recorded: the board as it was deployed, and after its description was edited by hand."""
    change = compare_board(SAVES[name]["before"], SAVES[name]["after"])
    assert [each.what for each in change.changes] == ["description"]
    assert change.panels == ()


@pytest.mark.parametrize("lowest", [{}, {"value": None}, {"value": 0}, {"value": 5}])
def test_the_value_of_the_lowest_threshold_is_ignored(lowest: dict[str, Any]) -> None:
    steps = [{"color": "green", "value": None}, {"color": "red", "value": 80}]
    old = panel("A", 1, fieldConfig=fields(thresholds={"mode": "absolute", "steps": steps}))
    steps = [{"color": "green", **lowest}, {"color": "red", "value": 80}]
    new = panel("A", 1, fieldConfig=fields(thresholds={"mode": "absolute", "steps": steps}))
    assert compare_board(board(old), board(new)).kind == "same"


@pytest.mark.parametrize(
    ("kind", "unit", "most", "same"),
    [
        ("stat", "percent", 100, True),
        ("stat", "percentunit", 1, True),
        ("stat", "percent", 1, False),
        ("stat", "bytes", 100, False),
        ("gauge", "percent", 100, False),
    ],
)
def test_the_default_range_of_percentages_is_not_a_difference(
    kind: str, unit: str, most: int, same: bool
) -> None:
    old = {**panel("A", 1), "type": kind, "fieldConfig": fields(unit=unit)}
    new = {**old, "fieldConfig": fields(unit=unit, min=0, max=most)}
    assert (compare_board(board(old), board(new)).kind == "same") is same


def fields(**defaults: Any) -> dict[str, Any]:
    return {"defaults": defaults, "overrides": []}


def test_a_new_panel_on_top_is_one_change() -> None:
    old = [panel(title, number) for number, title in enumerate("ABCDEFGH", start=1)]
    change = compare_board(board(*old), board(panel("New", 99), *old))
    assert kinds(change) == [("created", "New")]
    assert change.changes == ()


def test_a_new_panel_on_top_of_a_renumbered_board_is_one_change() -> None:
    old = [panel(title, number) for number, title in enumerate("ABCDEFGH", start=1)]
    new = [panel(title, number) for number, title in enumerate(["New", *"ABCDEFGH"], start=1)]
    change = compare_board(board(*old), board(*new))
    assert kinds(change) == [("created", "New")]
    assert [each.what for each in change.changes] == ["panel ids"]


def test_a_renamed_panel_is_reported_as_renamed() -> None:
    change = compare_board(board(panel("A", 1)), board({**panel("A", 1), "title": "B"}))
    assert kinds(change) == [("renamed", "B")]
    assert summarise(change) == [("title", "A", "B")]


@pytest.mark.parametrize("key", ["query", "rawSql", "queryText", "url"])
def test_the_text_of_a_query_is_named_by_the_ref_id(key: str) -> None:
    """The change is "query A", under any key in which the plugin stores the text."""
    before, after = ({"refId": "A", key: text} for text in ("old", "new"))
    changes = one(panel("A", 1, targets=[before]), panel("A", 1, targets=[after]))
    assert changes == [("query A", "old", "new")]


def test_a_renamed_panel_with_another_id_is_matched_by_its_queries() -> None:
    change = compare_board(
        board(panel("A", 1), panel("X", 2)), board({**panel("A", 7), "title": "B"}, panel("X", 2))
    )
    assert kinds(change) == [("renamed", "B")]


def test_a_panel_with_a_new_title_and_new_queries_is_matched_by_its_id() -> None:
    change = compare_board(board(panel("A", 1), panel("X", 2)), board(panel("B", 1), panel("X", 2)))
    assert kinds(change) == [("renamed", "B")]


def test_a_panel_with_a_new_title_and_new_matchers_is_matched_by_its_metrics() -> None:
    old = panel("Orders", 1, targets=[query('sum(rate(orders_total{shop="a"}[5m]))')])
    new = panel("Sales", 7, targets=[query('sum(rate(orders_total{shop=~"a|b"}[5m]))')])
    (change,) = compare_board(board(old, panel("X", 2)), board(panel("X", 2), new)).panels
    assert (change.title, change.kind) == ("Sales", "renamed")
    other = panel("Sales", 7, targets=[query("sum(rate(refunds_total[5m]))")])
    found = compare_board(board(old, panel("X", 2)), board(panel("X", 2), other)).panels
    assert [each.kind for each in found] == ["created", "removed"]


def test_a_text_without_a_title_is_matched_by_its_position() -> None:
    def text_panel(words: str, number: int) -> dict[str, Any]:
        return {"type": "text", "id": number, "options": {"mode": "markdown", "content": words}}

    before = board(panel("A", 1), text_panel("one", 2), panel("B", 3))
    after = board(panel("A", 1), text_panel("two", 9), panel("B", 3))
    (changed,) = compare_board(before, after).panels
    assert (changed.kind, changed.id) == ("changed", 9)
    assert [change.what for change in changed.changes] == ["content"]


def test_a_panel_moved_to_the_end_is_one_move() -> None:
    old = [panel(title, number) for number, title in enumerate("ABCDE", start=1)]
    change = compare_board(board(*old), board(*old[1:], old[0]))
    assert kinds(change) == [("moved", "A")]
    assert summarise(change) == [("place", "first", 'after "E"')]


def test_a_panel_in_another_row_is_reported_as_moved() -> None:
    a, b, c = panel("A", 2), panel("B", 3), panel("C", 5)
    change = compare_board(
        board(row("One", 1), a, b, row("Two", 4), c), board(row("One", 1), b, row("Two", 4), c, a)
    )
    assert kinds(change) == [("moved", "A")]
    assert summarise(change) == [("place", 'row "One", first', 'row "Two", after "C"')]


def test_a_new_row_between_panels_moves_no_panel() -> None:
    old = [panel(title, number) for number, title in enumerate("ABCD", start=1)]
    change = compare_board(board(*old), board(*old[:2], row("New", 9), *old[2:]))
    assert kinds(change) == [("created", "New")]


def test_a_removed_row_moves_no_panel() -> None:
    old = [panel(title, number) for number, title in enumerate("ABCD", start=1)]
    change = compare_board(board(*old[:2], row("Gone", 9), *old[2:]), board(*old))
    assert kinds(change) == [("removed", "Gone")]


def test_two_swapped_rows_are_one_move() -> None:
    one_, two = [row("One", 1), panel("A", 2)], [row("Two", 3), panel("B", 4)]
    change = compare_board(board(*one_, *two), board(*two, *one_))
    assert [each.kind for each in change.panels] == ["moved"]


def test_a_collapsed_row_is_one_change() -> None:
    a, b = panel("A", 2), panel("B", 3)
    change = compare_board(board(row("Row", 1), a, b), board(row("Row", 1, a, b)))
    assert kinds(change) == [("changed", "Row")]
    assert summarise(change) == [("collapsed", None, True)]


def test_panels_pushed_down_by_a_larger_panel_are_not_reported() -> None:
    old = [panel(title, number) for number, title in enumerate("ABCD", start=1)]
    grown = board(*old)
    for each, height in zip(grown["panels"], (12, 8, 8, 8), strict=True):
        each["gridPos"] = {**each["gridPos"], "h": height}
    change = compare_board(board(*old), grown)
    assert kinds(change) == [("moved", "A")]
    assert summarise(change) == [("size", "12 × 8", "12 × 12")]


def test_a_panel_moved_sideways_is_reported_with_both_places() -> None:
    before, after = (board(panel("A", 1, place={"x": x, "w": 12})) for x in (0, 6))
    assert summarise(compare_board(before, after)) == [
        ("place", "column 0, line 0", "column 6, line 0")
    ]


def test_malformed_boards_are_still_compared() -> None:
    change = compare_board({"uid": "x", "panels": [1]}, {"uid": "x", "panels": [2]})
    assert (change.kind, [each.what for each in change.changes]) == ("changed", ["panels"])


@SLOW
@given(boards())
def test_any_board_equals_itself(body: dict[str, Any]) -> None:
    assert compare_board(body, body).kind == "same"
    assert compare_board(body, normalise_board(body)).kind == "same"


@SLOW
@given(boards(), boards())
def test_reported_changes_agree_with_the_normal_form(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    there, back = compare_board(first, second), compare_board(second, first)
    assert (there.kind == "same") == (normalise_board(first) == normalise_board(second))
    assert (there.kind == "same") == (back.kind == "same")


@SLOW
@given(NAMES, st.integers(0, 10))
def test_an_inserted_panel_is_one_created_panel_and_the_reverse_one_removed(
    names: list[str], place: int
) -> None:
    old = [panel(name, number) for number, name in enumerate(names, start=1)]
    new = [*old[:place], panel("New", 99), *old[place:]]
    assert kinds(compare_board(board(*old), board(*new))) == [("created", "New")]
    assert kinds(compare_board(board(*new), board(*old))) == [("removed", "New")]


@SLOW
@given(NAMES, st.randoms(use_true_random=False))
def test_the_fewest_moves_are_reported(names: list[str], random: Any) -> None:
    old = [panel(name, number) for number, name in enumerate(names, start=1)]
    if len(old) < 2:
        return
    source, target = random.sample(range(len(old)), 2)
    new = list(old)
    new.insert(target, new.pop(source))
    change = compare_board(board(*old), board(*new))
    assert [each.kind for each in change.panels] == ["moved"]
    assert change.changes == ()
