"""Functions for panels in one style, and names for repeated values."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from boardwright.errors import DocumentError
from boardwright.schema.schema_version import SCHEMA_VERSION
from boardwright.source.board_module import SourceStyle

from .round_trip import judge_source, round_trip, source_of


def panel(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "timeseries",
        "title": f"Errors of {number}",
        "fieldConfig": {
            "defaults": {
                "unit": "reqps",
                "max": 9,
                "custom": {"fillOpacity": 10, "lineWidth": 2, "pointSize": 7},
            },
        },
        "gridPos": {"h": 8, "w": 24, "x": 0, "y": 8 * number},
        "targets": [{"expr": f'rate(errors_total{{n="{number}"}}[5m])', "legendFormat": "n"}],
        **fields,
    }


def board(*panels: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"title": "B", "uid": "b", "panels": list(panels), **fields}


def test_panels_in_one_style_become_calls_of_a_function(tmp_path: Path) -> None:
    body = board(*(panel(number) for number in range(1, 6)))
    source = source_of(body)
    assert source.count("TimeSeries(") == 1
    assert "def graph(title: str, *queries: Any, **options: Any) -> TimeSeries:\n" in source
    assert source.count("graph(") == 6
    assert judge_source(body, source, tmp_path).differences == ()


def test_a_panel_that_differs_becomes_a_call_with_options(tmp_path: Path) -> None:
    panels = [
        panel(n, targets=[{"expr": f"a_{n}_{m}", "legendFormat": ""} for m in range(n % 3 + 1)])
        for n in range(1, 7)
    ]
    panels[2]["description"] = "another"
    source = source_of(board(*panels))
    assert source.count("TimeSeries(") == 1
    assert 'description="another"' in source
    assert judge_source(board(*panels), source, tmp_path).differences == ()


def test_panels_with_more_in_common_get_a_second_function(tmp_path: Path) -> None:
    panels = [panel(number) for number in range(1, 13)]
    for each in panels[6:]:
        each["title"] = each["title"].replace("Errors", "Network")
        each["description"] = f"Bytes over the wire, {'and so on, ' * 9}and back."
        each["fieldConfig"]["defaults"] |= {"unit": "Bps", "min": 7, "decimals": 3}
    source = source_of(board(*panels))
    assert "def network_graph(title: str, *queries: Any, **options: Any)" in source
    assert "    return graph(\n        title,\n        *queries,\n" in source
    assert judge_source(board(*panels), source, tmp_path).differences == ()


def test_settings_of_most_panels_are_replaced_by_options(tmp_path: Path) -> None:
    """Six of eight graphs have the unit `s`; the other two pass another unit to the function."""
    panels = [panel(number) for number in range(1, 9)]
    for each, unit in zip(panels, ["s", "s", "ms", *3 * ["s"], "percent", "s"], strict=True):
        each["fieldConfig"]["defaults"]["unit"] = unit
        each["fieldConfig"]["defaults"]["min"] = 0 if unit == "s" else 1
    source = source_of(board(*panels))
    assert '            "unit": units.SECONDS,\n            "valueMin": 0,\n' in source
    assert "            **options,\n        },\n" in source
    assert source.count("units.SECONDS") == 1
    assert source.count("unit=units.MILLI_SECONDS") == 1
    assert judge_source(board(*panels), source, tmp_path).differences == ()


def test_panels_of_a_row_get_a_variable(tmp_path: Path) -> None:
    """The panels in a collapsed row are not nested in the call that creates the row."""
    inner = [panel(n, title=f"{n}", description=f"Number {n}") for n in range(1, 5)]
    row = {"id": 9, "type": "row", "title": "All of it", "collapsed": True, "panels": inner}
    source = source_of(board({**row, "gridPos": {"h": 1, "w": 24, "x": 0, "y": 0}}))
    assert "\nall_of_it_panels = [\n    graph(" in source
    assert 'RowPanel(title="All of it", collapsed=True, ' in source
    assert source.count("panels=all_of_it_panels") == 1
    body = board({**row, "gridPos": {"h": 1, "w": 24, "x": 0, "y": 0}})
    assert judge_source(body, source, tmp_path).differences == ()


def test_repeated_first_lines_of_queries_get_a_constant(tmp_path: Path) -> None:
    """Queries in Flux that begin with the same two lines; PromQL is not divided."""
    start = (
        'from(bucket: "the-measurements-of-all-machines-in-the-cellar")\n  |> range(start: -1h)\n'
    )
    flux = {"type": "influxdb", "uid": "flux"}
    panels = [
        panel(n, targets=[{"query": f"{start}  |> field({n})", "datasource": flux}])
        for n in range(1, 6)
    ]
    source = source_of(board(*panels))
    assert source.count("|> range") == 1
    assert 'f"{QUERY_START}  |> field(3)"' in source
    assert judge_source(board(*panels), source, tmp_path).differences == ()
    promql = "sum without (instance, job) (\n  rate(requests_of_all_machines_in_the_cellar[5m])\n)"
    panels = [panel(n, targets=[{"expr": f"{promql} > {n}"}]) for n in range(1, 6)]
    source = source_of(board(*panels))
    assert "QUERY_START" not in source
    assert judge_source(board(*panels), source, tmp_path).differences == ()


def test_a_selected_field_of_influxdb_becomes_a_call(tmp_path: Path) -> None:
    """A part with an unknown key is written as data; an empty alias is not left out."""
    field, last = {"type": "field", "params": ["rx"]}, {"type": "last", "params": []}
    derived = {"type": "derivative", "params": ["1s"]}
    named = {"type": "alias", "params": ["In"]}
    empty = {"type": "alias", "params": [""]}
    select = [[field, last, derived, named], [field, last], [field, empty], [{**field, "x": 1}]]
    target = {"measurement": "m", "select": select, "datasource": {"type": "influxdb", "uid": "i"}}
    body = board(panel(1, targets=[target]))
    source = source_of(body)
    assert 'influx.select("rx", "last", ["derivative", "1s"], alias="In")' in source
    assert 'influx.select("rx", "last")' in source
    assert 'influx.select("rx", ["alias", ""])' in source
    assert '{"type": "field", "params": ["rx"], "x": 1}' in source
    assert judge_source(body, source, tmp_path).differences == ()


def test_organized_columns_become_a_call(tmp_path: Path) -> None:
    """Positions with gaps and fields that are not hidden are written as mappings."""
    options = {
        "excludeByName": {"Time": True},
        "indexByName": {"job": 1, "instance": 0},
        "renameByName": {"Value": "Requests"},
    }
    others = {
        "excludeByName": {"Time": False},
        "indexByName": {"job": 4},
        "renameByName": {},
        "includeByName": {},
    }
    partial = {"excludeByName": {"Time": True}}
    changes = [{"id": "organize", "options": each} for each in (options, others, partial)]
    body = board(panel(1, type="table", transformations=changes))
    source = source_of(body)
    assert 'hide=["Time"],' in source
    assert 'order=["instance", "job"],' in source
    assert 'rename={"Value": "Requests"}' in source
    assert 'organize(hide={"Time": False}, order={"job": 4}, includeByName={})' in source
    assert '"options": {"excludeByName": {"Time": True}}' in source
    assert judge_source(body, source, tmp_path).differences == ()


def test_thresholds_stored_by_the_editor_become_a_call(tmp_path: Path) -> None:
    steps = [{"color": "green", "value": 0}, {"color": "red", "value": 80}]
    each = panel(1)
    each["fieldConfig"]["defaults"]["thresholds"] = {"mode": "absolute", "steps": steps}
    source = source_of(board(each))
    assert "thresholds=thresholds(lowest=0, red=80)" in source
    assert judge_source(board(each), source, tmp_path).differences == ()


@pytest.mark.parametrize("node", ["$node", "[[node]]", "${node.text}", "${node:date:iso}"])
def test_repeated_selectors_get_a_constant(tmp_path: Path, node: str) -> None:
    labels = f'{{instance="{node}",job="$job"}}'
    queries = [f"a_{n}{labels} / b_{n}{labels}" for n in range(4)]
    asked = [{"expr": e, "legendFormat": e[:3]} for e in (*queries, f"sum(c{labels}) by (job)")]
    body = board(panel(1, targets=asked), panel(2, targets=asked[:1], description="twice"))
    source = source_of(body)
    assert f"SELECTED = '{labels}'\n" in source
    assert 'Target(expr=f"a_1{SELECTED} / b_1{SELECTED}", legendFormat="a_1")' in source
    assert 'Target(expr=f"sum(c{SELECTED}) by (job)", legendFormat="sum")' in source
    assert source.count(labels) == 1
    assert judge_source(body, source, tmp_path).differences == ()


def test_constants_of_selectors_are_named_by_the_values(tmp_path: Path) -> None:
    """The name has no variables, and `not` for a value that `!=` excludes."""
    labels = [
        '{reporter="$reporter", security="mutual_tls"}',
        '{reporter="$reporter", security!="mutual_tls"}',
        '{reporter="$reporter", security!=""}',
    ]
    targets = [{"expr": f"m_{i}{text}"} for i in range(5) for text in labels]
    body = board(panel(1, targets=targets))
    source = source_of(body)
    assert f"MUTUAL_TLS = '{labels[0]}'\n" in source
    assert f"NOT_MUTUAL_TLS = '{labels[1]}'\n" in source
    assert f"SECURITY = '{labels[2]}'\n" in source
    assert judge_source(body, source, tmp_path).differences == ()


def test_variables_with_common_settings_become_calls_of_a_function(tmp_path: Path) -> None:
    """The id of each query holds its variable's name, as the editor of old versions wrote it."""
    variables = [
        {
            "name": name,
            "type": "query",
            "query": {
                "query": f"label_values(up, {name})",
                "refId": f"Prometheus-{name}-Variable-Query",
            },
            "sort": 1,
            "datasource": {"type": "prometheus", "uid": "prometheus"},
            **more,
        }
        for name, more in (("job", {}), ("pod", {"multi": True}), ("node", {}))
    ]
    body = board(panel(1), templating={"list": variables})
    source = source_of(body)
    assert 'f"Prometheus-{name}-Variable-Query"' in source
    assert '    variable("job", "label_values(up, job)"),\n' in source
    assert '    variable("pod", "label_values(up, pod)", multi=True),\n' in source
    assert source.count("Template(") == 1
    assert judge_source(body, source, tmp_path).differences == ()


def test_links_with_common_settings_become_calls_of_a_function(tmp_path: Path) -> None:
    links = [
        {
            "type": "link",
            "title": name,
            "url": f"https://example.org/{name}",
            "icon": name,
            "tags": [],
            "tooltip": "",
            "asDropdown": False,
            "includeVars": False,
            "keepTime": False,
            "targetBlank": True,
        }
        for name in ("doc", "bolt", "info")
    ]
    body = board(panel(1), links=links)
    source = source_of(body)
    assert '    link("doc", "https://example.org/doc", icon="doc"),\n' in source
    assert source.count("DashboardLink(") == 1
    assert judge_source(body, source, tmp_path).differences == ()
    assert "def link" not in source_of(board(panel(1), links=links[:2]))


def test_empty_arguments_are_omitted() -> None:
    asked = [{"expr": "up", "legendFormat": "", "format": "time_series", "interval": ""}]
    source = source_of(board(panel(1, targets=asked, description=""), panel(2)))
    assert "=None" not in source
    assert '=""' not in source


def test_two_similar_panels_get_no_function() -> None:
    assert "def " not in source_of(board(panel(1), panel(2)))


def test_values_equal_only_in_python_are_distinguished(tmp_path: Path) -> None:
    odd = (1, True, 1.5, "1", None)
    panels = [panel(n, options={"mine": value}) for n, value in enumerate(odd, 1)]
    body = board(*panels)
    answer = judge_source(body, source_of(body), tmp_path)
    assert answer.differences == ()


def test_a_repeated_query_gets_a_constant(tmp_path: Path) -> None:
    expr = 'sum(rate(shop_orders_total{job="shop"}[5m]))'
    query = [{"expr": expr, "legendFormat": ""}]
    body = board(panel(1, targets=query), panel(2, targets=query))
    source = source_of(body)
    assert f"rate_shop_orders = {expr!r}\n" in source
    assert source.count("query(rate_shop_orders)") == 2
    assert judge_source(body, source, tmp_path).differences == ()


def test_generated_names_do_not_shadow_parameters(tmp_path: Path) -> None:
    """A metric with the name of a parameter of the functions."""
    second = {"expr": "sum(rate(title[5m])) / sum(rate(title[1h]))", "legendFormat": ""}
    third = {"expr": "sum(title) by (pod) / sum(title) by (container)", "legendFormat": ""}
    panels = [panel(n) for n in range(1, 6)]
    for each in panels:
        each["targets"] += [second, third]
    body = board(*panels, panel(7, title="other", description="d", targets=[second, third]))
    source = source_of(body)
    assert "title_2 = " in source
    assert judge_source(body, source, tmp_path).differences == ()


def test_a_board_that_does_not_compile_is_reported_with_its_panel() -> None:
    body = board(panel(1, gridPos={"h": 8, "w": 99, "x": 0, "y": 0}))
    with pytest.raises(DocumentError, match=r'panel "Errors of 1": gridPos\.w is 99'):
        source_of(body)


def test_a_classic_row_in_dict_style_keeps_the_compiled_id(tmp_path: Path) -> None:
    """Two untitled rows within each other and one in `rows`, distinguished by position."""
    graph = {"type": "timeseries", "title": ""}
    inner = {"type": "row", "title": "", "panels": [graph, {**graph, "targets": [{"expr": "up"}]}]}
    outer = {"type": "row", "title": "", "panels": [graph, inner, graph]}
    rows = [{"showTitle": True, "panels": []}]
    body = {"title": "B", "panels": [graph, outer, graph], "rows": rows}
    assert round_trip(body, "dict", tmp_path).outcome != "different"


@pytest.mark.parametrize("style", ["dict", "grafanalib"])
def test_sizes_in_a_classic_row_are_ignored(style: SourceStyle, tmp_path: Path) -> None:
    """Grafana ignores `gridPos` in `rows`; a size that a declaration gives has an effect."""
    graph = {"type": "timeseries", "title": ""}
    body = {
        "title": "B",
        "panels": [],
        "rows": [{"panels": [graph, {**graph, "gridPos": {"w": 1}}]}],
    }
    assert judge_source(body, source_of(body, style), tmp_path).differences == ()


def test_the_docstring_lists_dropped_settings_and_inputs(tmp_path: Path) -> None:
    """Settings that Grafana drops, and inputs of an export."""
    old = panel(1, type="graph", alert={"name": "a", "conditions": []}, title='"""\\')
    inputs = [{"name": "DS_X", "type": "datasource", "pluginId": "prometheus"}]
    inputs += [{"name": f"VAR_{n}", "type": "constant", "value": '"""'} for n in range(30)]
    body = board(old, __inputs=inputs, __requires=[{"type": "panel", "id": "graph"}])
    source = source_of(body)
    docstring = ast.get_docstring(ast.parse(source)) or ""
    assert "Remarks on the stored board:\n- " in docstring
    assert "alert" in docstring
    assert "- datasource ${DS_X}, of prometheus: prometheus\n- constant ${VAR_0}: '''" in docstring
    assert docstring.count("\n- ") == 22
    assert "- and 11 more" in docstring
    assert "\n\nThe export requires panel graph.\n" in docstring
    assert judge_source(body, source, tmp_path).differences == ()


def test_a_constant_variable_does_not_become_a_text_box(tmp_path: Path) -> None:
    """grafanalib's boards have schema version 12: a visible constant would become a text box."""
    constant = {"name": "zone", "type": "constant", "query": "eu", "hide": 2, "skipUrlSync": True}
    body = board(schemaVersion=41, templating={"list": [constant]})
    assert judge_source(body, source_of(body), tmp_path).differences == ()


def test_a_board_without_a_schema_version_keeps_the_oldest_in_dict_style(tmp_path: Path) -> None:
    """As a file it is the oldest, and its visible constant a text box; declared, the newest."""
    constant = {"name": "zone", "type": "constant", "query": "eu", "hide": 0}
    body = board(templating={"list": [constant]})
    assert round_trip(body, "dict", tmp_path).differences == ()


def test_the_schema_version_is_written_if_version_12_has_another_meaning(
    tmp_path: Path,
) -> None:
    """In old boards `labelsToFields` merged by itself, so compiling adds a merge to these."""
    table = panel(1, type="table", transformations=[{"id": "labelsToFields", "options": {}}])
    body = board(table, panel(2), schemaVersion=41)
    source = source_of(body)
    assert f"schemaVersion={SCHEMA_VERSION}," in source
    assert "Table(" in source
    assert judge_source(body, source, tmp_path).differences == ()
    assert "schemaVersion" not in source_of(board(panel(1)))
