"""Views: languages of data sources, queries of variables, and paths in v2 boards."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import BoardView
from boardwright.checks.settings import Settings
from boardwright.checks.views.board_context import BoardSource
from boardwright.checks.views.reading import source_of_json
from boardwright.errors import DocumentError
from boardwright.schema.document import Place
from checks.views import SETTINGS, board, panel, query, variable

NO_PROJECT = Settings()
DS_VARIABLE = {"name": "ds", "type": "datasource", "query": "prometheus"}
LOKI_VARIABLE = {"name": "loki", "type": "datasource", "query": "loki"}
INPUT = {"name": "DS_X", "type": "datasource", "pluginId": "influxdb"}

DATASOURCES = [
    # the query's, the panel's, the type, where it is written, the language
    (None, None, "prometheus", "default", "promql"),
    ({"type": "loki", "uid": "l"}, None, "loki", "query", "logql"),
    ({"type": "", "uid": ""}, {"type": "loki", "uid": "l"}, "loki", "panel", "logql"),
    ({"uid": "$ds"}, None, "prometheus", "query", "promql"),
    ({"type": "influxdb", "uid": "${loki}"}, None, "loki", "query", "logql"),
    ("${DS_X}", None, "influxdb", "query", "other"),
    ("[[ds]]", None, "prometheus", "query", "promql"),
    ("Prometheus", None, "prometheus", "query", "promql"),
    ("prometheus", None, "prometheus", "query", "promql"),
    ("Elasticsearch", None, "elasticsearch", "query", "other"),
    ("A name", None, None, "query", "promql"),
    (None, "-- Mixed --", "prometheus", "default", "promql"),
    ({"uid": "-- Mixed --", "type": "datasource"}, None, "prometheus", "default", "promql"),
    ({"type": "loki"}, {"uid": "-- Mixed --"}, "loki", "query", "logql"),
    ({"uid": "-- Dashboard --", "type": "datasource"}, None, "dashboard", "query", "none"),
    ({"uid": "__expr__"}, {"type": "loki", "uid": "l"}, "__expr__", "query", "expression"),
    ({"type": "loki", "uid": "l"}, "Prometheus", "prometheus", "panel", "promql"),
    ("default", None, "prometheus", "default", "promql"),
    (["odd"], 5, "prometheus", "default", "promql"),
    ({"type": "grafana-amazonprometheus-datasource"}, None, None, "query", "promql"),
    ({"type": "victoriametrics-metrics-datasource", "uid": "v"}, None, None, "query", "metricsql"),
]


@pytest.mark.parametrize(("own", "panels", "kind", "given_by", "language"), DATASOURCES)
def test_the_data_source_determines_the_language_of_a_query(
    own: Any, panels: Any, kind: str, given_by: str, language: str
) -> None:
    target = {"refId": "A", "expr": "up", "datasource": own}
    seen = board(
        panels=[{"type": "stat", "datasource": panels, "targets": [target]}],
        variables=[DS_VARIABLE, LOKI_VARIABLE],
        __inputs=[INPUT],
    ).queries[0]
    assert (seen.datasource.given_by, seen.language) == (given_by, language)
    if kind:
        assert seen.datasource.type == kind


def test_without_a_project_the_text_determines_the_language() -> None:
    def language(expr: str) -> str:
        return query(expr, NO_PROJECT, datasource=None).language

    assert language('rate(up{job="$job"}[5m])') == "promql"
    assert language("SELECT mean(x)") == "unknown"
    assert language("") == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("label_values(job)", ("label_values", None, "job")),
        ("label_values(up, job)", ("label_values", "up", "job")),
        ('label_values(up{a="b,c", d=~"$e"},job)', ("label_values", 'up{a="b,c", d=~"$e"}', "job")),
        ("query_result(sum by (a) (up))", ("query_result", "sum by (a) (up)", None)),
        ("metrics(node_.*)", None),
        ("label_names()", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("form", ["text", "object"])
def test_the_query_of_a_variable_is_parsed(text: str, expected: Any, form: str) -> None:
    seen = variable(query=text if form == "text" else {"query": text, "refId": "x"})
    asks = seen.asks
    found = asks and (asks.function, asks.expression and asks.expression.text, asks.label)
    assert found == expected
    if asks and asks.expression:
        assert seen.query_text[asks.offset :].startswith(asks.expression.text)


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ({"type": "custom", "query": r"a, b c ,x : y,p\,q"}, ("a", "b c", "y", "p,q")),
        ({"type": "interval", "query": "1m,5m"}, ("1m", "5m")),
        ({"type": "constant", "query": "c"}, ("c",)),
        ({"type": "query", "query": "up"}, None),
    ],
)
def test_the_values_of_a_variable_are_listed(raw: dict[str, str], values: Any) -> None:
    assert variable(**raw).values == values


def test_a_variable_lists_the_variables_that_it_uses() -> None:
    seen = variable(query="label_values(x{a='$a'}, $b)", regex="/${c}.*/", datasource="$ds")
    assert seen.refers_to == {"a", "b", "c", "ds"}


def test_a_panel_view_has_the_fields_of_the_panel() -> None:
    seen = panel(
        gridPos={"x": 0, "y": 1, "w": 12, "h": 8},
        fieldConfig={
            "defaults": {
                "unit": "bytes",
                "min": 0,
                "thresholds": {"steps": [{"value": None, "color": "red"}, {"value": 8}]},
            },
            "overrides": [
                {
                    "matcher": {"id": "byName", "options": "A"},
                    "properties": [{"id": "unit", "value": "s"}],
                }
            ],
        },
        transformations=[{"id": "merge", "options": {"a": 1}}, {"id": "sort", "disabled": True}],
    )
    assert seen.grid is not None
    assert (seen.grid.w, seen.unit, seen.min, seen.max) == (12, "bytes", 0, None)
    assert [step.value for step in seen.thresholds] == [None, 8]
    assert seen.overrides[0].properties == {"unit": "s"}
    assert seen.transformations == (("merge", {"a": 1}),)


def test_panels_in_old_and_current_rows_are_listed() -> None:
    seen = board(
        rows=[{"panels": [{"title": "old"}]}],
        panels=[{"type": "row", "title": "row", "panels": [{"title": "in"}]}, {"title": "after"}],
    )
    assert [one.title for one in seen.panels] == ["old", "row", "in", "after"]
    assert seen.panels[2].row is seen.panels[1]
    assert seen.panels[0].pointer == ("rows", 0, "panels", 0)


def test_links_and_used_variables_are_listed() -> None:
    seen = board(
        links=[{"url": "/d/a"}, {"type": "dashboards"}],
        panels=[
            {
                "id": 3,
                "title": "P",
                "links": [{"url": "/d/b", "title": "B"}],
                "fieldConfig": {"defaults": {"links": [{"url": "/d/c?var-x=${x}"}]}},
            }
        ],
    )
    assert [link.url for link in seen.links] == ["/d/a", "/d/b", "/d/c?var-x=${x}"]
    assert seen.links[1].panel == "P"
    assert seen.mentions == {"x"}


LIBRARY = {"kind": "ElementReference", "name": "panel-2"}
V2 = {
    "apiVersion": "dashboard.grafana.app/v2",
    "kind": "Dashboard",
    "metadata": {"name": "v2-uid"},
    "spec": {
        "title": "V2",
        "timeSettings": {"autoRefresh": "5s", "from": "now-1h"},
        "elements": {
            "panel-1": {
                "kind": "Panel",
                "spec": {
                    "id": 1,
                    "title": "CPU",
                    "vizConfig": {
                        "kind": "VizConfig",
                        "group": "timeseries",
                        "spec": {"fieldConfig": {"defaults": {"unit": "percent"}}},
                    },
                    "data": {
                        "kind": "QueryGroup",
                        "spec": {
                            "queries": [
                                {
                                    "kind": "PanelQuery",
                                    "spec": {
                                        "refId": "A",
                                        "query": {
                                            "kind": "DataQuery",
                                            "group": "prometheus",
                                            "datasource": {"name": "p"},
                                            "spec": {"expr": "up{job='$job'}"},
                                        },
                                    },
                                }
                            ]
                        },
                    },
                },
            },
            "not-shown": {"kind": "Panel", "spec": {"id": 3, "title": "Left over"}},
            "panel-2": {"kind": "LibraryPanel", "spec": {"id": 2, "libraryPanel": {"uid": "l"}}},
        },
        "layout": {
            "kind": "GridLayout",
            "spec": {
                "items": [
                    {
                        "kind": "GridLayoutItem",
                        "spec": {
                            "x": 0,
                            "y": 0,
                            "width": 12,
                            "height": 8,
                            "element": {"kind": "ElementReference", "name": "panel-1"},
                            "repeat": {"mode": "variable", "value": "job"},
                        },
                    },
                    {
                        "kind": "GridLayoutItem",
                        "spec": {"x": 12, "y": 0, "width": 12, "height": 8, "element": LIBRARY},
                    },
                ]
            },
        },
        "variables": [
            {
                "kind": "QueryVariable",
                "spec": {
                    "name": "job",
                    "hide": "hideVariable",
                    "query": {
                        "kind": "DataQuery",
                        "group": "prometheus",
                        "spec": {"query": "label_values(up, job)"},
                    },
                },
            },
            {"kind": "DatasourceVariable", "spec": {"name": "ds", "pluginId": "loki"}},
        ],
        "annotations": [
            {
                "kind": "AnnotationQuery",
                "spec": {
                    "name": "Deploys",
                    "enable": True,
                    "query": {"kind": "DataQuery", "group": "prometheus", "spec": {"expr": "x"}},
                },
            }
        ],
    },
}


def test_a_board_of_schema_v2_has_the_same_view() -> None:
    source = source_of_json(V2, place=Place(file="v2.json"))
    seen = BoardView(source, SETTINGS)
    assert (seen.form, seen.uid, seen.title, seen.refresh) == ("v2", "v2-uid", "V2", "5s")
    first, second = seen.panels
    assert (first.title, first.type, first.unit, first.repeat) == (
        "CPU",
        "timeseries",
        "percent",
        "job",
    )
    assert first.grid is not None
    assert second.is_library
    (asked,) = seen.queries
    assert (asked.ref_id, asked.language, asked.expr) == ("A", "promql", "up{job='$job'}")
    job, datasource = seen.variables
    assert (job.type, job.hidden, job.asks and job.asks.label) == ("query", True, "job")
    assert datasource.query_text == "loki"
    assert seen.annotations[0].expression is not None


Q1, SPEC1 = "elements panel-1 spec data spec queries 0 spec", "elements panel-1 spec"
V2_WAYS = [
    ("panels 0 gridPos h", "layout spec items 0 spec height"),
    ("panels 0 targets 0 expr", f"{Q1} query spec expr"),
    ("panels 0 targets 0 refId", f"{Q1} refId"),
    ("panels 0 fieldConfig defaults unit", f"{SPEC1} vizConfig spec fieldConfig defaults unit"),
    ("panels 0 title", f"{SPEC1} title"),
    ("templating list 0 name", "variables 0 spec name"),
    ("annotations list 0 target expr", "annotations 0 spec query spec expr"),
    ("refresh", "timeSettings autoRefresh"),
    ("title", "title"),
]


@pytest.mark.parametrize(("classic", "path"), V2_WAYS)
def test_a_classic_pointer_is_converted_to_the_path_in_a_v2_file(classic: str, path: str) -> None:
    source: BoardSource = source_of_json(V2, place=Place(file="v2.json"))
    way = source.convert_pointer(tuple(int(k) if k.isdigit() else k for k in classic.split()))
    assert " ".join(map(str, way)) == f"spec {path}"
    value: Any = V2
    for key in way:
        value = value[key]


@pytest.mark.parametrize(
    ("data", "prefix", "uid"),
    [
        ({"title": "A", "panels": []}, (), ""),
        ({"dashboard": {"title": "A", "panels": [], "uid": "u"}, "meta": {}}, ("dashboard",), "u"),
        ({"kind": "Dashboard", "metadata": {"name": "n"}, "spec": {"panels": []}}, ("spec",), "n"),
    ],
)
def test_the_board_in_an_envelope_is_found(data: Any, prefix: tuple[str, ...], uid: str) -> None:
    source = source_of_json(data, place=Place(file="a.json"))
    assert (source.prefix, BoardView(source, SETTINGS).uid) == (prefix, uid)


@pytest.mark.parametrize(
    "data", [[], None, 5, {}, {"name": "npm"}, {"kind": "Service", "spec": {}}]
)
def test_data_that_is_not_a_board_is_refused(data: Any) -> None:
    with pytest.raises(DocumentError, match=r"not a [dD]ashboard"):
        source_of_json(data, place=Place(file="a.json"))
