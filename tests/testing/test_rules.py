"""Alert and recording rules of Prometheus over made-up series."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boardwright.testing.failure_text import format_evaluation_lines
from boardwright.testing.project_rules import ProjectRules
from boardwright.testing.tested_project import TestedProject
from boardwright.testing.testing_errors import TestInputError
from support import server_program
from testing.conftest import open_project

DOCUMENTED = """\
groups:
- name: example
  interval: 1m
  rules:
  - alert: InstanceDown
    expr: up == 0
    for: 5m
    labels:
      severity: page
    annotations:
      summary: "Instance {{ $labels.instance }} down"
      description: >-
        {{ $labels.instance }} of job {{ $labels.job }} has been down for more than 5 minutes.
  - alert: AnotherInstanceDown
    expr: up == 0
    for: 10m
    labels:
      severity: page
    annotations:
      summary: "Instance {{ $labels.instance }} down"
"""
"""The rules of Prometheus's documentation of unit tests."""

RULES = """\
from boardwright.promql import metric, rate, sum
from boardwright.rules import alert, group, record

TEXT = "{{ $value }} on {{ $labels.job }}"
requests = record("job:requests:rate1m", sum(rate(metric("requests_total")["1m"]), by="job"))
busy = group(
    "busy",
    requests,
    alert("Busy", requests > 2, for_="2m", severity="warning", summary=TEXT),
    alert("Busy", requests > 8, for_="2m", severity="critical", summary="very busy"),
    alert("Held", metric("held") > 0, for_="0s", keep_firing_for="3m", severity="info"),
    interval="1m",
)
"""

BOARD = """\
from grafanalib.core import Dashboard, Target, TimeSeries

dashboard = Dashboard(
    title="Requests",
    uid="requests",
    panels=[
        TimeSeries(
            title="Requests",
            targets=[Target(expr="job:requests:rate1m", legendFormat="{{job}}")],
        )
    ],
)
"""

SAME_NAMES = """\
groups:
- name: slo
  rules:
  - record: slo:errors:rate5m
    expr: errors{slo="SLO"} * 2
    labels: {slo: "SLO"}
"""
"""A file of rules; other files have a group and a recording rule of the same names."""

UNUSUAL = """\
groups:
- name: unusual
  rules:
  - alert: Disk "root" full
    expr: disk > 5
    labels: {severity: page}
    annotations: {summary: "{{ $value }}"}
"""

SERIES = {
    'up{job="prometheus",instance="localhost:9090"}': "0x14",
    'up{job="node_exporter",instance="localhost:9100"}': "1+0x6 0x7",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestedProject]:
    server_program("promtool")
    files = {
        "rules/documented.yml": DOCUMENTED,
        "rules/busy.py": RULES,
        "rules/aa.yml": SAME_NAMES.replace("SLO", "aa"),
        "rules/bb.yml": SAME_NAMES.replace("SLO", "bb"),
        "rules/unusual.yml": UNUSUAL,
        "dashboards/requests.py": BOARD,
    }
    found = open_project(tmp_path_factory.mktemp("rules"), files)
    yield found
    found.close()


@pytest.fixture(scope="module")
def rules(project: TestedProject) -> ProjectRules:
    return ProjectRules(project)


def test_the_documented_example_of_prometheus_has_the_same_results(rules: ProjectRules) -> None:
    """The documentation expects one alert of each rule at 10 m, both of localhost:9090.

    localhost:9090 is down from 0 m on, so the first rule fires from 5 m on and the second one at
    10 m. localhost:9100 is down from 7 m on: it is pending until 12 m.
    """
    found = rules("InstanceDown").at("10m", series=SERIES, interval="1m")
    assert [(each.state, each.labels["instance"]) for each in found.alerts] == [
        ("firing", "localhost:9090"),
        ("pending", "localhost:9100"),
    ]
    firing = found.alerts[0]
    assert firing.labels == {
        "alertname": "InstanceDown",
        "severity": "page",
        "instance": "localhost:9090",
        "job": "prometheus",
    }
    assert firing.annotations == {
        "summary": "Instance localhost:9090 down",
        "description": "localhost:9090 of job prometheus has been down for more than 5 minutes.",
    }
    assert found.alerts[1].annotations["summary"] == "Instance localhost:9100 down"
    assert found.state == "firing"
    second = rules("AnotherInstanceDown").at("10m", series=SERIES, interval="1m")
    assert [each.labels["instance"] for each in second.alerts if each.state == "firing"] == [
        "localhost:9090"
    ]


def test_the_state_of_an_alert_changes_with_the_evaluations(rules: ProjectRules) -> None:
    """localhost:9090 has no result before 0 m; `for` 5 m ends at the sixth evaluation, at 5 m."""
    rule = rules("InstanceDown")
    up = {'up{instance="a"}': "1x2 0x20"}  # down from 3 m on
    states = [rule.at(f"{m}m", series=up, interval="1m").state for m in (2, 3, 7, 8)]
    assert states == ["inactive", "pending", "pending", "firing"]
    assert rule.at("2m", series=up, interval="1m").alerts == ()


def test_the_periods_in_which_an_alert_fires_are_listed(rules: ProjectRules) -> None:
    """a is down at 3-9 m and fires from 8 m; b at 12-30 m, which the series end before."""
    up = {'up{instance="a"}': "1x2 0x6 1x20", 'up{instance="b"}': "1x11 0x10 1x6"}
    rule = rules("InstanceDown")
    assert rule.fires_between(series=up, interval="1m") == [("8m", "9m"), ("17m", "22m")]
    only_a = rule.fires_between(series=up, interval="1m", labels={"instance": "a"})
    assert only_a == [("8m", "9m")]
    assert rule.fires_between(series=up, interval="1m", end="5m") == []


def test_an_alert_keeps_firing(rules: ProjectRules) -> None:
    """held is 1 at 1 m only; keep_firing_for 3 m: the alert resolves at 1 + 1 + 3 = 5 m."""
    held = {"held": "0 1 0x20"}
    assert rules("Held").fires_between(series=held, interval="1m") == [("1m", "4m")]


def test_a_rule_reads_recorded_series(rules: ProjectRules) -> None:
    """30 requests in 10 s are 3 per second: more than 2, less than 8.

    The recording rule of the group runs first, at each minute. At 0 m the window has one sample
    and no rate; from 1 m on it is 3, so the alert is pending at 1 m and fires at 3 m.
    """
    series = {'requests_total{job="web"}': "0+30x60"}
    warning = rules("Busy", severity="warning")
    assert [warning.at(f"{m}m", series=series).state for m in (0, 1, 2, 3)] == [
        "inactive",
        "pending",
        "pending",
        "firing",
    ]
    found = warning.at("3m", series=series)
    assert (found.value, found.annotations["summary"]) == (3, "3 on web")
    assert rules("Busy", severity="critical").at("9m", series=series).state == "inactive"


def test_recorded_values_are_compared_by_labels(rules: ProjectRules) -> None:
    series = {'requests_total{job="web"}': "0+30x60", 'requests_total{job="api"}': "0+5x60"}
    shown = rules("job:requests:rate1m").at("5m", series=series)
    assert shown == {'{job="web"}': 3, '{job="api"}': 0.5}


def test_panels_read_recorded_series(project: TestedProject) -> None:
    panel = project("requests")["Requests"]
    assert panel.at("5m", series={'requests_total{job="web"}': "0+30x60"}) == {"web": 3}


def test_an_unknown_or_repeated_rule_name_is_explained(rules: ProjectRules) -> None:
    with pytest.raises(
        TestInputError, match=r"no rule has the name 'Bussy'\n  Did you mean 'Busy'\?"
    ):
        rules("Bussy")
    with pytest.raises(TestInputError) as raised:
        rules("Busy")
    assert (
        "the name 'Busy' and the labels in the test select 2 rules instead of exactly one. "
        "Rules with the name 'Busy':\n"
        "    rules/busy.py:9: {'severity': 'warning'}" in str(raised.value)
    )
    with pytest.raises(TestInputError, match="has 2 alerts instead of exactly one"):
        print(rules("InstanceDown").at("10m", series=SERIES, interval="1m").labels)


def test_labels_distinguish_recording_rules_with_one_name(rules: ProjectRules) -> None:
    """Two files declare the group `slo`. aa records 3 * 2 = 6, bb records 4 * 2 = 8."""
    series = {'errors{slo="aa"}': "3x10", 'errors{slo="bb"}': "4x10"}
    values = {
        slo: rules("slo:errors:rate5m", slo=slo).at("1m", series=series).value
        for slo in ("aa", "bb")
    }
    assert values == {"aa": 6, "bb": 8}


def test_an_alert_may_have_quotes_in_its_name(rules: ProjectRules) -> None:
    rule, series = rules('Disk "root" full'), {"disk": "7x10"}
    assert rule.at("1m", series=series).state == "firing"
    assert rule.fires_between(series=series, end="30s") == [("0s", "30s")]


def test_an_alert_has_a_value_if_the_rule_replaces_a_label(rules: ProjectRules) -> None:
    """The rule sets severity to `page`; the series a and b have 7 and 9, and severities too."""
    series = {
        'disk{host="a",severity="info"}': "7x10",
        'disk{host="b",severity="warning"}': "9x10",
    }
    found = rules('Disk "root" full').at("1m", series=series).alerts
    assert [(each.labels["host"], each.labels["severity"], each.value) for each in found] == [
        ("a", "page", 7),
        ("b", "page", 9),
    ]


@pytest.mark.parametrize("name", ["InstanceDown", "job:requests:rate1m"])
def test_a_rule_with_too_many_evaluations_is_refused(rules: ProjectRules, name: str) -> None:
    """A Unix time in place of seconds since the first sample.

    1,764,576,000 s / 60 s + 1 = 29,409,601.
    """
    with pytest.raises(TestInputError, match="the rule has 29,409,601 evaluations"):
        rules(name).at(1_764_576_000, series={"up": "1"})
    with pytest.raises(TestInputError, match=r"inf is not a valid time"):
        rules(name).at(float("inf"), series={"up": "1"})
    with pytest.raises(TestInputError, match=r"nan is not a valid time"):
        rules(name).at(float("nan"), series={"up": "1"})


def test_the_report_of_a_pending_alert_has_the_start_and_the_wait(
    project: TestedProject, rules: ProjectRules
) -> None:
    """The rate exists from 1 m on and is 3, more than 2: the alert is pending from then on."""
    series = {'requests_total{job="web"}': "0+30x60"}
    busy = rules("Busy", severity="warning")
    assert busy.at("2m", series=series).alert.since == 60_000
    text = "\n".join(format_evaluation_lines(project.log.current[-1]))
    assert "\n    pending since 1m (for: 2m): {" in text
    busy.at("5m", series=series)
    text = "\n".join(format_evaluation_lines(project.log.current[-1]))
    assert "\n    firing: {" in text


def test_the_report_lists_the_periods_in_which_an_alert_fires(
    project: TestedProject, rules: ProjectRules
) -> None:
    """held is 1 at 1 m only; keep_firing_for 3 m: the alert resolves at 1 + 1 + 3 = 5 m."""
    rules("Held").fires_between(series={"held": "0 1 0x20"}, interval="1m")
    text = "\n".join(format_evaluation_lines(project.log.current[-1]))
    assert "\n  fired:\n    from 1m to 4m\n  alerts at " in text
    rules("Held").fires_between(series={"held": "0x20"}, interval="1m")
    assert "\n  fired:\n    never\n" in "\n".join(format_evaluation_lines(project.log.current[-1]))
