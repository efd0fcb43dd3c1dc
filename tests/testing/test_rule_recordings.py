"""The project of docs/how-to/rules.md: its variable and its panel read a recorded series."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boardwright.testing.failure_text import explain_empty_result, format_evaluation_lines
from boardwright.testing.project_rules import ProjectRules
from boardwright.testing.tested_panel import TestedPanel
from boardwright.testing.tested_project import TestedProject
from support import server_program
from testing.conftest import open_project

RULES = """\
from boardwright.promql import avg, metric, rate
from boardwright.rules import alert, record

idle = metric("node_cpu_seconds_total", mode="idle")
busy = record("instance:node_cpu_usage:ratio", 1 - avg(rate(idle), by="instance"))
mean = record("node_cpu_usage:ratio", avg(busy))
high = alert("HostCpuHigh", busy > 0.9, for_="1m", severity="warning", summary="busy")
everywhere = alert("AllBusy", mean > 0.9, for_="1m", severity="warning", summary="busy")
"""

BOARD = """\
from grafanalib.core import Dashboard, Target, Template, Templating, TimeSeries

from boardwright.library import label_variable
from boardwright.promql import re
from rules.node import busy

labels = Template(name="any", query="label_values(instance)", dataSource="Prometheus")
names = Template(name="names", query="metrics(ratio$)", dataSource="Prometheus")
usage = busy.where(instance=re("$instance"))
dashboard = Dashboard(
    title="Node",
    uid="node",
    templating=Templating(list=[label_variable("instance", busy, multi=True), labels, names]),
    panels=[TimeSeries(title="CPU usage", unit="percentunit", targets=[Target(expr=usage)])],
)
"""

SERIES = {
    'node_cpu_seconds_total{instance="a",mode="idle"}': "0+9x60",
    'node_cpu_seconds_total{instance="b",mode="idle"}': "0+6x60",
}
"""Of 10 s, a is idle for 9 s, so its usage is 0.1; b is idle for 6 s: 0.4."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestedProject]:
    server_program("promtool")
    files = {"rules/node.py": RULES, "dashboards/node.py": BOARD}
    found = open_project(tmp_path_factory.mktemp("node"), files)
    yield found
    found.close()


@pytest.fixture
def usage(project: TestedProject) -> TestedPanel:
    return project("node")["CPU usage"]


def test_a_variable_has_the_values_of_a_recorded_series(usage: TestedPanel) -> None:
    """Without a given value the variable has its default, which is All: both instances."""
    shown = usage.at("10m", series=SERIES, instance=["a", "b"])
    assert shown == {
        '{instance="a"}': pytest.approx(0.1),
        '{instance="b"}': pytest.approx(0.4),
    }
    assert usage.at("10m", series=SERIES) == {
        '{instance="a"}': pytest.approx(0.1),
        '{instance="b"}': pytest.approx(0.4),
    }


def test_variables_of_all_series_include_the_recorded_ones(usage: TestedPanel) -> None:
    shown = usage.at("10m", series=SERIES)
    values = dict(shown.evaluation.variables)
    assert values["any"] == ("a",)
    assert values["names"] == ("instance:node_cpu_usage:ratio",)


def test_a_variable_has_the_values_of_a_recorded_series_that_has_ended(usage: TestedPanel) -> None:
    """Samples end at 10 m; at 30 m Grafana still finds the labels in the range of 1 h."""
    shown = usage.at("30m", series=SERIES)
    assert len(shown) == 0
    assert dict(shown.evaluation.variables)["instance"] == ("a", "b")


def test_the_nearest_miss_is_a_recorded_series(usage: TestedPanel) -> None:
    shown = usage.at("10m", series={next(iter(SERIES)): "0+9x60"}, instance="zz")
    assert explain_empty_result(shown.evaluation) == [
        'instance:node_cpu_usage:ratio{instance=~"zz"} selects no series, but would select'
        ' instance:node_cpu_usage:ratio{instance="a"} without the matcher instance=~"zz"'
    ]


def test_a_recording_rule_without_a_result_is_explained(usage: TestedPanel) -> None:
    shown = usage.at("10m", series={'node_cpu_seconds_total{instance="a",mode="user"}': "0+9x60"})
    text = "\n".join(explain_empty_result(shown.evaluation))
    assert "selects no series: the recording rule with this name has" in text
    assert (
        'node_cpu_seconds_total{mode="idle"} selects no series, but would select'
        ' node_cpu_seconds_total{instance="a",mode="user"} without the matcher mode="idle"'
    ) in text
    assert "no series has the name" not in text


def test_an_alert_that_reads_recorded_series_is_explained(project: TestedProject) -> None:
    """AllBusy reads a series that is recorded from another recorded series."""
    rules = ProjectRules(project)
    result = rules("AllBusy").at("10m", series={"node_load1": "1x60"})
    assert result.state == "inactive"
    text = "\n".join(format_evaluation_lines(project.log.current[-1]))
    assert (
        "\n    node_cpu_usage:ratio selects no series: the recording rule with this name has"
        in text
    )
    assert 'node_cpu_seconds_total{mode="idle"} selects no series: no series has the name' in text
    assert "no series has the name instance:node_cpu_usage:ratio" not in text
