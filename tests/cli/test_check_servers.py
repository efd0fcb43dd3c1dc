"""`boardwright check --metrics URL` as a process: a real Prometheus, and servers that misbehave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.json_reports import read_valid_json
from serving import Page, serving_pages
from stack.servers import Prometheus, exposition, free_port, node_exporter, running, wait_until
from support import TOML, MakeProject, Run, server_program

RULES = """\
groups:
  - name: demo
    interval: 1s
    rules:
      - record: instance:node_load1:max
        expr: max by (instance) (node_load1)
"""
APP = """\
# TYPE app_requests_total counter
app_requests_total{code="200",path="/"} 5
app_requests_total{code="500",path="/"} 1
# TYPE app_seconds histogram
app_seconds_bucket{le="0.1"} 1
app_seconds_bucket{le="+Inf"} 2
app_seconds_sum 3
app_seconds_count 2
# TYPE app_temperature_total gauge
app_temperature_total 3
"""


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Addresses of the running servers."""

    prometheus: str
    node: str


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Run Prometheus, node-exporter and a small application that it scrapes each second."""
    folder = tmp_path_factory.mktemp("servers")
    address = f"127.0.0.1:{free_port()}"
    with node_exporter(folder) as node, exposition(APP) as app:
        (folder / "rules.yml").write_text(RULES)
        (folder / "prometheus.yml").write_text(
            "global: {scrape_interval: 1s}\n"
            "rule_files: [rules.yml]\n"
            "scrape_configs:\n"
            f"  - {{job_name: node, static_configs: [{{targets: ['{node}']}}]}}\n"
            f"  - {{job_name: app, static_configs: [{{targets: ['{app}']}}]}}\n"
        )
        command = [
            server_program("prometheus"),
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address={address}",
            "--log.level=error",
        ]
        with running(command, folder / "prometheus.log"):
            server = Prometheus(url=f"http://{address}")
            wait_until(
                lambda: server.query("instance:node_load1:max") and server.query("app_seconds_sum"),
                30,
                "Prometheus has scraped and recorded",
            )
            yield Servers(prometheus=server.url, node=f"http://{node}/metrics")


def board(*expressions: str) -> str:
    """Return a board of one panel for each expression."""
    panels = [
        {
            "id": number,
            "type": "timeseries",
            "title": expression,
            "gridPos": {"x": 0, "y": number * 8, "w": 12, "h": 8},
            "fieldConfig": {"defaults": {"unit": "short"}},
            "datasource": {"type": "prometheus", "uid": "prometheus"},
            "targets": [{"refId": "A", "expr": expression}],
        }
        for number, expression in enumerate(expressions, start=1)
    ]
    return json.dumps({"title": "Demo", "uid": "demo", "panels": panels})


def find_problems(run: Run, root: Path, *sources: str) -> list[tuple[str, str, str]]:
    """Return panel, rule and message of each problem."""
    metrics = [arg for source in sources for arg in ("--metrics", source)]
    result = run("check", "--format", "json", *metrics, cwd=root)
    assert result.returncode in {0, 1}, result.stderr
    problems = json.loads(result.stdout)["problems"]
    return [(p["panel"], p["rule"], p["what"]) for p in problems]


def test_metrics_labels_values_and_types_are_read_from_a_live_prometheus(
    make_project: MakeProject, run: Run, servers: Servers
) -> None:
    fine = (
        'rate(node_cpu_seconds_total{mode="idle"}[5m])',
        'sum by (job, instance) (rate(app_requests_total{job="app"}[5m]))',
        'up{job="node"}',
        "instance:node_load1:max",
        '{__name__=~"app_requests.*", code="200"}',
        "absent(app_gone)",
        "ALERTS",
        'rate(app_requests_total{code="404"}[5m])',
    )
    wrong = {
        "rate(node_cpu_second_total[5m])": (
            "unknown-metric",
            "the metric node_cpu_second_total does not exist",
        ),
        'node_load1{cpu="0"}': ("unknown-label", "node_load1 has no label cpu"),
        'rate(node_cpu_seconds_total{mode="idel"}[5m])': (
            "unknown-label-value",
            "the label mode of node_cpu_seconds_total never has the value 'idel'",
        ),
        'up{job="nod"}': ("unknown-label-value", "the label job of up never has the value 'nod'"),
        "instance:node_load1:min": (
            "unknown-metric",
            "the metric instance:node_load1:min does not exist",
        ),
        '{__name__=~"app_request_.*"}': (
            "unknown-metric",
            'no metric matches {__name__=~"app_request_.*"}',
        ),
        "rate(app_temperature_total[5m])": (
            "rate-of-gauge",
            "rate is for counters, but its argument is the gauge app_temperature_total",
        ),
        "histogram_quantile(0.9, rate(app_requests_total[5m]))": (
            "wrong-metric-type",
            "histogram_quantile needs a histogram, but app_requests_total is a counter",
        ),
        "sum by (device) (node_load1)": (
            "unknown-label",
            "the aggregation groups by the label device, which node_load1 does not have",
        ),
    }
    root = make_project({"dashboards/demo.json": board(*fine, *wrong)})
    expected = [(panel, *each) for panel, each in wrong.items()]
    assert sorted(find_problems(run, root, servers.prometheus)) == sorted(expected)


def test_metrics_are_read_from_a_target_and_a_file(
    make_project: MakeProject, run: Run, servers: Servers
) -> None:
    files = {
        "dashboards/demo.json": board(
            "node_load1", "app_temperature", "rate(app_seconds_sum[5m])", "x"
        ),
        "app.prom": APP,
    }
    root = make_project(files)
    only_target = {each[0] for each in find_problems(run, root, servers.node)}
    assert only_target == {"app_temperature", "rate(app_seconds_sum[5m])", "x"}
    both = {each[0] for each in find_problems(run, root, servers.node, "app.prom")}
    assert both == {"app_temperature", "x"}
    all_three = find_problems(run, root, servers.node, "app.prom", servers.prometheus)
    assert {each[0] for each in all_three} == {"app_temperature", "x"}


def test_addresses_are_read_from_the_configuration(
    make_project: MakeProject, run: Run, servers: Servers
) -> None:
    toml = f'{TOML}\n[check]\nmetrics = ["{servers.prometheus}/"]\n'
    root = make_project({"dashboards/demo.json": board("node_load1", "node_lod1")}, toml=toml)
    assert [each[0] for each in find_problems(run, root)] == ["node_lod1"]


def test_metrics_that_no_board_queries_are_listed(
    make_project: MakeProject, run: Run, servers: Servers
) -> None:
    root = make_project({"dashboards/demo.json": board("app_seconds_sum", "node_load1")})
    args = ("check", "--unused-metrics", "--metrics", servers.prometheus)
    result = run(*args, "--format", "json", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    reported = read_valid_json(result.stdout, "unused-metrics")
    unused = {each["name"]: each["type"] for each in reported["unused"]}
    assert unused["app_requests_total"] == "counter"
    assert unused["app_temperature_total"] == "gauge"
    assert "instance:node_load1:max" in unused
    assert not {"app_seconds", "app_seconds_bucket", "node_load1", "up"} & unused.keys()
    assert reported["emitted"] == len(unused) + 2
    text = run(*args, cwd=root).stdout.splitlines()
    assert text[-1] == (
        f"{len(unused)} of {reported['emitted']} metrics are not used by any board. 1 "
        "board was checked."
    )
    assert any(line.split() == ["app_requests_total", "counter"] for line in text)


def answer(data: Any) -> Page:
    return 200, "application/json", json.dumps({"status": "success", "data": data})


NAMES, METADATA = "/api/v1/label/__name__/values", "/api/v1/metadata"
MISBEHAVING: dict[str, tuple[dict[str, Page], str, str]] = {
    "not there": ({}, "", "the server answers with status 404"),
    "a page": ({NAMES: (200, "text/html", "<html>")}, "", "is not JSON"),
    "another's JSON": (
        {NAMES: (200, "application/json", "[]")},
        "",
        "does not have the format of Prometheus's API",
    ),
    "names that are none": (
        {NAMES: answer({"a": 1})},
        "",
        "does not have the format of Prometheus's API",
    ),
    "no metadata": (
        {NAMES: answer(["up"]), METADATA: answer([])},
        "",
        "does not have the format of Prometheus's API",
    ),
    "a login": ({NAMES: (401, "text/plain", "")}, "", "the server answers with status 401"),
    "elsewhere": ({NAMES: (302, "text/plain", "")}, "", "redirect (HTTP 302)"),
    "no labels": (
        {NAMES: answer(["up"]), METADATA: answer({})},
        "",
        "the server answers with status 404",
    ),
    "a target's page": ({"/metrics": (200, "text/html", "<p>")}, "/metrics", "with an HTML page"),
    "no exposition": ({"/metrics": (200, "text/plain", "a{")}, "/metrics", "is not a recorded"),
}


@pytest.mark.parametrize("how", MISBEHAVING)
def test_a_server_with_a_wrong_answer_is_reported(
    make_project: MakeProject, run: Run, how: str
) -> None:
    pages, path, what = MISBEHAVING[how]
    root = make_project({"dashboards/demo.json": board("up{x='1'}")})
    with serving_pages(pages) as address:
        result = run("check", "--metrics", f"http://{address}{path}", cwd=root)
    assert (result.returncode, result.stdout) == (2, "")
    assert what in result.stderr
    assert "127.0.0.1" in result.stderr
    assert "Traceback" not in result.stderr


def test_odd_metadata_is_accepted(make_project: MakeProject, run: Run) -> None:
    pages = {
        NAMES: answer(["a", "b", 3]),
        METADATA: answer({"a": [{"type": "counter"}, {"type": "gauge"}, 1], "b": 2}),
        "/api/v1/labels": answer(["__name__", "x"]),
        "/api/v1/label/x/values": answer(["1"]),
    }
    root = make_project({"dashboards/demo.json": board("rate(a[5m])", "b{x='2'}")})
    with serving_pages(pages) as address:
        assert find_problems(run, root, f"http://{address}") == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("http://admin:hunter2@127.0.0.1:1", "contains a user or password"),
        ("http://:9090", "is not a valid URL"),
        ("http://127.0.0.1:port", "is not a valid URL"),
        ("http://127.0.0.1:1", "the connection was refused"),
        ("none.prom", "none.prom"),
    ],
)
def test_an_invalid_source_of_metrics_is_refused(
    make_project: MakeProject, run: Run, source: str, what: str
) -> None:
    root = make_project()
    for more in ((), ("--unused-metrics",)):
        result = run("check", "--metrics", source, *more, cwd=root)
        assert (result.returncode, result.stdout) == (2, "")
        assert what in result.stderr
        assert "hunter2" not in result.stderr


def test_unused_metrics_needs_a_source_and_a_text_or_json_format(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project()
    result = run("check", "--unused-metrics", cwd=root)
    assert result.returncode == 2
    assert "--unused-metrics needs a source of metrics" in result.stderr
    result = run("check", "--unused-metrics", "--format", "sarif", cwd=root)
    assert result.returncode == 2
    assert "--format text and --format json" in result.stderr


def test_unused_metrics_reports_boards_that_cannot_be_read(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project({"dashboards/demo.json": board("a"), "dashboards/b.json": "{"})
    (root / "x.prom").write_text("a 1\nb 2\n")
    args = ("check", "--unused-metrics", "--metrics", "x.prom")
    result = run(*args, "--format", "json", cwd=root)
    assert result.returncode == 2
    reported = read_valid_json(result.stdout, "unused-metrics")
    assert reported["unused"] == [{"name": "b", "type": "unknown"}]
    assert reported["errors"][0]["where"].startswith("dashboards/b.json")
    assert "dashboards/b.json" in run(*args, cwd=root).stderr
