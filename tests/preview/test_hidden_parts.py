"""Conditions of schema v2 in previews: hidden panels, and panels that move up."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.preview.board_page import PageContext, build_board_page
from boardwright.preview.board_plan import plan_board_page
from boardwright.preview.hidden_parts import is_shown
from boardwright.preview.page_model import PageSelection
from boardwright.preview.query_answers import Answer, AnswerSeries
from boardwright.preview.query_sources import QuerySource, QuerySources
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import VariableChoice
from boardwright.schema.display_conditions import read_conditions
from boardwright.schema.v2.v2_board import read_v2_board
from schema.v2.boards import Json, auto, board, data, grid, item, panel, query, row, rows, tab, tabs

NOW = 1_700_000_000_000
HOUR = 3_600_000
SOURCES = QuerySources(
    (QuerySource(uid="prom", name="Prom", type="prometheus", scrape=10_000),),
    default=None,
)


def condition(kind: str, **spec: Any) -> Json:
    return {"kind": f"ConditionalRendering{kind}", "spec": spec}


def group(*items: Json, visibility: str = "show", joined_by: str = "and") -> Json:
    spec = {"visibility": visibility, "condition": joined_by, "items": [*items]}
    return {"conditionalRendering": {"kind": "ConditionalRenderingGroup", "spec": spec}}


def job(operator: str, value: str) -> Json:
    return condition("Variable", variable="job", operator=operator, value=value)


ON = job("equals", "api")


def page_of(layout: Json, *, empty: str = "", job: str = "api", hours: int = 1) -> PageSelection:
    """Return the page of a board with three panels; the query `empty` has no series."""
    elements = {
        f"panel-{n}": panel(f"P{n}", id=n, data=data(query(f"up + {n}"))) for n in (1, 2, 3)
    }
    body = read_v2_board(board(elements=elements, layout=layout))
    span = TimeRange(start=NOW - hours * HOUR, end=NOW, text="")
    choices = {"job": VariableChoice(name="job", kind="custom", values=(job,), texts=(job,))}
    plan = plan_board_page(body, choices, sources=SOURCES, span=span)
    series = (AnswerSeries(labels={}, values=(1.0, 2.0)),)
    outcomes = {
        each.request: Answer(
            start=NOW, step=1000, series=() if each.request.sent == empty else series
        )
        for each in plan.queries
        if each.request is not None
    }
    context = PageContext(theme="dark", data="recorded")
    return build_board_page(body, [plan], outcomes, span=span, context=context).selections[0]


def titles(page: PageSelection) -> list[list[str]]:
    return [[view.panel["title"] for view in section.panels] for section in page.sections]


def hidden_item(name: str, **spec: Any) -> Json:
    return {
        "kind": "AutoGridLayoutItem",
        "spec": {"element": {"kind": "ElementReference", "name": name}, **spec},
    }


def grid_with_condition(*items: Json, **spec: Any) -> Json:
    """Return an automatic grid of three panels, the first of which has conditions."""
    found = auto("panel-1", "panel-2", "panel-3")
    found["spec"]["items"][0] = hidden_item("panel-1", **group(*items, **spec))
    return found


@pytest.mark.parametrize(
    ("layout", "more", "is_hidden"),
    [
        (grid_with_condition(ON), {}, False),
        (grid_with_condition(ON), {"job": "web"}, True),
        (grid_with_condition(ON, visibility="hide"), {}, True),
        (grid_with_condition(job("notEquals", "api")), {}, True),
        (grid_with_condition(job("matches", "^a")), {}, False),
        (grid_with_condition(job("notMatches", "^a")), {}, True),
        (grid_with_condition(job("matches", "(")), {}, True),
        (grid_with_condition(condition("Data", value=True)), {}, False),
        (grid_with_condition(condition("Data", value=True)), {"empty": "up + 1"}, True),
        (grid_with_condition(condition("TimeRangeSize", value="2h")), {}, False),
        (grid_with_condition(condition("TimeRangeSize", value="2h")), {"hours": 3}, True),
        (grid_with_condition(ON, condition("Data", value=False)), {}, True),
        (grid_with_condition(ON, condition("Data", value=False), joined_by="or"), {}, False),
    ],
)
def test_a_hidden_panel_of_an_automatic_grid_leaves_no_gap(
    layout: Json, more: Any, is_hidden: bool
) -> None:
    """The panels after a hidden one move to the places before theirs."""
    page = page_of(layout, **more)
    assert titles(page) == [["P2", "P3"] if is_hidden else ["P1", "P2", "P3"]]
    assert [view.grid["x"] for view in page.sections[0].panels] == [0, 8, 16][: 3 - is_hidden]
    assert len(page.hidden) == is_hidden
    assert all(note.startswith('panel "P1" (') for note in page.hidden)


@pytest.mark.parametrize("values", [("user",), ("user", "system")])
def test_conditions_on_variables_hide_the_same_panels_as_grafana(values: tuple[str, ...]) -> None:
    """The interface of a real 12.4.3 showed the same panels for one value, two values, and All."""
    choices = {"mode": VariableChoice(name="mode", kind="custom", values=values, texts=values)}
    span = TimeRange(start=NOW - HOUR, end=NOW, text="")

    def shows(operator: str, value: str) -> bool:
        item = condition("Variable", variable="mode", operator=operator, value=value)
        conditions = read_conditions(group(item)["conditionalRendering"])
        return is_shown(conditions, choices, span, has_data=True)

    shown = {
        ("equals", "user"): True,
        ("notEquals", "user"): False,
        ("matches", "^us"): True,
        ("notMatches", "^us"): False,
        ("matches", "ser"): True,
        ("equals", "idle"): False,
        ("notEquals", "idle"): True,
    }
    assert {each: shows(*each) for each in shown} == shown


def test_a_condition_of_a_panel_with_a_fixed_position_has_no_effect() -> None:
    layout = grid(item("panel-1", **group(job("equals", "other"))), item("panel-2", 12))
    assert titles(page_of(layout)) == [["P1", "P2"]]


def test_a_hidden_tab_hides_the_rows_in_it() -> None:
    inner = rows(row("R", grid(item("panel-1"))))
    layout = tabs(tab("A", inner, **group(ON)), tab("B", grid(item("panel-2"))))
    assert titles(page_of(layout)) == [[], ["P1"], ["P2"]]
    page = page_of(layout, job="web")
    assert titles(page) == [["P2"]]
    assert page.hidden == ('tab "A" (shown if job equals "api")',)


def test_a_row_has_data_if_a_panel_in_it_has_data() -> None:
    data_only = group(condition("Data", value=True))
    layout = rows(row("R", auto("panel-1"), **data_only), row("S", auto("panel-2")))
    assert titles(page_of(layout)) == [["P1"], ["P2"]]
    assert titles(page_of(layout, empty="up + 1")) == [["P2"]]


def test_levels_and_kinds_of_sections_are_on_the_page() -> None:
    layout = tabs(tab("A", rows(row("R", grid(item("panel-1"))))), tab("B", auto("panel-2")))
    heads = [section.row for section in page_of(layout).sections]
    assert [(head.title, head.kind, head.level) for head in heads if head] == [
        ("A", "tab", 0),
        ("R", "row", 1),
        ("B", "tab", 0),
    ]
