"""Made-up data: series, values of variables and rows that suit a board."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardwright.commands.previewing.preview import PreviewOptions, preview_project
from boardwright.preview.sample_labels import SampleCatalogue, make_up_matches
from boardwright.preview.sample_variables import make_up_values
from boardwright.preview.variable_values import VariableFunction, VariableRequest
from boardwright.report.preview_html import format_page_json
from boardwright.schema.canonical import encode_canonical_json
from preview.helpers import expand, panels_of

LOKI = {"type": "loki", "uid": "logs"}
MYSQL = {"type": "mysql", "uid": "sql"}


def page(tmp_path: Path, *panels: dict[str, Any], **board: Any) -> dict[str, Any]:
    """Return the page of a board with these panels."""
    placed = [
        {"id": i, "gridPos": {"x": 0, "y": 8 * i, "w": 24, "h": 8}, **panel}
        for i, panel in enumerate(panels, 1)
    ]
    data = {"title": "T", "uid": "t", "schemaVersion": 41, "panels": placed, **board}
    (tmp_path / "t.json").write_bytes(encode_canonical_json(data))
    options = PreviewOptions(data="sample")
    found = preview_project(None, here=tmp_path, paths=[tmp_path / "t.json"], options=options)
    assert found.errors == ()
    return expand(format_page_json(found.boards[0].page))


def panel(expr: str, kind: str = "timeseries", **target: Any) -> dict[str, Any]:
    return {"type": kind, "targets": [{"refId": "A", "expr": expr, **target}]}


def frames(model: dict[str, Any], key: str = "1") -> list[dict[str, Any]]:
    (query,) = panels_of(model)[key]["queries"]
    found: list[dict[str, Any]] = model["results"][query["result"]]["frames"]
    return found


@pytest.mark.parametrize(
    "label", ["instance", "job", "namespace", "pod", "le_team", "mode", "code"]
)
def test_any_grouping_label_gives_two_to_five_series(tmp_path: Path, label: str) -> None:
    found = frames(page(tmp_path, panel(f"sum by ({label}) (rate(a_total[5m]))")))
    values = [frame["schema"]["fields"][1]["labels"][label] for frame in found]
    assert 2 <= len(values) <= 5
    assert len(set(values)) == len(values)


def test_series_differ_in_every_label_that_a_legend_may_show(tmp_path: Path) -> None:
    found = frames(page(tmp_path, panel("sum by (namespace, pod, node) (a)")))
    labels = [frame["schema"]["fields"][1]["labels"] for frame in found]
    for name in ("namespace", "pod", "node"):
        assert len({each[name] for each in labels}) == len(labels) == 3


def test_buckets_of_a_histogram_never_decrease(tmp_path: Path) -> None:
    query = panel("sum by (le) (rate(a_bucket[5m]))", legendFormat="{{le}}")
    columns = [frame["data"]["values"][1] for frame in frames(page(tmp_path, query))]
    assert len(columns) == 10
    assert all(list(row) == sorted(row) for row in zip(*columns, strict=True))


def test_a_matcher_with_a_regular_expression_gives_matching_values(tmp_path: Path) -> None:
    query = panel('sum by (cluster) (a{cluster=~"prod-[1-9][0-9]*"})')
    found = frames(page(tmp_path, query))
    values = {frame["schema"]["fields"][1]["labels"]["cluster"] for frame in found}
    assert {"prod-1", "prod-2", "prod-3"} <= values


def test_mapped_values_are_the_numbers_of_the_mappings(tmp_path: Path) -> None:
    states = {"0": {"text": "down"}, "1": {"text": "up"}}
    defaults = {"mappings": [{"type": "value", "options": states}]}
    query = panel("probe_success", "state-timeline")
    model = page(tmp_path, {**query, "fieldConfig": {"defaults": defaults, "overrides": []}})
    values = {value for frame in frames(model) for value in frame["data"]["values"][1]}
    assert values <= {0.0, 1.0}


def test_a_table_has_the_columns_named_by_transformations(tmp_path: Path) -> None:
    names = {"namespace": "Namespace", "pod": "Pod", "Value": "Count"}
    organize = {"id": "organize", "options": {"renameByName": names}}
    query = panel("sum by (namespace) (kube_pod_info)", "table", format="table", instant=True)
    (frame,) = frames(page(tmp_path, {**query, "transformations": [organize]}))
    assert [field["name"] for field in frame["schema"]["fields"]] == [
        "Time",
        "namespace",
        "pod",
        "Value",
    ]


def test_panels_with_the_same_query_have_the_columns_of_each(tmp_path: Path) -> None:
    """The page has the answer of the query once, so the answer has the labels of both panels."""
    named = [
        {"id": "filterFieldsByName", "options": {"include": {"names": [label, "Value"]}}}
        for label in ("node", "host_ip")
    ]
    kind = {"format": "table", "instant": True}
    panels = [{**panel("kube_x", "table", **kind), "transformations": [each]} for each in named]
    model = page(tmp_path, *panels)
    for key in ("1", "2"):
        (frame,) = frames(model, key)
        assert {"node", "host_ip"} <= {field["name"] for field in frame["schema"]["fields"]}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a|b", ("a", "b")),
        ("[1-9][0-9]*", ("1", "2", "3")),
        ("node-(a|b)", ("node-a", "node-b")),
        (r"[^:]+:\d+", ("a:1", "b:2", "c:3")),
        ("(", ()),
    ],
)
def test_sample_texts_match_a_regular_expression(pattern: str, expected: tuple[str, ...]) -> None:
    assert make_up_matches(pattern) == expected


@pytest.mark.parametrize(
    ("function", "text", "regex", "expected"),
    [
        ("label_values", "up", "", ("job-1", "job-2", "job-3")),
        ("label_names", "", "", ("instance", "job", "namespace")),
        ("metrics", "http_.*_total", "/http_(.*)_total/", ("http_a_total", "http_b_total")),
        ("other", "SELECT DISTINCT host FROM t", "", ("v-1", "v-2", "v-3")),
    ],
)
def test_every_form_of_variable_has_values(
    function: VariableFunction, text: str, regex: str, expected: tuple[str, ...]
) -> None:
    label = "job" if function == "label_values" else ""
    query = VariableRequest(
        name="v", source="p", function=function, label=label, text=text, filter=regex
    )
    catalogue = SampleCatalogue(metrics={"http_a_total": {}, "http_b_total": {}, "up": {}})
    assert make_up_values(query, catalogue) == expected


@pytest.mark.parametrize(
    ("query", "kind", "regex", "value"),
    [
        (
            {"label": "shelf", "metric": "up", "qryType": 1, "refId": "V"},
            "prometheus",
            "",
            "shelf-1",
        ),
        ({"label": "app", "stream": "", "type": 1, "refId": "V"}, "loki", "", "v-1"),
        ({"queryType": "dimensionValues", "namespace": "AWS/EC2"}, "cloudwatch", "", "v-1"),
        # Grafana fills in the other variable, "eu", and then selects by the expression
        ("label_values(up, shelf)", "prometheus", "/$region-([a-z])[0-9]*/", "a"),
        ("label_values(up, shelf)", "prometheus", "/${region}-[1-9]/", "eu-1"),
    ],
)
def test_variables_with_other_query_forms_have_a_sample_value(
    tmp_path: Path, query: object, kind: str, regex: str, value: str
) -> None:
    source = {"type": kind, "uid": "x"}
    region = {"name": "region", "type": "custom", "query": "eu,us"}
    variable = {
        "name": "v", "type": "query", "datasource": source, "query": query, "regex": regex,
    }  # fmt: skip
    repeated = {**panel("up"), "title": "On $v", "repeat": "v"}
    model = page(tmp_path, repeated, templating={"list": [variable, region]})
    titles = [each["panel"]["title"] for each in panels_of(model).values()]
    assert titles[0] == f"On {value}"


def test_a_query_result_has_the_form_that_its_regex_reads() -> None:
    query = VariableRequest(
        name="v", source="p", function="query_result", label="",
        text="topk(3, sum by (job) (a))", filter='/job="([^"]+)"/',
    )  # fmt: skip
    found = make_up_values(query, SampleCatalogue())
    assert found[0].startswith('{job="job-1"} ')
    assert len(found) == 3


def test_a_stored_value_that_is_a_pattern_is_replaced_in_titles(tmp_path: Path) -> None:
    variable = {
        "name": "cluster", "type": "query", "query": "label_values(up, cluster)",
        "current": {"value": ["$cluster-([1-9][0-9]*)"]}, "multi": True,
    }  # fmt: skip
    repeated = {**panel('up{cluster="$cluster"}'), "title": "On $cluster", "repeat": "cluster"}
    model = page(tmp_path, repeated, templating={"list": [variable]})
    titles = [each["panel"]["title"] for each in panels_of(model).values()]
    assert titles == ["On cluster-1"]


@pytest.mark.parametrize(
    ("kind", "source", "target", "fields"),
    [
        ("logs", LOKI, {"expr": '{app="a"}'}, ["Time", "Line", "labels"]),
        (
            "table",
            MYSQL,
            {"rawSql": "SELECT time, host AS server, count(*) AS n FROM t"},
            ["time", "server", "n"],
        ),
        ("timeseries", MYSQL, {"rawSql": "SELECT 1"}, ["Time", "Value"]),
    ],
)
def test_other_data_sources_have_sample_rows_with_a_remark(
    tmp_path: Path, kind: str, source: dict[str, str], target: dict[str, str], fields: list[str]
) -> None:
    query = {"refId": "A", "datasource": source, **target}
    model = page(tmp_path, {"type": kind, "datasource": source, "targets": [query]})
    (frame, *_) = frames(model)
    assert [field["name"] for field in frame["schema"]["fields"]] == fields
    assert len(frame["data"]["values"][0]) >= 5
    shown = panels_of(model)["1"]
    start = "This panel shows made-up rows. A preview sends queries only to Prometheus, not to "
    assert shown["remark"].startswith(start)
    assert shown["queries"][0]["error"] is None


def test_the_same_board_has_the_same_sample_data(tmp_path: Path) -> None:
    query = panel("sum by (pod) (a)")
    assert page(tmp_path, query) == page(tmp_path, query)


INFLUX = {"type": "influxdb", "uid": "influx"}


def columns_of(frame: dict[str, Any]) -> dict[str, str]:
    return {field["name"]: field["type"] for field in frame["schema"]["fields"]}


def shown_by(source: dict[str, str], target: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"datasource": source, "targets": [{"refId": "A", **target}], **settings}


def test_a_bar_gauge_shows_the_rows_of_a_table(tmp_path: Path) -> None:
    """The query has no time, so its rows are the bars; `/Count/` selects the numbers."""
    options = {"reduceOptions": {"values": True, "fields": "/Count/"}}
    sql = "SELECT ServiceName AS Service, count() AS Count FROM logs GROUP BY Service"
    query = shown_by(MYSQL, {"rawSql": sql}, type="bargauge", options=options)
    (frame,) = frames(page(tmp_path, query))
    assert columns_of(frame) == {"Service": "string", "Count": "number"}


def test_a_calculation_has_numbers_for_its_operands(tmp_path: Path) -> None:
    binary = {
        "left": {"matcher": {"id": "byName", "options": "used bytes"}},
        "operator": "/",
        "right": {"matcher": {"id": "byName", "options": "limit"}},
    }
    calculation = {
        "id": "calculateField",
        "options": {"mode": "binary", "alias": "share", "binary": binary, "replaceFields": True},
    }
    keep = {"id": "filterFieldsByName", "options": {"include": {"names": ["share"]}}}
    query = shown_by(
        {"type": "yesoreyeram-infinity-datasource", "uid": "i"},
        {"url": "/status"},
        type="stat",
        transformations=[calculation, keep],
    )
    (frame,) = frames(page(tmp_path, query))
    assert columns_of(frame) == {"used bytes": "number", "limit": "number"}


def test_a_query_of_influxdb_has_the_tags_and_selected_values(tmp_path: Path) -> None:
    """The matrix takes rows, columns and cells from fields that only InfluxQL names."""
    matrix = {
        "id": "groupingToMatrix",
        "options": {"columnField": "year", "rowField": "month", "valueField": "mean"},
    }
    text = "SELECT mean(top) FROM (SELECT top(value, 5) FROM e) GROUP BY month, \"year\" TZ('UTC')"
    target = {"query": text, "rawQuery": True, "resultFormat": "table"}
    query = shown_by(INFLUX, target, type="barchart", transformations=[matrix])
    (frame,) = frames(page(tmp_path, query))
    assert columns_of(frame) == {"mean": "number", "year": "string", "month": "string"}


def test_a_table_has_all_columns_named_by_overrides(tmp_path: Path) -> None:
    overrides = [
        {"matcher": {"id": "byName", "options": name}, "properties": []}
        for name in ("Time", "Uptime", "serial")
    ]
    target = {"measurement": "uap", "groupBy": [{"type": "tag", "params": ["site"]}]}
    config = {"defaults": {}, "overrides": overrides}
    query = shown_by(INFLUX, {**target, "resultFormat": "table"}, type="table", fieldConfig=config)
    (frame,) = frames(page(tmp_path, query))
    assert columns_of(frame) == {
        "Time": "time", "Uptime": "string", "serial": "string", "site": "string", "Value": "number"
    }  # fmt: skip


def test_a_series_is_named_after_each_selected_value(tmp_path: Path) -> None:
    """The alias replaces `$col` with the column; its trailing space is kept."""
    text = 'SELECT last("a") AS "Total CPU cores", last("b") AS "Claimed CPU cores" FROM c'
    target = {"query": text, "rawQuery": True, "resultFormat": "time_series", "alias": "$col "}
    options = {"reduceOptions": {"fields": "/^Claimed CPU cores $/"}}
    query = shown_by(INFLUX, target, type="bargauge", options=options)
    found = [frame["schema"]["fields"][1] for frame in frames(page(tmp_path, query))]
    names = [field["config"]["displayNameFromDS"] for field in found]
    assert names == ["Total CPU cores ", "Claimed CPU cores "]


def test_a_renamed_value_is_not_a_label(tmp_path: Path) -> None:
    """Only `month` is a label of the result; `cost` is the value under a new name."""
    organize = {"id": "organize", "options": {"renameByName": {"Value": "cost"}}}
    keep = {"id": "filterFieldsByName", "options": {"include": {"names": ["month", "cost"]}}}
    query = panel("label_set(a, 'x', 'y')", "table", format="table", instant=True)
    (frame,) = frames(page(tmp_path, {**query, "transformations": [organize, keep]}))
    assert [*columns_of(frame)] == ["Time", "month", "Value"]


@pytest.mark.parametrize(
    ("shown", "remark"),
    [
        ({"type": "timeseries"}, "No data: this panel has no query."),
        (panel(""), "No data: all queries of this panel are empty."),
        ({"type": "text"}, None),
        (panel("up"), None),
    ],
)
def test_a_panel_without_a_query_shows_the_reason(
    tmp_path: Path, shown: dict[str, Any], remark: str | None
) -> None:
    assert panels_of(page(tmp_path, shown))["1"]["remark"] == remark
