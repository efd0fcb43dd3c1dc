"""The boards that the benchmarks compile: the same thirty time series for grafanalib and the
SDK."""

from __future__ import annotations

from pathlib import Path

PANELS = 30
"""Number of time series panels per board."""

CONFIG = """\
[project]
name = "bench"

[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "http://127.0.0.1:9090"
default = true

[[scrape]]
job = "prometheus"
targets = ["127.0.0.1:9090"]
"""

GRAFANALIB = """\
from grafanalib.core import Dashboard, GridPos, Target, TimeSeries

dashboard = Dashboard(
    title="Service {board}",
    uid="service-{board}",
    tags=["service"],
    panels=[
{panels}    ],
).auto_panel_ids()
"""

TIME_SERIES = """\
        TimeSeries(
            title="Requests of handler {panel}",
            dataSource="Prometheus",
            targets=[
                Target(
                    expr='sum by (code) (rate(http_requests_total{{{labels}}}[5m]))',
                    legendFormat="{{{{code}}}}",
                    refId="A",
                ),
            ],
            unit="reqps",
            gridPos=GridPos(h=8, w=12, x={x}, y={y}),
        ),
"""

SDK = """\
from grafana_foundation_sdk.builders.dashboard import Dashboard
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.builders.timeseries import Panel
from grafana_foundation_sdk.models.dashboard import DataSourceRef, GridPos

prometheus = DataSourceRef(type_val="prometheus", uid="prometheus")

dashboard = (
    Dashboard("Service {board}")
    .uid("service-{board}")
    .tags(["service"])
{panels})
"""

SDK_PANEL = """\
    .with_panel(
        Panel()
        .title("Requests of handler {panel}")
        .datasource(prometheus)
        .with_target(
            Dataquery()
            .expr('sum by (code) (rate(http_requests_total{{{labels}}}[5m]))')
            .legend_format("{{{{code}}}}")
            .ref_id("A")
        )
        .unit("reqps")
        .grid_pos(GridPos(h=8, w=12, x={x}, y={y}))
    )
"""


def write_project(root: Path, count: int) -> list[Path]:
    """Write a project of `count` grafanalib boards, and return the paths of their modules."""
    (root / "boardwright.toml").write_text(CONFIG)
    return _write(root / "dashboards", count, ".dashboard.py", GRAFANALIB, TIME_SERIES)


def write_sdk(root: Path, count: int) -> list[Path]:
    """Write the same boards as builders of the Foundation SDK, and return the paths."""
    return _write(root, count, ".py", SDK, SDK_PANEL)


def _write(folder: Path, count: int, suffix: str, board: str, panel: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"service-{number:04}{suffix}" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(board.format(board=f"{number:04}", panels=_panels(number, panel)))
    return files


def _panels(board: int, panel: str) -> str:
    return "".join(
        panel.format(
            panel=number,
            labels=f'service="{board:04}",handler="{number}"',
            x=number % 2 * 12,
            y=number // 2 * 8,
        )
        for number in range(PANELS)
    )
