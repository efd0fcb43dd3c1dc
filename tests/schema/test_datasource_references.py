"""One reading of data source references for compiling, checking and previewing."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.settings import DataSourceFact, Settings
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.reading import source_of_json
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.pipeline import compile_document
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.query_sources import QuerySource, QuerySources
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import VariableChoice
from boardwright.schema.datasource_references import (
    DASHBOARD_UID,
    EXPRESSION_UID,
    GRAFANA_UID,
    MIXED_UID,
    PROMQL_FAMILY,
    DataSourceRef,
    WrittenReference,
    choose_query_reference,
    read_reference,
)
from boardwright.schema.datasource_resolver import ResolvedDataSource
from boardwright.schema.document import Document, Place

PROMETHEUS = {"type": "prometheus", "uid": "prometheus"}
LOKI = {"type": "loki", "uid": "logs"}
EXPRESSION = {"type": "__expr__", "uid": "__expr__"}
MIXED = {"type": "datasource", "uid": MIXED_UID}


@pytest.mark.parametrize(
    "written", [None, "", "default", "Default", "-- Default --", {}, [], 5, True]
)
def test_empty_references_mean_the_default_data_source(written: Any) -> None:
    assert not read_reference(written).is_written


@pytest.mark.parametrize(
    "written",
    ["$ds", "${ds}", "${ds:text}", "${ds.name}", "[[ds]]", "[[ds:text]]", {"uid": "${ds:raw}"}],
)
def test_each_form_of_a_variable_is_recognised(written: Any) -> None:
    assert read_reference(written).variable == "ds"


@pytest.mark.parametrize("written", ["a$ds", "${ds}-eu", "$", "${}", "[[]]", "prometheus"])
def test_names_with_a_dollar_sign_may_be_plain_names(written: str) -> None:
    assert read_reference(written) == WrittenReference(None, written)


@pytest.mark.parametrize(
    ("written", "built_in"),
    [
        ("-- Grafana --", GRAFANA_UID),
        ({"type": "datasource", "uid": "grafana"}, GRAFANA_UID),
        ("-- Mixed --", MIXED_UID),
        (MIXED, MIXED_UID),
        ("-- Dashboard --", DASHBOARD_UID),
        ("__expr__", EXPRESSION_UID),
        ({"type": "__expr__", "uid": "-100"}, EXPRESSION_UID),
        ("prometheus", None),
    ],
)
def test_built_in_data_sources_are_recognised(written: Any, built_in: str | None) -> None:
    assert read_reference(written).built_in == built_in


@pytest.mark.parametrize(
    ("own", "panels", "counts"),
    [
        (LOKI, PROMETHEUS, PROMETHEUS),
        (LOKI, None, LOKI),
        (LOKI, {}, LOKI),
        (LOKI, MIXED, LOKI),
        (LOKI, {"type": "mixed"}, LOKI),
        (None, MIXED, None),
        (None, PROMETHEUS, PROMETHEUS),
        (EXPRESSION, PROMETHEUS, EXPRESSION),
        ("$ds", "Prometheus", "Prometheus"),
    ],
)  # fmt: skip
def test_the_reference_of_the_panel_is_preferred_unless_it_is_mixed(
    own: Any, panels: Any, counts: Any
) -> None:
    assert choose_query_reference(own, panels) == read_reference(counts)


REFERENCES: list[tuple[Any, Any, str]] = [
    ("Prometheus", None, "prometheus"),
    (LOKI, PROMETHEUS, "prometheus"),  # preview once asked Loki here, the others Prometheus
    (LOKI, MIXED, "loki"),
    ({"type": "loki", "uid": "$logs"}, None, "loki"),
    ("${logs:text}", None, "loki"),  # compiling once took this for a data source's name
    (None, "[[logs]]", "loki"),
    (None, None, "prometheus"),
    ("Loki", None, "loki"),  # only checks once read the type from the name
    ("$any", None, "prometheus"),  # checks once took the type for unknown
]


@pytest.mark.parametrize(("own", "panels", "plugin"), REFERENCES)
def test_compile_check_and_preview_resolve_the_same_plugin(
    own: Any, panels: Any, plugin: str
) -> None:
    logs = {"type": "datasource", "name": "logs", "query": "loki"}
    untyped = {"type": "datasource", "name": "any"}
    target = {"refId": "A", "expr": "up", **({"datasource": own} if own else {})}
    panel = {"type": "logs", "targets": [target], **({"datasource": panels} if panels else {})}
    board = {"title": "B", "panels": [panel], "templating": {"list": [logs, untyped]}}
    found = {
        "compiled": compiled_type(board),
        "checked": checked_type(board),
        "previewed": previewed_type(own, panels),
    }
    assert {verb: found[verb] for verb in found if found[verb] != plugin} == {}


def test_the_uid_is_preferred_to_a_wrong_type() -> None:
    """Grafana looks up a data source by its uid. Checks once read this query as LogQL, and previews
    sent it to Prometheus.
    """
    wrong = {"type": "loki", "uid": "prometheus"}
    target = {"refId": "A", "expr": "up", "datasource": wrong}
    board = {"title": "B", "panels": [{"type": "logs", "targets": [target]}]}
    assert (checked_type(board), previewed_type(wrong, None)) == ("prometheus", "prometheus")


def compiled_type(board: dict[str, Any]) -> str:
    prometheus = DataSourceRef(type="prometheus", uid="prometheus")
    loki = DataSourceRef(type="loki", uid="logs")
    known = {"Prometheus": prometheus, "prometheus": prometheus, "Logs": loki, "logs": loki}
    document = Document(body=board, place=Place(file="b.json"), name="b", form="json")
    body = compile_document(document, CompilerContext(datasources=known)).body
    return str(body["panels"][0]["targets"][0]["datasource"]["type"])


def checked_type(board: dict[str, Any]) -> str | None:
    place = Place(file="b.json")
    known = (
        DataSourceFact(name="Prometheus", type="prometheus", uid="prometheus", place=place),
        DataSourceFact(name="Logs", type="loki", uid="logs", place=place),
    )
    view = BoardView(source_of_json(board, place=place), Settings(datasources=known))
    (query,) = view.queries
    return query.datasource.type


def previewed_type(own: Any, panels: Any) -> str:
    choice = VariableChoice(
        name="logs", kind="datasource", values=("Logs",), texts=("Logs",), many=False
    )
    interpolation = Interpolation(
        choices={"logs": choice}, range=TimeRange(start=0, end=1, text="")
    )
    return sources().find(choose_query_reference(own, panels), interpolation).type


def sources() -> QuerySources:
    prometheus = QuerySource(uid="prometheus", name="Prometheus", type="prometheus")
    loki = QuerySource(uid="logs", name="Logs", type="loki")
    return QuerySources([prometheus, loki], default=prometheus)


def test_the_list_of_promql_plugins_includes_compatible_plugins() -> None:
    """Compiling once left the queries of Google's Prometheus plugin as they were written."""
    assert "grafana-gcpprometheus-datasource" in PROMQL_FAMILY
    assert "victoriametrics-datasource" in PROMQL_FAMILY


@pytest.mark.parametrize(
    ("plugin", "language"),
    [
        ("prometheus", "promql"),
        ("grafana-azureprometheus-datasource", "promql"),
        ("victoriametrics-metrics-datasource", "metricsql"),
        ("loki", "logql"),
        ("__expr__", "expression"),
    ],
)
def test_check_and_preview_find_the_same_language(plugin: str, language: str) -> None:
    source = QuerySource(uid="a", name="A", type=plugin)
    assert source.language == ResolvedDataSource(type=plugin).language == language
    assert source.is_prometheus == (language in {"promql", "metricsql"})


def test_a_preview_names_the_plugin_of_another_language() -> None:
    assert QuerySource(uid="a", name="A", type="influxdb").language == "influxdb"
    assert ResolvedDataSource(type="influxdb").language == "other"
    assert QuerySource(uid="g", name="G", type="grafana").language == "grafana"
    assert ResolvedDataSource(type="grafana").language == "none"
