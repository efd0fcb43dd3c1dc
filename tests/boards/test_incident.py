"""A captured incident: a machine whose two CPUs were busy for seven minutes.

`boardwright test --capture` wrote `cpu_under_load.series` from a real Prometheus.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.testing.project_rules import ProjectRules
from boardwright.testing.tested_project import TestedProject
from support import server_program
from testing.conftest import require_values_script

INCIDENT = Path(__file__).parent / "cpu_under_load.series"


@pytest.fixture(autouse=True)
def promtool() -> str:
    return server_program("promtool")


def test_the_gauge_shows_100_percent_in_red(panels: TestedProject) -> None:
    """At 420 s the idle counters of both CPUs are those of 410 s: 3473.89 and 2997.64. 100 % busy.

    The gauge is red: its thresholds are those of the board.
    """
    require_values_script()
    gauge = panels("prometheus-101")["CPU usage as a gauge"]
    shown = gauge.at("420s", series=INCIDENT, range="1m")
    assert shown == {"usage": 100}
    assert (shown.text, shown.color) == ("100%", "red")


def test_two_seconds_of_idle_time_lower_the_usage_for_one_step(panels: TestedProject) -> None:
    """Between 350 s and 360 s the idle counters rise by 0.01 s and 2.07 s.

    CPU 0 goes from 3473.84 to 3473.85, CPU 1 from 2993.01 to 2995.08: 2.08 s of 2 * 10 s are idle,
    so usage is 100 - 10.4 = 89.6 %.
    """
    usage = panels("prometheus-101")["CPU usage"]
    assert usage.at("360s", series=INCIDENT) == {"usage": pytest.approx(89.6, abs=0.01)}


def test_programs_and_the_kernel_use_the_cpu_time(panels: TestedProject) -> None:
    """The modes add up to the whole of both CPUs, within the accuracy of the kernel's counters."""
    modes = panels("prometheus-101")["CPU time, averaged by mode"].at("400s", series=INCIDENT)
    assert sum(modes.values()) == pytest.approx(1, abs=0.05)
    assert modes["user"] + modes["nice"] + modes["system"] > 0.9


def test_the_alert_is_pending_and_does_not_fire(rules: ProjectRules) -> None:
    """HostCpuHigh waits for 15 minutes, and the incident took seven."""
    alert = rules("HostCpuHigh")
    found = alert.at("6m", series=INCIDENT)
    assert found.state == "pending"
    assert found.alert.labels["instance"] == "web-1:9100"
    assert found.value == pytest.approx(1, abs=0.02)
    assert alert.fires_between(series=INCIDENT) == []
