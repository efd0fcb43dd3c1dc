"""The table of grafanalib's defaults against grafanalib itself."""

from __future__ import annotations

from typing import Any

import pytest
from grafanalib import core
from grafanalib.cloudwatch import CloudwatchMetricsTarget

from boardwright.compiler import grafanalib_defaults as table
from boardwright.compiler.edit import get_value
from boardwright.compiler.grafanalib_defaults import GrafanalibDefault, GrafanalibDefaults
from library.plain import plain

CLASSES = {
    "bargauge": core.BarGauge,
    "gauge": core.GaugePanel,
    "grafana-piechart-panel": core.PieChart,
    "graph": core.Graph,
    "heatmap": core.Heatmap,
    "logs": core.Logs,
    "singlestat": core.SingleStat,
    "stat": core.Stat,
    "timeseries": core.TimeSeries,
}

OF_CLOUDWATCH = {"statistics"}
"""Arguments of a query that only CloudWatch's have."""

OF_NEWER_GRAFANALIB = {("legendFormat", "alias")}
"""Defaults that grafanalib's main branch has and 0.7.1 has not."""


def _select(defaults: GrafanalibDefaults, *, cloudwatch: bool) -> GrafanalibDefaults:
    top = {k: d for k, d in defaults.top.items() if (d.argument in OF_CLOUDWATCH) == cloudwatch}
    return GrafanalibDefaults(top=top, inner=())


def rows() -> list[tuple[str, Any, type, GrafanalibDefault]]:
    owners: list[tuple[str, Any, type, GrafanalibDefaults]] = [
        ("board", core.Dashboard(title="T"), core.Dashboard, table.BOARD),
        ("target", core.Target(), core.Target, _select(table.TARGET, cloudwatch=False)),
        (
            "cloudwatch",
            CloudwatchMetricsTarget(),
            CloudwatchMetricsTarget,
            _select(table.TARGET, cloudwatch=True),
        ),
        ("variable", core.Template(name="v", query="q"), core.Template, table.VARIABLE),
        *((kind, make(title="T"), make, table.PANELS[kind]) for kind, make in CLASSES.items()),
    ]
    return [
        (name, plain(owner), make, default)
        for name, owner, make, defaults in owners
        for default in (*defaults.top.values(), *defaults.inner)
    ]


@pytest.mark.parametrize(
    ("name", "written", "make", "default"),
    rows(),
    ids=[f"{name}-{default.path[-1]}" for name, _, _, default in rows()],
)
def test_each_default_of_the_table_is_written_by_grafanalib(
    name: str, written: Any, make: Any, default: GrafanalibDefault
) -> None:
    assert default.argument in {field.name for field in make.__attrs_attrs__}
    if (default.argument, default.path[-1]) not in OF_NEWER_GRAFANALIB:
        assert get_value(written, *default.path) == default.value


def test_every_class_of_the_table_is_checked() -> None:
    assert table.PANELS.keys() == CLASSES.keys()
