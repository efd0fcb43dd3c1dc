"""Tabs, automatic grids and conditions of the library, compiled to both schemas."""

from __future__ import annotations

from typing import Any

import pytest
from grafanalib.core import Dashboard, Stat, Templating
from tests.compiler.helpers import CONTEXT, document

from boardwright.compiler.pipeline import compile_document
from boardwright.errors import DeclarationError, DocumentError
from boardwright.library import (
    all_of,
    any_of,
    auto_grid,
    custom_variable,
    row,
    show,
    show_when,
    show_when_data,
    show_when_range,
    switch,
    tab,
    tabs,
)
from boardwright.schema.document import Document
from boardwright.schema.v1_form import drop_v2_parts
from boardwright.schema.v2.v2_spec import write_v2_spec

from .plain import Json, plain


def compile_panels(panels: list[Any], *variables: Any) -> Document:
    board = Dashboard(title="B", uid="b", panels=panels, templating=Templating(list=variables))
    return compile_document(document(plain(board), form="grafanalib"), CONTEXT)


def laid(panels: list[Any]) -> Any:
    """Return the layout in v2, short: kinds without `Layout`, titles, and the titles of panels."""
    spec = write_v2_spec(compile_panels(panels).body)
    names = {name: each["spec"]["title"] for name, each in spec["elements"].items()}
    return shorten(spec["layout"], names)


def shorten(layout: Json, names: dict[str, str]) -> Any:
    kind, spec = layout["kind"].removesuffix("Layout"), layout["spec"]
    if "items" in spec:
        return kind, *(names[item["spec"]["element"]["name"]] for item in spec["items"])
    sections = [each["spec"] for each in spec.get("tabs") or spec["rows"]]
    return kind, *((each["title"], shorten(each["layout"], names)) for each in sections)


A, B, C, D = (Stat(title=title) for title in "ABCD")


def test_tabs_can_contain_panels_a_grid_and_rows() -> None:
    found = laid(
        tabs(
            tab("One", [A]),
            tab("Two", auto_grid([B, C])),
            tab("Three", [*row("Row", [D]), *row("Closed", [A], collapsed=True)]),
        )
    )
    assert found == (
        "Tabs",
        ("One", ("Grid", "A")),
        ("Two", ("AutoGrid", "B", "C")),
        ("Three", ("Rows", ("Row", ("Grid", "D")), ("Closed", ("Grid", "A")))),
    )


def test_a_row_can_contain_tabs_and_rows() -> None:
    inner = tabs(tab("One", [A]), tab("Two", row("Deep", auto_grid([B]))))
    found = laid([*row("Top", inner), *row("Next", [C, *row("Inner", [D])])])
    assert found == (
        "Rows",
        ("Top", ("Tabs", ("One", ("Grid", "A")), ("Two", ("Rows", ("Deep", ("AutoGrid", "B")))))),
        ("Next", ("Rows", ("", ("Grid", "C")), ("Inner", ("Grid", "D")))),
    )


def test_a_board_can_be_an_automatic_grid() -> None:
    spec = write_v2_spec(
        compile_panels(auto_grid([A, B], columns=2, width=300, height="tall", fill=True)).body
    )
    settings = {key: value for key, value in spec["layout"]["spec"].items() if key != "items"}
    assert spec["layout"]["kind"] == "AutoGridLayout"
    assert settings == {
        "maxColumnCount": 2,
        "columnWidthMode": "custom",
        "columnWidth": 300,
        "rowHeightMode": "tall",
        "fillScreen": True,
    }


def test_an_automatic_grid_is_fixed_and_a_tab_is_a_row_in_v1() -> None:
    """320 pixels, the standard height, are 9 lines of 38 pixels; three panels share 24 columns."""
    body = drop_v2_parts(compile_panels(tabs(tab("One", auto_grid([A, B, C, D])))).body)
    assert [tuple(panel["gridPos"][side] for side in "xywh") for panel in body["panels"]] == [
        (0, 0, 24, 1),
        (0, 1, 8, 9),
        (8, 1, 8, 9),
        (16, 1, 8, 9),
        (0, 10, 8, 9),
    ]


def test_dicts_and_builders_can_have_conditions_and_be_in_a_grid() -> None:
    builders = pytest.importorskip("grafana_foundation_sdk.builders.timeseries")
    condition = show_when_data()
    declared = {"type": "stat", "title": "Dict"}
    built = show(builders.Panel().title("Built"), condition)
    panels = auto_grid([show(declared, condition), built])
    assert panels[0]["$v2"]["conditionalRendering"] == condition.to_json()
    written = panels[1].build().to_json()
    assert written["$v2"] == panels[0]["$v2"]
    assert (written["title"], written["gridPos"].w) == ("Built", 12)
    assert declared == {"type": "stat", "title": "Dict"}  # copied, not changed


def test_a_switch_becomes_a_switch_variable() -> None:
    (variable,) = write_v2_spec(
        compile_panels([], switch("detail", label="Detail", default=True)).body
    )["variables"]
    assert variable == {
        "kind": "SwitchVariable",
        "spec": {
            "name": "detail",
            "label": "Detail",
            "current": "true",
            "enabledValue": "true",
            "disabledValue": "false",
            "hide": "dontHide",
            "skipUrlSync": False,
        },
    }


def test_variables_of_a_tab_and_a_row_are_written_to_the_tab_and_the_row() -> None:
    """Both rows are called R: the names of their variables' owners must differ."""
    one, two = custom_variable("mode", ["a", "b"]), custom_variable("mode", ["c"])
    panels = tabs(
        tab("T", [*row("R", [A], variables=[one]), *row("R", [B], variables=[two])]),
        tab("U", [C], variables=[switch("detail")]),
    )
    document = compile_panels(panels, custom_variable("own", ["x"]))
    spec = write_v2_spec(document.body)
    assert [each["spec"]["name"] for each in spec["variables"]] == ["own"]
    first, second = (each["spec"] for each in spec["layout"]["spec"]["tabs"])
    assert [each["kind"] for each in second["variables"]] == ["SwitchVariable"]
    rows = [each["spec"]["variables"] for each in first["layout"]["spec"]["rows"]]
    assert [[each["spec"]["query"] for each in own] for own in rows] == [["a,b"], ["c"]]
    names = [each["name"] for each in drop_v2_parts(document.body)["templating"]["list"]]
    assert names == ["own", "mode", "detail"]  # v1 has one variable of a name


def item(kind: str, **spec: Any) -> Json:
    return {"kind": f"ConditionalRendering{kind}", "spec": spec}


@pytest.mark.parametrize(
    ("condition", "visibility", "combination", "items"),
    [
        (
            show_when(variable="job", equals="api"),
            *("show", "and"),
            [item("Variable", variable="job", operator="equals", value="api")],
        ),
        (
            any_of(show_when(variable="job", not_matches="a.*"), show_when_data(False)),
            *("show", "or"),
            [
                item("Variable", variable="job", operator="notMatches", value="a.*"),
                item("Data", value=False),
            ],
        ),
        (
            all_of(show_when_range(shorter_than="7d"), hide=True),
            *("hide", "and"),
            [item("TimeRangeSize", value="7d")],
        ),
    ],
)
def test_conditions_are_written_to_the_row_and_the_panel(
    condition: Any, visibility: str, combination: str, items: Any
) -> None:
    spec = {"visibility": visibility, "condition": combination, "items": items}
    expected = {"kind": "ConditionalRenderingGroup", "spec": spec}
    panels = tabs(
        tab("T", row("R", auto_grid([show(A, condition)]), show=condition), show=condition)
    )
    (found,) = write_v2_spec(compile_panels(panels).body)["layout"]["spec"]["tabs"]
    (inner,) = found["spec"]["layout"]["spec"]["rows"]
    (panel,) = inner["spec"]["layout"]["spec"]["items"]
    for each in (found, inner, panel):
        assert each["spec"]["conditionalRendering"] == expected


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda: tabs([A]), "contains a list, which is not a tab"),  # type: ignore[arg-type]
        (
            lambda: auto_grid([A], columns=0),
            "auto_grid has columns=0, which is not positive",
        ),
        (lambda: auto_grid(["A"]), "a row cannot contain a str"),
        (lambda: show_when(variable="job"), "has 0 comparisons"),
        (lambda: show_when(variable="job", equals="a", matches="b"), "has 2 comparisons"),
        (lambda: any_of(all_of(show_when_data(), show_when_data())), "contains another group"),
    ],
)
def test_invalid_arguments_are_refused(make: Any, what: str) -> None:
    with pytest.raises(DeclarationError, match=what):
        make()


@pytest.mark.parametrize(
    ("panels", "what"),
    [
        ([A, *tabs(tab("T", [B]))], 'panel "A": a panel is on the same level as tabs'),
        ([*tabs(tab("T", [B])), *row("R", [C])], 'panel "R": a row is on the same level as tabs'),
        (
            [*auto_grid([A]), B],
            'panel "B": an automatic grid and other panels are in the same row, tab or board',
        ),
        (
            [*auto_grid([A]), *row("R", [C])],
            (
                'panel "A": an automatic grid is next to rows, but a board or tab can contain '
                "either a grid or rows, not both"
            ),
        ),
    ],
)
def test_layouts_that_grafana_does_not_have_are_refused(panels: list[Any], what: str) -> None:
    with pytest.raises(DocumentError) as caught:
        compile_panels(panels)
    assert what in str(caught.value)
    assert "Put " in str(caught.value)


def test_layouts_without_effect_are_reported() -> None:
    deep = tabs(tab("T", tabs(tab("U", [*row("2", row("3", row("4", [B])))]))))
    notes = [note.what for note in compile_panels([*deep]).remarks]
    assert notes == [
        'the tab "T" directly contains tabs, which the editor of Grafana does not allow',
        'the row or tab "3" is on level 4 and contains rows or tabs',
    ]
    (note,) = compile_panels([show(A, show_when_data())]).remarks
    assert (note.panel, note.what) == (
        "A",
        "Grafana ignores the condition for showing this panel: it evaluates only the conditions of"
        " rows, of tabs, and of panels in an automatic grid",
    )
