from __future__ import annotations

from boardwright.compiler.passes.inputs import run

from .helpers import CONTEXT, board, compile_board, remarks

PROMETHEUS_INPUT = {
    "name": "DS_PROM",
    "label": "Prometheus",
    "type": "datasource",
    "pluginId": "prometheus",
}
INFLUX_INPUT = {
    "name": "DS_INFLUX",
    "label": "Influx",
    "type": "datasource",
    "pluginId": "influxdb",
}
CONSTANT = {"name": "VAR_HOST", "type": "constant", "value": "web-1"}


def test_data_source_inputs_become_data_sources_of_the_project() -> None:
    before = board(
        {
            "datasource": "${DS_PROM}",
            "targets": [{"datasource": {"type": "prometheus", "uid": "${DS_PROM}"}}],
        },
        __inputs=[PROMETHEUS_INPUT],
        __requires=[{"type": "grafana"}],
    )
    assert run(before, CONTEXT) == board(
        {
            "datasource": {"type": "prometheus", "uid": "prometheus"},
            "targets": [{"datasource": {"type": "prometheus", "uid": "prometheus"}}],
        }
    )


def test_constant_inputs_are_replaced_everywhere() -> None:
    before = board(
        {"targets": [{"expr": 'up{host="${VAR_HOST}"}'}]},
        __inputs=[CONSTANT],
        templating={"list": [{"type": "constant", "query": "${VAR_HOST}"}]},
    )
    after = run(before, CONTEXT)
    assert after["panels"][0]["targets"][0]["expr"] == 'up{host="web-1"}'
    assert after["templating"]["list"][0]["query"] == "web-1"


def test_other_variables_are_unchanged() -> None:
    before = board({"title": "${host} ${DS_PROMETHEUS}"}, __inputs=[CONSTANT, PROMETHEUS_INPUT])
    assert run(before, CONTEXT)["panels"][0]["title"] == "${host} ${DS_PROMETHEUS}"


def test_an_input_of_an_undeclared_type_is_remarked() -> None:
    after = run(board({"datasource": "${DS_INFLUX}"}, __inputs=[INFLUX_INPUT]), CONTEXT)
    assert after["panels"] == [{"datasource": {"type": "influxdb", "uid": "Influx"}}]
    assert remarks(after) == (
        'the input "Influx" needs a data source of type influxdb, which the project lacks',
    )


def test_library_panels_of_the_export_are_inserted() -> None:
    model = {"type": "text", "title": "Model", "options": {"content": "hi"}}
    place = {"id": 3, "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0}}
    before = board(
        {**place, "libraryPanel": {"uid": "lib", "name": "Lib"}},
        __elements={"lib": {"uid": "lib", "kind": 1, "model": model}},
    )
    assert run(before, CONTEXT) == board({**model, **place})


def test_boards_without_inputs_are_not_copied() -> None:
    before = board({"type": "text"})
    assert run(before, CONTEXT) is before


def test_a_data_source_variable_with_the_name_of_an_input_is_unchanged() -> None:
    variable = {"name": "DS_PROM", "type": "datasource", "query": "prometheus"}
    reference = {"type": "prometheus", "uid": "${DS_PROM}"}
    panel = {"type": "stat", "datasource": reference, "targets": [{"expr": "up"}]}
    board = {
        "title": "T",
        "__inputs": [PROMETHEUS_INPUT],
        "templating": {"list": [variable]},
        "panels": [panel, {**panel, "datasource": "${DS_PROM}"}],
    }
    after = compile_board(board, "json")
    assert [variable["name"] for variable in after["templating"]["list"]] == ["DS_PROM"]
    for panel in after["panels"]:
        assert panel["datasource"] == panel["targets"][0]["datasource"] == reference
    assert "__inputs" not in after
