from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes.datasources import run

from .helpers import CONTEXT, board, one, remarks

PROM = {"type": "prometheus", "uid": "prometheus"}
LOGS = {"type": "loki", "uid": "logs"}
MIXED = {"type": "datasource", "uid": "-- Mixed --"}
DASHBOARD = {"type": "datasource", "uid": "-- Dashboard --"}
VARIABLE = {"type": "prometheus", "uid": "${ds}"}


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (None, PROM),
        ("", PROM),
        ("default", PROM),
        ({}, PROM),
        ({"uid": None}, PROM),
        ("Prometheus", PROM),
        ("prometheus", PROM),
        ("Logs", LOGS),
        ({"uid": "logs"}, LOGS),
        ({"type": "loki"}, LOGS),
        ({"type": "loki", "uid": ""}, LOGS),
        ({"type": "prometheus", "uid": "Prometheus"}, PROM),
        ({"type": "prometheus", "uid": "other"}, {"type": "prometheus", "uid": "other"}),
        ("$ds", VARIABLE),
        ("${ds}", VARIABLE),
        ("[[ds]]", VARIABLE),
        ({"uid": "$ds"}, VARIABLE),
        ({"type": "prometheus", "uid": "${ds}"}, VARIABLE),
        ("-- Mixed --", MIXED),
        ("-- Dashboard --", DASHBOARD),
        ("-- Grafana --", {"type": "datasource", "uid": "grafana"}),
        ("grafana", {"type": "datasource", "uid": "grafana"}),
        ({"type": "grafana", "uid": "grafana"}, {"type": "grafana", "uid": "grafana"}),
        ("${DS_PROMETHEUS}", PROM),
        ("elsewhere", {"uid": "elsewhere"}),
        ({"type": "influxdb"}, {"type": "influxdb"}),
    ],
)
def test_references_of_panels_are_resolved(reference: Any, expected: dict[str, Any]) -> None:
    templating = {"list": [{"type": "datasource", "name": "ds", "query": "prometheus"}]}
    after = one(run, {"type": "stat", "datasource": reference}, templating=templating)
    assert after["datasource"] == expected


def refs(panel: dict[str, Any], context: CompilerContext = CONTEXT) -> tuple[Any, list[Any]]:
    after = one(run, {"type": "stat", **panel}, context)
    return after["datasource"], [target["datasource"] for target in after["targets"]]


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        ({"targets": [{}]}, (PROM, [PROM])),
        ({"datasource": "Logs", "targets": [{}]}, (LOGS, [LOGS])),
        ({"targets": [{"datasource": "Logs"}]}, (LOGS, [LOGS])),
        ({"targets": [{"datasource": "Logs"}, {}]}, (MIXED, [LOGS, PROM])),
        (
            {"datasource": "-- Mixed --", "targets": [{"datasource": "Logs"}, {}]},
            (MIXED, [LOGS, PROM]),
        ),
        ({"datasource": "-- Dashboard --", "targets": [{"panelId": 2}]}, (DASHBOARD, [DASHBOARD])),
        (
            {"targets": [{}, {"datasource": "__expr__"}]},
            (PROM, [PROM, {"type": "__expr__", "uid": "__expr__"}]),
        ),
        (
            {"datasource": "Elsewhere", "targets": [{"expr": "up"}]},
            ({"type": "prometheus", "uid": "Elsewhere"},) * 1
            + ([{"type": "prometheus", "uid": "Elsewhere"}],),
        ),
        ({"datasource": "pg", "targets": [{"rawSql": "x"}]}, ({"uid": "pg"}, [{"uid": "pg"}])),
    ],
)
def test_the_data_source_comes_from_the_query_the_panel_or_the_default(
    panel: dict[str, Any], expected: Any
) -> None:
    assert refs(panel) == expected


@pytest.mark.parametrize(
    ("targets", "expected", "is_remarked"),
    [
        ([{"datasource": "Logs"}, {}], [PROM, PROM], True),
        ([{"datasource": {"type": "pg", "uid": "pg"}}], [PROM], True),
        ([{"datasource": "$ds"}], [PROM], True),
        ([{"datasource": {"uid": "prometheus"}}, {"datasource": None}], [PROM, PROM], False),
        ([{}, {"datasource": "__expr__"}], [PROM, {"type": "__expr__", "uid": "__expr__"}], False),
    ],
)
def test_the_data_source_of_a_panel_is_used_for_all_queries(
    targets: list[dict[str, Any]], expected: list[Any], is_remarked: bool
) -> None:
    """Observed in a real Grafana 12.2: without one, the data sources of the queries are used."""
    panel = {"datasource": "Prometheus", "targets": targets}
    assert refs(panel) == (PROM, expected)
    assert bool(remarks(one(run, {"type": "stat", **panel}))) is is_remarked


def test_uids_of_the_environment_are_used() -> None:
    context = replace(CONTEXT, environment_uids={"prometheus": "prod-prometheus"})
    prod = {"type": "prometheus", "uid": "prod-prometheus"}
    assert refs({"targets": [{}, {"datasource": "Prometheus"}]}, context) == (prod, [prod, prod])
    assert not remarks(one(run, {"type": "stat"}, context))


@pytest.mark.parametrize(
    ("reference", "known"),
    [
        (None, True),
        ("Logs", True),
        ("$ds", True),
        ("-- Mixed --", True),
        ("pg", False),
        ({"type": "pg"}, False),
    ],
)
def test_unknown_data_sources_are_remarked(reference: Any, known: bool) -> None:
    assert bool(remarks(one(run, {"type": "stat", "datasource": reference}))) is not known


@pytest.mark.parametrize("kind", ["text", "row", "news"])
def test_panels_without_queries_get_no_data_source(kind: str) -> None:
    assert "datasource" not in one(run, {"type": kind, "datasource": None})
    assert one(run, {"type": kind, "datasource": "Logs"})["datasource"] == LOGS


def test_library_panels_get_no_data_source() -> None:
    panel = {"libraryPanel": {"uid": "x", "name": "X"}}
    assert one(run, {**panel, "datasource": None}) == panel


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ({"type": "query", "datasource": None}, PROM),
        ({"type": "query", "datasource": "Logs"}, LOGS),
        ({"type": "adhoc", "datasource": "$ds"}, VARIABLE),
        ({"type": "custom", "datasource": None}, None),
        ({"type": "interval"}, None),
    ],
)
def test_references_of_variables_are_resolved(variable: dict[str, Any], expected: Any) -> None:
    after = run(board(templating={"list": [variable]}), CONTEXT)["templating"]["list"][0]
    assert after.get("datasource") == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (
            {"builtIn": 1, "datasource": "-- Grafana --"},
            {"type": "grafana", "uid": "-- Grafana --"},
        ),
        ({"datasource": "-- Grafana --"}, {"type": "grafana", "uid": "-- Grafana --"}),
        ({"datasource": "Logs"}, LOGS),
        ({}, PROM),
    ],
)
def test_references_of_annotations_are_resolved(annotation: dict[str, Any], expected: Any) -> None:
    after = run(board(annotations={"list": [annotation]}), CONTEXT)["annotations"]["list"][0]
    assert after["datasource"] == expected
