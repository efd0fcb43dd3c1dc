"""The alert and recording rules of the bundled stack, with times worked out by hand.

A sample and an evaluation every 10 s.
"""

from __future__ import annotations

import os

import pytest

from boardwright.engine.promtool_lookup import find_promtool
from boardwright.testing.project_rules import ProjectRules
from support import server_program

IDLE = 'node_cpu_seconds_total{instance="a",cpu="0",mode="idle"}'


@pytest.fixture(autouse=True)
def promtool() -> str:
    return server_program("promtool")


def test_rules_record_the_usage_of_cpu_and_memory(rules: ProjectRules) -> None:
    """Idle for 2 s of 10 s: usage is 0.8. 250 of 1,000 bytes are available: 0.75 are used."""
    series = {
        IDLE: "0+2x60",
        'node_memory_MemTotal_bytes{instance="a"}': "1000x60",
        'node_memory_MemAvailable_bytes{instance="a"}': "250x60",
    }
    usage = rules("instance:node_cpu_usage:ratio").at("5m", series=series)
    assert usage == {'{instance="a"}': pytest.approx(0.8)}
    memory = rules("instance:node_memory_usage:ratio").at("5m", series=series)
    assert memory == {'{instance="a"}': 0.75}


def test_rules_record_file_system_usage_and_evaluation_failures(rules: ProjectRules) -> None:
    """5 of 100 bytes are available: 0.95 are used. The counter rises from 0 to 1 at 1 m: by 1."""
    labels = '{instance="a",mountpoint="/",fstype="ext4"}'
    series = {
        f"node_filesystem_avail_bytes{labels}": "5x60",
        f"node_filesystem_size_bytes{labels}": "100x60",
        'prometheus_rule_evaluation_failures_total{instance="p",rule_group="g"}': "0x5 1x60",
    }
    used = rules("instance_mountpoint:node_filesystem_usage:ratio_max").at("5m", series=series)
    assert used == {'{instance="a",mountpoint="/"}': pytest.approx(0.95)}
    name = "instance_rule_group:prometheus_rule_evaluation_failures:increase5m"
    failures = rules(name).at("5m", series=series)
    assert failures == {'{instance="p",rule_group="g"}': pytest.approx(1)}


def test_an_alert_about_high_cpu_usage_fires_after_15_minutes(rules: ProjectRules) -> None:
    """Idle for 0.5 s of 10 s is 95 %. The first rate is at 10 s: it fires at 15 m 10 s.

    The CPU is quiet again from 20 m on: idle for 10 s of 10 s. The rate over 5 m is 0.9 when
    0.05 * (300 - t) + 1 * t = 0.1 * 300 with t seconds of quiet: 0.95 * t = 15, so t = 15.8 s. At
    20 m 10 s the usage is still above 0.9, at 20 m 20 s it is below.
    """
    series = {IDLE: "0+0.5x120 " + " ".join(str(60 + 10 * n) for n in range(1, 61))}
    rule = rules("HostCpuHigh")
    assert rule.fires_between(series=series) == [("15m10s", "20m10s")]
    found = rule.at("16m", series=series)
    assert found.annotations["summary"] == "The CPUs of a are 95% busy."
    assert found.labels["severity"] == "warning"


def test_an_alert_about_a_full_file_system_fires_after_five_minutes(rules: ProjectRules) -> None:
    """95 of 100 bytes are used from 1 m on: it fires at 6 m. tmpfs never does."""
    series = {
        'node_filesystem_avail_bytes{instance="a",mountpoint="/",fstype="ext4"}': "50x5 5x60",
        'node_filesystem_size_bytes{instance="a",mountpoint="/",fstype="ext4"}': "100x65",
        'node_filesystem_avail_bytes{instance="a",mountpoint="/run",fstype="tmpfs"}': "0x65",
        'node_filesystem_size_bytes{instance="a",mountpoint="/run",fstype="tmpfs"}': "100x65",
    }
    rule = rules("HostFilesystemFull")
    assert rule.fires_between(series=series, end="10m") == [("6m", "10m")]
    assert rule.at("7m", series=series).annotations["summary"] == "/ of a is 95% full."


def test_an_alert_about_low_memory_fires_after_five_minutes(rules: ProjectRules) -> None:
    series = {
        'node_memory_MemTotal_bytes{instance="a"}': "1000x60",
        'node_memory_MemAvailable_bytes{instance="a"}': "40x60",
    }
    assert rules("HostMemoryHigh").fires_between(series=series, end="6m") == [("5m", "6m")]


def test_an_alert_about_a_target_does_not_fire_after_one_missed_scrape(rules: ProjectRules) -> None:
    """`up` is 0 at 1 m for one scrape. 12 scrapes later, from 190 s on, it stays 0.

    It fires 1 m later, at 250 s, until the last of the 40 samples, at 390 s.
    """
    series = {'up{job="node",instance="a"}': "1x5 0 1x11 0x20"}
    rule = rules("TargetDown")
    assert rule.fires_between(series=series) == [("4m10s", "6m30s")]
    found = rule.at("5m", series=series)
    assert found.annotations["summary"] == "Prometheus cannot scrape a of node."
    assert found.annotations["dashboard_url"].endswith("var-targets=node")


def test_an_alert_about_a_failing_rule_fires_and_resolves(rules: ProjectRules) -> None:
    """The counter is 0 at 50 s and 1 from 1 m on, and `for` is 20 s.

    It increases in a window of 5 m that contains the sample at 50 s. The window that ends at 5 m
    50 s starts at 50 s, and only Prometheus 2 includes the sample at the start.
    """
    series = {'prometheus_rule_evaluation_failures_total{rule_group="g"}': "0x5 1x60"}
    end = "5m50s" if find_promtool(os.environ).version < (3, 0) else "5m40s"
    assert rules("RuleEvaluationFails").fires_between(series=series) == [("1m20s", end)]
