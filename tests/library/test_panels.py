"""Panels of the usual questions, and those of whole subjects."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from grafanalib import formatunits as units
from grafanalib.core import BarGauge, Dashboard, Heatmap, Panel, Stat, TimeSeries

from boardwright import library
from boardwright.library import (
    EVERYTHING,
    Scope,
    containers,
    distribution,
    error_ratio_panel,
    gauge,
    heatmap_panel,
    mean_panel,
    network,
    node,
    processes,
    quantiles_panel,
    query,
    rate_panel,
    red_row,
    row,
    stack,
    stat,
    thresholds,
    timeline,
    timeseries,
    top_over_range_panel,
    top_panel,
    use_row,
    used_and_limit_panel,
    used_share_panel,
)
from boardwright.promql import metric, rate, re
from library.plain import expressions, flat, legends, plain, unit

MODULES = [
    import_module(f"{library.__name__}.{found.name}")
    for found in pkgutil.iter_modules(library.__path__)
]


def public(module: ModuleType) -> list[tuple[str, Callable[..., Any]]]:
    return [
        (name, value)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and name[0] != "_"
    ]


FUNCTIONS = [
    pytest.param(function, id=f"{module.__name__.rpartition('.')[2]}.{name}")
    for module in MODULES
    for name, function in public(module)
]

RED = {
    "requests": "a_total",
    "errors": {"code": re("5..")},
    "duration": "d_seconds",
}
ROWS: list[Callable[..., list[Any]]] = [
    *(
        value
        for module in (node, containers, stack)
        for name, value in vars(module).items()
        if name.endswith("_row") and name not in ("red_row", "use_row")
    ),
    node.overview,
    containers.overview,
    lambda scope=EVERYTHING: stack.overview(targets=scope, server=scope),
    processes.process_panels,
    lambda **options: network.rate_and_irate_panels(device="eth0", **options),
    lambda **options: distribution("d_seconds", title="D", **options),
    lambda **options: red_row(**RED, **options),
    lambda scope=EVERYTHING: use_row(
        "U", utilisation=metric("a"), saturation=metric("b"), datasource=scope.datasource
    ),
]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_options_are_passed_by_keyword(function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters.values()
    positional = [
        each.name
        for each in parameters
        if each.kind is each.POSITIONAL_OR_KEYWORD and each.default is not each.empty
    ]
    allowed = {"thresholds": ["base"], "datasource_variable": ["name"], "dashes": ["color"]}
    allowed |= {"interval_variable": ["values"], "query": ["legend"]}
    allowed |= {"show_when_data": ["has_data"]}
    assert positional == allowed.get(function.__name__, [])


@pytest.mark.parametrize("make", ROWS)
def test_the_data_source_of_the_scope_is_used_in_every_panel(
    make: Callable[..., list[Any]],
) -> None:
    assert {
        panel["datasource"] for panel in flat(make(scope=Scope().with_datasource("other")))
    } == {"other"}
    assert {panel["datasource"] for panel in flat(make())} == {None}


@pytest.mark.parametrize("make", ROWS)
def test_every_panel_has_title_unit_and_named_series(make: Callable[..., list[Any]]) -> None:
    for panel in flat(make()):
        assert panel["title"]
        assert unit(panel), panel["title"]
        assert all(target["legendFormat"] for target in panel["targets"]), panel["title"]


@pytest.mark.parametrize("make", ROWS)
def test_panels_and_queries_of_the_library_have_no_ids(make: Callable[..., list[Any]]) -> None:
    for panel in flat(make()):
        assert panel["id"] is None
        assert {target["refId"] for target in panel["targets"]} == {""}


def test_an_unknown_parameter_of_a_panel_is_refused() -> None:
    with pytest.raises(TypeError, match=r"unknown argument 'windows'.* device, legend, scope"):
        network.traffic_panel(windows="5m")


def test_parameters_of_a_panel_can_be_changed() -> None:
    panel = network.traffic_panel(device="eth0", title="Uplink", using=rate)
    assert panel.title == "Uplink"
    assert expressions(panel)[0] == 'rate(node_network_receive_bytes_total{device="eth0"}[1m]) * 8'


def test_a_rate_panel_has_a_series_for_each_label() -> None:
    panel = rate_panel("a_total", title="A", by=("code", "method"), stacked=True)
    assert isinstance(panel, TimeSeries)
    assert expressions(panel) == ["sum by (code, method) (rate(a_total[1m]))"]
    assert legends(panel) == ["{{code}} {{method}}"]
    assert panel.unit == units.COUNTS_PER_SEC
    assert panel.stacking == {"mode": "normal", "group": "A"}


def test_a_single_series_has_the_title_as_legend() -> None:
    assert legends(rate_panel("a_total", title="A")) == ["A"]


def test_an_error_ratio_panel_has_a_unit_thresholds_and_legend() -> None:
    panel = error_ratio_panel("a_total", errors={"code": "500"}, by="x")
    assert panel.unit == units.PERCENT_UNIT
    assert [step.value for step in panel.thresholds] == [0.0, 0.01, 0.05]
    assert legends(panel) == ["{{x}}"]
    custom = panel.to_json_data()["fieldConfig"]["defaults"]["custom"]
    assert custom["axisSoftMax"] == 0.05, "without errors the axis would end at 10000 %"
    assert custom["lineWidth"] == 1, "other settings stay"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"unit": units.PERCENT_UNIT}, 0.1),
        ({"unit": units.PERCENT_UNIT, "maximum": 1}, None),
        ({"unit": units.PERCENT_FORMAT}, None),
    ],
)
def test_the_axis_of_a_share_does_not_end_at_10000_percent(
    settings: dict[str, Any], expected: float | None
) -> None:
    panel = timeseries(title="A", queries=[query("a")], **settings)
    custom = panel.to_json_data()["fieldConfig"]["defaults"]["custom"]
    assert custom["axisSoftMax"] == expected


def test_mean_and_quantiles_panels_have_named_series() -> None:
    assert legends(mean_panel("d_seconds", title="D")) == ["mean"]
    panel = quantiles_panel("d_seconds", title="D", quantiles=(0.5, 0.999), by="x")
    assert legends(panel) == ["p50 {{x}}", "p99.9 {{x}}"]
    assert panel.unit == units.SECONDS


@pytest.mark.parametrize(
    ("native", "expr", "legend"),
    [
        (False, "sum by (le) (rate(d_seconds_bucket[1m]))", "{{le}}"),
        (True, "sum(rate(d_seconds[1m]))", ""),
    ],
)
def test_a_heatmap_panel_queries_classic_or_native_buckets(
    native: bool, expr: str, legend: str
) -> None:
    panel = heatmap_panel("d_seconds", title="D", native=native)
    assert isinstance(panel, Heatmap)
    assert expressions(panel) == [expr]
    assert legends(panel) == [legend]
    assert panel.targets[0].format == "heatmap"
    assert panel.yAxis.format == units.SECONDS


@pytest.mark.parametrize("native", [False, True])
def test_a_distribution_has_quantiles_and_a_heatmap(native: bool) -> None:
    lines, cells = distribution("d_seconds", title="D", native=native)
    assert (type(lines), type(cells)) == (TimeSeries, Heatmap)
    assert (lines.title, cells.title) == ("D: quantiles", "D: distribution")


def test_top_panels_show_the_largest_series() -> None:
    bars = top_panel(3, "a_total", title="A", by="x")
    assert isinstance(bars, BarGauge)
    assert bars.targets[0].instant is True
    lines = top_over_range_panel(3, "a_total", title="A", by="x")
    assert isinstance(lines, TimeSeries)
    assert legends(bars) == legends(lines) == ["{{x}}"]


def test_use_is_shown_as_a_share_or_with_the_limit() -> None:
    share = used_share_panel("a", "b", title="A")
    assert (share.valueMin, share.valueMax, share.unit) == (0, 1, units.PERCENT_UNIT)
    both = used_and_limit_panel("a", "b", title="A", unit=units.BYTES_IEC)
    assert expressions(both) == ["a", "b"]
    assert both.overrides[0]["matcher"]["options"] == "limit"


def test_the_red_row_has_rate_errors_and_duration() -> None:
    titles = [panel["title"] for panel in flat(red_row(**RED))]
    assert titles == ["Requests", "Errors", "Duration: quantiles", "Duration: distribution"]


def test_the_use_row_has_utilisation_saturation_and_errors() -> None:
    a, b, c = metric("a"), metric("b"), metric("c")
    titles = [panel["title"] for panel in flat(use_row("U", utilisation=a, saturation=b, errors=c))]
    assert titles == ["U: utilisation", "U: saturation", "U: errors"]
    assert len(list(flat(use_row("U", utilisation=a, saturation=b)))) == 2


def test_the_scope_is_used_in_every_query() -> None:
    scope = Scope(job="$job", instance=re("$instance"))
    for make in (
        node.cpu_row,
        node.memory_row,
        node.disk_row,
        node.network_row,
        containers.cpu_row,
    ):
        for panel in flat(make(scope=scope)):
            for expr in expressions(panel):
                assert expr.count('job="$job",instance=~"$instance"') == expr.count("{")


def test_the_window_of_the_scope_is_used_in_every_rate() -> None:
    seven = Scope().with_window("7m")
    for panel in flat([*node.cpu_row(scope=seven), *containers.cpu_row(scope=seven)]):
        for expr in expressions(panel):
            assert ("irate(" in expr or "rate(" in expr) == ("[7m]" in expr)
            assert "[1m]" not in expr


def test_a_stat_and_a_gauge_show_the_last_value() -> None:
    number = stat(title="A", queries=[query("a")], unit="short")
    dial = gauge(title="A", queries=[query("a")], unit="short", steps=thresholds(red=1))
    assert isinstance(number, Stat)
    assert number.reduceCalc == dial.calc == "lastNotNull"


def test_thresholds_of_a_graph_are_drawn() -> None:
    plainly = timeseries(title="A", queries=[query("a")], unit="short")
    marked = timeseries(title="A", queries=[query("a")], unit="short", steps=thresholds(red=1))
    assert plainly.thresholdsStyleMode == "off"
    assert marked.thresholdsStyleMode == "dashed"


def test_a_timeline_has_words_for_values() -> None:
    panel = timeline(title="Up", queries=[query("up")], mappings=library.mappings.UP_OR_DOWN)
    assert plain(panel)["fieldConfig"]["defaults"]["mappings"] == library.mappings.UP_OR_DOWN


def test_panels_of_the_library_can_be_mixed_with_other_panels() -> None:
    """The library returns grafanalib's objects, so grafanalib's encoder writes the board."""
    mine = TimeSeries(title="Mine", targets=[query("up")], unit="short")
    board = Dashboard(
        title="Mixed",
        panels=[
            *row("Mine and theirs", [mine, rate_panel("a_total", title="Theirs")]),
            {"type": "stat", "title": "A dict"},
            mine,
        ],
    )
    data = plain(board)
    assert [panel["title"] for panel in data["panels"]] == [
        "Mine and theirs",
        "Mine",
        "Theirs",
        "A dict",
        "Mine",
    ]
    assert all(isinstance(panel, Panel | dict) for panel in board.panels)
