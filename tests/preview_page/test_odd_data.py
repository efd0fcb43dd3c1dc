"""With any data, a panel is drawn or shows the reason; the page never breaks."""

from __future__ import annotations

import pytest

from preview_page.conftest import Open
from preview_page.pages import START, Json, page_of, series, view_of, wave
from preview_page.sampler import TABLE

KINDS = (
    "timeseries", "stat", "gauge", "bargauge", "table", "piechart", "state-timeline",
    "status-history", "heatmap", "histogram", "barchart", "logs",
)  # fmt: skip

NOTHING = {"schema": {"refId": "A", "fields": []}, "data": {"values": []}}
WORDS = {
    "schema": {
        "refId": "A",
        "fields": [{"name": "Time", "type": "time"}, {"name": "x", "type": "string"}],
    },
    "data": {"values": [[START], ["a"]]},
}  # fmt: skip
ODD = {
    "nothing": [],
    "no fields": [NOTHING],
    "no values": [series("a", [])],
    "one value": [series("a", [1])],
    "zeros": [series("a", [0, 0, 0])],
    "one value, often": [series("a", [5, 5, 5])],
    "nulls": [series("a", [None, None])],
    "below zero": [series("a", [-5, -1]), series("b", [3, 4])],
    "huge and tiny": [series("a", [1e300, -1e300, 1e-300])],
    "other moments": [series("a", [1, 2, 3]), series("b", [1])],
    "words": [WORDS],
    "a table and a series": [TABLE, series("a", [1, 2])],
    "one name": [series("a", [1, 2]), series("a", [3, 4])],
    "many": [series(f"s{i}", [i, i + 1]) for i in range(150)],
}
NAN = series("a", [None, 1, None, None])
NAN["data"]["entities"] = [None, {"NaN": [0], "Inf": [2], "NegInf": [3]}]
ODD["not numbers"] = [NAN]

NONSENSE: Json = {
    "legend": "x", "tooltip": 5, "reduceOptions": [], "orientation": 3, "color": None,
    "displayLabels": "name", "sortBy": {}, "text": 1, "calculate": True, "rowHeight": "high",
    "calculation": 7, "yAxis": [], "frameIndex": 99, "graphMode": 1, "sizing": {},
}  # fmt: skip
BROKEN_FIELDS = {
    "defaults": {"unit": 5, "decimals": "many", "min": "x", "max": None, "thresholds": {"steps": 1},
                 "mappings": [], "color": {"mode": "no-such-mode"}, "custom": {"lineWidth": "x"}},
    "overrides": [None, {}, {"matcher": {"id": "no-such"}}, {"matcher": {"id": "byName"}}],
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_every_kind_of_panel_accepts_odd_data(opened: Open, name: str) -> None:
    views = [
        view_of(str(i), (i % 4 * 6, i // 4 * 6, 6, 6), {"type": kind, "title": kind}, "odd")
        for i, kind in enumerate(KINDS)
    ]
    found = opened(page_of(views, {"odd": {"frames": ODD[name]}}))
    found.is_clean()
    assert found.report()["drawn"] == len(KINDS)
    assert found.report()["notDrawn"] == []


def test_options_of_any_shape_are_accepted(opened: Open) -> None:
    views = [
        view_of(
            str(i),
            (i % 4 * 6, i // 4 * 6, 6, 6),
            {
                "type": kind,
                "title": 5,
                "options": NONSENSE,
                "fieldConfig": BROKEN_FIELDS,
                "transformations": [None, {"id": "no-such"}, {"id": "reduce", "options": 5}],
            },
            "some",
        )
        for i, kind in enumerate(KINDS)
    ]
    found = opened(page_of(views, {"some": {"frames": [series("a", [1, 2, 3])]}}))
    assert found.violations() == []
    assert found.page.locator("[data-key]").count() == len(KINDS)
    report = found.report()
    assert report["drawn"] + len(report["notDrawn"]) == len(KINDS)


def test_missing_kinds_and_transformations_are_noted(opened: Open) -> None:
    panel = {"type": "stat", "title": "x", "transformations": [{"id": "spatial", "options": {}}]}
    view = view_of("1", (0, 0, 12, 8), panel, "some")
    failing = view_of("2", (12, 0, 12, 8), {"type": "stat", "title": "y"}, "none")
    failing["queries"][0] |= {"result": None, "error": "parse error at char 5"}
    found = opened(page_of([view, failing], {"some": {"frames": [series("a", [1, 2, 3])]}}))
    assert found.report()["partly"] == ["1", "2"]
    assert found.page.get_by_text("Not applied: transformation spatial").is_visible()
    assert "A: parse error at char 5" in found.page.locator('[data-key="2"]').inner_text()


def test_series_become_rows_of_a_table_with_a_trend(opened: Open) -> None:
    panel = {
        "type": "table", "title": "Services", "fieldConfig": {"defaults": {"unit": "reqps"}},
        "transformations": [
            {"id": "timeSeriesTable", "options": {}},
            {"id": "organize", "options": {"renameByName": {"Trend": "Rate"}}},
        ],
    }  # fmt: skip
    results = {
        "a": {"frames": [series("api", wave(5), job="api"), series("db", wave(9), job="db")]}
    }
    found = opened(page_of([view_of("1", (0, 0, 24, 8), panel, "a")], results))
    found.is_clean()
    assert found.report()["partly"] == []
    table = found.page.get_by_role("region", name="Services")
    assert table.get_by_text("Rate", exact=True).is_visible()
    assert table.locator("canvas").count() == 2
    assert table.get_by_text("req/s").count() == 2


def test_a_table_shows_column_sums_and_keeps_the_row_order(opened: Open) -> None:
    older = {"footer": {"show": True, "reducer": ["sum"], "fields": ""}}
    newer = {"defaults": {"custom": {"footer": {"reducers": ["sum"]}}}, "overrides": []}
    by_value = [{"displayName": "Value", "desc": True}]
    views = [
        view_of("1", (0, 0, 12, 8), {"type": "table", "title": "Older", "options": older}, "t"),
        view_of("2", (12, 0, 12, 8), {
            "type": "table", "title": "Newer", "options": {"sortBy": by_value},
            "fieldConfig": newer,
        }, "t"),
    ]  # fmt: skip
    found = opened(page_of(views, {"t": {"frames": [TABLE]}}))
    found.is_clean()
    for name in ("Older", "Newer"):
        table = found.page.get_by_role("region", name=name)
        assert table.get_by_text("168", exact=True).count() == 1
    cells = found.page.get_by_role("region", name="Newer").get_by_role("gridcell")
    assert cells.first.inner_text() == "node-3"
