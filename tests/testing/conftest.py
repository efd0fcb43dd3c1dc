"""Fixtures: a project with two boards for the tests of panels."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from boardwright.preview.bundle import FOLDER, VALUES_SCRIPT
from boardwright.testing.tested_project import TestedProject
from support import TOML, server_program

BOARDS = """\
from grafanalib.core import Dashboard, Stat, Target, Templating, Template, Time, TimeSeries


def panel(title, *exprs, legend="{{instance}}", **more):
    targets = [Target(expr=e, legendFormat=legend, refId=r) for e, r in zip(exprs, "ABC")]
    return TimeSeries(title=title, unit="short", targets=targets, **more)


dashboard = Dashboard(
    title="Machines",
    uid="machines",
    time=Time("now-1h", "now"),
    templating=Templating(
        list=[
            Template(name="job", query="label_values(up, job)", dataSource="Prometheus"),
            Template(
                name="instance",
                query='label_values(up{job="$job"}, instance)',
                dataSource="Prometheus",
                includeAll=True,
                multi=True,
            ),
        ]
    ),
    panels=[
        panel("Up", 'up{job="$job",instance=~"$instance"}'),
        panel("Two queries", "up", "-up", legend="{{instance}} {{job}}"),
        panel("Rate", "rate(requests_total[$__rate_interval])", legend=""),
        panel("Range", "count_over_time(up[$__range])"),
        panel("Step", "count_over_time(up[$__interval])"),
        panel("Same title", "up"),
        panel("Same title", "down"),
        panel("Refused", "rate(up[5m]) + on () up"),
        panel("Hidden label", "sum by (job) (up)", legend="all"),
        Stat(
            title="Largest first",
            targets=[Target(expr="topk(2, up)", instant=True, legendFormat="{{instance}}")],
        ),
    ],
)

other = Dashboard(title="Other", uid="other", panels=[panel("Up", "up")])
"""


def open_project(root: Path, files: Mapping[str, str]) -> TestedProject:
    """Write a project, and return it as a `TestedProject`."""
    for name, content in {"boardwright.toml": TOML, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return TestedProject.from_folder(root)


def require_values_script() -> None:
    """Skip a test if the script of the preview is not built; in CI, fail."""
    if (FOLDER / VALUES_SCRIPT).exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail("the preview's script is not built, and CI skips nothing real")
    pytest.skip("the preview's script is not built; scripts/preview-bundle builds it")


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestedProject]:
    """Return the project with two boards."""
    server_program("promtool")
    project = open_project(tmp_path_factory.mktemp("machines"), {"dashboards/machines.py": BOARDS})
    yield project
    project.close()
