"""`boardwright check` and Prometheus' rules: what they record, irate in them, what is optional."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alerts.declared import HEAD, module
from support import TOML, MakeProject, Run

RULES = """\
groups:
  - name: load
    rules:
      - record: cluster_load
        expr: sum(node_load1)
      - record: job:load:sum
        expr: sum by (job) (node_load5)
      - alert: Busy
        expr: sum(irate(node_cpu_seconds_total[5m])) > 1
      - just text
  - just text
"""
EMITTED = "node_load1 1\nnode_load5 1\nnode_load15 1\nnode_cpu_seconds_total 1\n"


def board(*expressions: str) -> str:
    panels = [
        {"type": "stat", "title": e, "id": n, "targets": [{"refId": "A", "expr": e}]}
        for n, e in enumerate(expressions, start=1)
    ]
    return json.dumps({"title": "Demo", "uid": "demo", "panels": panels})


BOARD = board("cluster_load", "cluster_lod", "job:load:sum", "job:lod:sum", "nvidia_temp", "up")


def unknown(run: Run, root: Path, *args: str) -> list[str]:
    result = run("check", *args, "--select", "unknown", "--format", "json", cwd=root)
    assert result.returncode in {0, 1}, result.stderr
    return [problem["panel"] for problem in json.loads(result.stdout)["problems"]]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", {"cluster_load", "cluster_lod", "nvidia_temp"}),
        ('optional_metrics = ["nvidia_*"]', {"cluster_load", "cluster_lod"}),
        ('rule_files = ["server/*.yml"]', {"cluster_lod", "job:lod:sum", "nvidia_temp"}),
    ],
)
def test_what_need_not_be_emitted(
    make_project: MakeProject, run: Run, settings: str, expected: set[str]
) -> None:
    files = {"dashboards/a.json": BOARD, "server/a.yml": RULES, "a.prom": EMITTED}
    root = make_project(files, toml=f'{TOML}\n[check]\nmetrics = ["a.prom"]\n{settings}\n')
    assert set(unknown(run, root)) == expected
    assert set(unknown(run, root, "dashboards/a.json")) == expected


def test_rules_that_a_prometheus_yml_names(tmp_path: Path, run: Run) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "server/a.yml").write_text(RULES)
    (tmp_path / "prometheus.yml").write_text(
        "global: {scrape_interval: 15s}\nrule_files: [server/*.yml, /not/here/*.yml]\n"
    )
    (tmp_path / "a.json").write_text(BOARD)
    (tmp_path / "a.prom").write_text(EMITTED)
    args = ("a.json", "prometheus.yml", "--metrics", "a.prom")
    assert set(unknown(run, tmp_path, *args)) == {"cluster_lod", "nvidia_temp"}
    result = run("check", *args, "--select", "irate-in-rules", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "server/a.yml",
        "    9  warning  irate-in-rules",
        "       the alert Busy uses irate, so only the last two samples determine the result",
        "         sum(irate(node_cpu_seconds_total[5m])) > 1",
        "             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        "       Use rate, which uses all samples in its range.",
        "",
        "1 warning in 1 board, 1 rule.",
    ]


def test_the_projects_rules_are_checked_with_all_of_it(make_project: MakeProject, run: Run) -> None:
    files = {"dashboards/a.json": BOARD, "server/a.yml": RULES}
    root = make_project(files, toml=f'{TOML}\n[check]\nrule_files = ["server/*.yml"]\n')
    only = ("--select", "irate-in-rules")
    assert run("check", *only, cwd=root).returncode == 1
    assert run("check", *only, "dashboards/a.json", cwd=root).returncode == 0
    assert run("check", *only, "server/a.yml", cwd=root).returncode == 1


def test_a_rule_that_prometheus_does_not_read(tmp_path: Path, run: Run) -> None:
    text = RULES.replace("sum by (job) (node_load5)", "sum(node_load5) by (job")
    (tmp_path / "a.yml").write_text(text)
    result = run("check", "a.yml", "--select", "promql-syntax", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "a.yml",
        "    7  error    promql-syntax",
        "       Prometheus refuses the recording rule job:load:sum: the ( is never closed",
        "         sum(node_load5) by (job",
        "                            ^",
        "       Correct the expression; until then Prometheus does not load the whole file.",
        "",
        "1 error in 0 boards, 1 rule.",
    ]


def test_irate_in_declared_alerts_is_reported_and_can_be_ignored(
    make_project: MakeProject, run: Run
) -> None:
    only = ("--select", "irate-in-rules", "--select", "unused-suppression")
    lines = (
        "g = AlertGroup(name='load', rules=[",
        "    AlertRulev9(title='Busy', triggers=[Target(expr='irate(x[5m])', refId='A', "
        "instant=True), B]),",
        "    AlertRulev9(title='Fine', triggers=[A, B]),",
        "])",
    )
    root = make_project({"dashboards/a.py": module(*lines)})
    result = run("check", *only, cwd=root)
    assert result.returncode == 1, result.stderr
    line = HEAD.count("\n") + 2
    assert result.stdout.splitlines() == [
        "dashboards/a.py",
        f"{line:>5}  warning  irate-in-rules",
        "       the alert Busy uses irate, so only the last two samples determine the result",
        "         irate(x[5m])",
        "         ^^^^^^^^^^^^",
        "       Use rate, which uses all samples in its range.",
        "",
        "1 warning in 0 boards, 2 rules.",
    ]
    comment = "    # boardwright: ignore[irate-in-rules] it must be quick"
    root = make_project({"dashboards/a.py": module(lines[0], comment, *lines[1:])})
    result = run("check", *only, cwd=root)
    assert (result.returncode, result.stderr) == (0, ""), result.stdout


def test_rule_files_that_cannot_be_read(make_project: MakeProject, run: Run) -> None:
    toml = f'{TOML}\n[check]\nrule_files = ["server/*.yml"]\n'
    root = make_project({"dashboards/a.json": BOARD}, toml=toml)
    result = run("check", cwd=root)
    assert (result.returncode, result.stdout) == (2, "")
    assert "no file matches 'server/*.yml'" in result.stderr
    root = make_project({"server/a.yml": "groups: ["}, toml=toml)
    result = run("check", cwd=root)
    assert result.returncode == 2
    assert "server/a.yml" in result.stderr
    assert "is not YAML" in result.stderr


def test_what_a_shown_rule_reads_is_not_unused(make_project: MakeProject, run: Run) -> None:
    files = {"dashboards/a.json": board("job:load:sum"), "server/a.yml": RULES, "a.prom": EMITTED}
    toml = f'{TOML}\n[check]\nmetrics = ["a.prom"]\nrule_files = ["server/a.yml"]\n'
    result = run("check", "--unused-metrics", cwd=make_project(files, toml=toml))
    assert result.returncode == 0
    assert result.stdout.splitlines() == [
        "node_cpu_seconds_total  unknown",
        "node_load1              unknown",
        "node_load15             unknown",
        "",
        "3 of 4 metrics are not used. 1 board was checked.",
    ]


TWICE = """\
groups:
  - name: load
    interval: 1m
    rules:
      - {record: "job:load:sum", expr: "sum by (job) (node_load1)"}
      - {alert: Busy, expr: "job:load:sum > 9", for: 30s, labels: {severity: page}}
"""


def problems_of(run: Run, root: Path, *files: str) -> list[tuple[str, str]]:
    result = run("check", *files, "--select", "alerts", "--format", "json", cwd=root)
    assert result.returncode in {0, 1}, result.stderr
    found = json.loads(result.stdout)["problems"]
    return [(each["rule"], each["severity"]) for each in found if each["rule"] != "alert-policy"]


def test_rules_of_two_files_are_compared_if_one_prometheus_loads_both(
    tmp_path: Path, run: Run
) -> None:
    """Two rule files on a command line may be for two servers; a `prometheus.yml` names both."""
    (tmp_path / "a.yml").write_text(TWICE)
    (tmp_path / "b.yml").write_text(TWICE.replace("node_load1", "node_load5"))
    (tmp_path / "prometheus.yml").write_text("rule_files: [a.yml, b.yml]\n")
    alone = [("short-for", "warning")] * 2
    assert problems_of(run, tmp_path, "a.yml", "b.yml") == alone
    together = problems_of(run, tmp_path, "prometheus.yml")
    assert sorted(together) == [("rule-declared-twice", "error"), *alone]


def test_the_rules_of_a_kubernetes_resource(tmp_path: Path, run: Run) -> None:
    """`for` of 30 s is shorter than the group's interval of 1 m."""
    spec = "".join(f"  {line}" for line in TWICE.splitlines(keepends=True))
    head = "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n"
    (tmp_path / "rule.yaml").write_text(head + spec)
    assert problems_of(run, tmp_path, "rule.yaml") == [("short-for", "warning")]
