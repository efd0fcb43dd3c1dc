"""Specifications of Sloth and OpenSLO: the objectives in them, and errors with their lines."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from boardwright.errors import DeclarationError
from boardwright.rules.slo_specs import LARGEST, looks_like_slo_spec, parse_slos, read_slos
from support import ROOT, MakeProject, Run

FOLDER = ROOT / "tests/recordings/sloth"
OPENSLO_V1 = """\
apiVersion: openslo/v1
kind: SLI
metadata:
  name: orders
spec:
  ratioMetric:
    counter: true
    bad:
      metricSource:
        type: Prometheus
        spec:
          query: orders_total{result="failed"}
    total:
      metricSource:
        type: Prometheus
        spec:
          query: orders_total
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: orders
spec:
  service: shop
  indicatorRef: orders
  timeWindow:
    - duration: 28d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - targetPercent: 99.5
"""
SLOTH_K8S = """\
apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata:
  name: shop
spec:
  service: shop
  slos:
    - name: checkout
      objective: 99.9
      sli:
        events:
          errorQuery: sum(rate(a_total{code=~"5.."}[{{.window}}]))
          totalQuery: sum(rate(a_total[{{.window}}]))
      alerting:
        name: Checkout
        labels: {team: payments}
        pageAlert:
          labels: {severity: critical}
        ticketAlert:
          disable: true
"""


def read(text: str) -> list[str]:
    """Return the names of the rules of a specification."""
    levels = parse_slos(text.encode(), file="spec.yml")
    return [rule.name for level in levels for group in level.groups for rule in group.rules]


def test_every_objective_of_sloth_is_read() -> None:
    levels = parse_slos((FOLDER / "shop.yml").read_bytes(), file="shop.yml")
    assert [(level.name, str(level.objective)) for level in levels] == [
        ("shop-checkout", "99.9"),
        ("shop-latency", "99"),
        ("shop-available", "99.5"),
    ]
    assert levels[0].labels == {"team": "payments"}
    assert levels[0].alert_name == "CheckoutErrors"


def test_rules_have_the_lines_of_the_specification() -> None:
    """The objectives are in lines 7, 22 and 38 of the file."""
    levels = parse_slos((FOLDER / "shop.yml").read_bytes(), file="shop.yml")
    places = [str(rule.place) for level in levels for group in level.groups for rule in group.rules]
    assert [*dict.fromkeys(places)] == ["shop.yml:7", "shop.yml:22", "shop.yml:38"]


def test_an_alert_of_sloth_can_be_disabled_and_labelled() -> None:
    (level,) = parse_slos(SLOTH_K8S.encode(), file="spec.yml")
    alerts = [rule for group in level.groups for rule in group.rules if rule.name.startswith("C")]
    assert [(rule.name, dict(rule.labels)) for rule in alerts] == [
        ("CheckoutPage", {"severity": "critical", "team": "payments"})
    ]


def test_all_alerts_of_sloth_can_be_disabled() -> None:
    """The ratio of the period is recorded from the events of 5 minutes; the row has no limits."""
    text = SLOTH_K8S.replace("labels: {severity: critical}", "disable: true")
    assert read(text) == [
        "slo:errors:rate5m",
        "slo:events:rate5m",
        "slo:errors_per_event:ratio_rate30d",
    ]
    (level,) = parse_slos(text.encode(), file="spec.yml")
    rates = next(panel for panel in level.row() if panel.title == "Burn rate")
    assert (rates.thresholds, len(rates.targets)) == ([], 1)


def test_merged_keys_of_yaml_are_read() -> None:
    """A key of the mapping itself replaces a merged one, and an error has the line of the merged
    value.
    """
    text = """\
version: prometheus/v1
service: shop
slos:
  - &defaults
    name: first
    objective: 99
    sli: {raw: {error_ratio_query: "1 - avg_over_time(up[{{.window}}])"}}
  - <<: *defaults
    name: second
"""
    levels = parse_slos(text.encode(), file="spec.yml")
    assert [(level.name, str(level.objective)) for level in levels] == [
        ("shop-first", "99"),
        ("shop-second", "99"),
    ]
    own = text.replace("name: second", "objective: high")
    with pytest.raises(DeclarationError, match=r"spec\.yml:9: slos\[1\]\.objective is 'high'"):
        read(own)


def test_a_pipe_and_a_very_large_file_are_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yml"
    os.mkfifo(pipe)
    with pytest.raises(DeclarationError, match=r"pipe\.yml is not a file"):
        read_slos(pipe)
    large = tmp_path / "large.yml"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(DeclarationError, match=r"large\.yml is larger than 8 MiB"):
        read_slos(large)


def test_an_openslo_objective_counts_bad_events_over_the_window() -> None:
    (level,) = parse_slos(OPENSLO_V1.encode(), file="spec.yml")
    assert (level.name, str(level.objective), level.window) == ("orders", "99.5", "28d")
    first = level.groups[0].rules[0]
    assert first.expr == (
        'sum(rate(orders_total{result="failed"}[5m])) or sum(rate(orders_total[5m])) * 0'
    )


def test_openslo_v1alpha_has_a_target_below_1() -> None:
    """0.999 is 99.9 %, exactly."""
    (level,) = parse_slos((FOLDER / "openslo.yml").read_bytes(), file="openslo.yml")
    assert (str(level.objective.normalize()), level.window) == ("99.9", "30d")


SLOTH = (FOLDER / "shop.yml").read_text().split("  - name: latency")[0]


@pytest.mark.parametrize(
    ("text", "change", "message"),
    [
        (SLOTH, ("objective: 99.9", "objective: 100"), 'spec.yml:7: SLO "shop-checkout": an objec'),
        (SLOTH, ("objective: 99.9", "objective: high"), "spec.yml:7: slos[0].objective is 'high'"),
        (
            SLOTH,
            ("  - name: checkout", "  - nam: checkout"),
            "spec.yml:6: slos[0] has no key name",
        ),
        (
            SLOTH,
            ("events:", "plugin:"),
            "spec.yml:11: slos[0].sli.plugin is an SLI plugin",
        ),
        (SLOTH, ("[{{.window}}]))", "))"), "spec.yml:11: rate takes a range vector"),
        (
            SLOTH,
            ("total_query", "total"),
            "spec.yml:11: slos[0].sli.events has no key total_query",
        ),
        (
            SLOTH,
            ("service: shop", "service: [a]"),
            "spec.yml:2: service is a list, but must be text",
        ),
        (
            "version: prometheus/v1\nservice: shop\nslos: [1]\n",
            ("", ""),
            "spec.yml:3: slos[0] is 1, but must be a mapping (key: value)",
        ),
        (SLOTH, ("prometheus/v1", "prometheus/v2"), "spec.yml:1: the document is not an SLO"),
        (OPENSLO_V1, ("Occurrences", "Timeslices"), "spec.yml:29: spec.budgetingMethod is 'Times"),
        (
            OPENSLO_V1,
            ("isRolling: true", "isRolling: false"),
            "spec.yml:27: spec.timeWindow[0] is a cal",
        ),
        (
            OPENSLO_V1,
            ("indicatorRef: orders", "indicatorRef: x"),
            "spec.yml:25: spec.indicatorRef is",
        ),
        (OPENSLO_V1, ("type: Prometheus", "type: Datadog"), "spec.yml:15: spec.ratioMetric.total"),
        (
            OPENSLO_V1,
            ("targetPercent: 99.5", "target: 1.0"),
            'spec.yml:31: SLO "orders": an objecti',
        ),
        (OPENSLO_V1, ("kind: SLO", "kind: Slo"), "spec.yml:20: kind is 'Slo'"),
        (OPENSLO_V1, ("spec:", "spec: ["), "spec.yml:"),
    ],
)
def test_a_wrong_value_is_reported_with_the_line(
    text: str, change: tuple[str, str], message: str
) -> None:
    assert change[0] in text
    with pytest.raises(DeclarationError) as caught:
        read(text.replace(*change))
    assert str(caught.value).startswith(message)


def test_a_file_of_rules_is_not_a_specification() -> None:
    assert not looks_like_slo_spec(b"groups:\n  - name: x\n    rules: []\n")
    assert looks_like_slo_spec((FOLDER / "shop.yml").read_bytes())
    assert looks_like_slo_spec(OPENSLO_V1.encode())


def test_a_missing_file_gives_one_message() -> None:
    with pytest.raises(DeclarationError, match=r"none\.yml cannot be read: No such file"):
        read_slos("none.yml")


def test_a_specification_in_the_folder_of_rules_is_built(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project({"rules/shop.yml": (FOLDER / "shop.yml").read_bytes(), **BOARD_FILES})
    result = run("build", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    built = (root / "provisioning/prometheus/rules/shop.yml").read_text()
    assert "alert: CheckoutErrorsPage" in built
    broken = (FOLDER / "shop.yml").read_text().replace("99.9", "100")
    (root / "rules/shop.yml").write_text(broken)
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert "rules/shop.yml:7" in result.stderr


def test_a_module_can_read_a_specification_by_a_relative_path(
    make_project: MakeProject, run: Run
) -> None:
    module = (
        "from boardwright.rules import read_slos, slo_board\n\n"
        'levels = read_slos("../slos/shop.yml")\n'
        'dashboard = slo_board("Shop", levels, uid="shop")\n'
    )
    spec = (FOLDER / "shop.yml").read_bytes()
    root = make_project({"dashboards/shop.py": module, "slos/shop.yml": spec})
    assert run("build", cwd=root).returncode == 0
    board = json.loads(next(Path(root / "provisioning/dashboards").rglob("shop.json")).read_text())
    assert sum(panel["type"] == "row" for panel in board["panels"]) == 3
    (root / "slos/shop.yml").write_bytes(spec.replace(b"99.9", b"99.8"))
    assert run("build", "--check", cwd=root).returncode == 1


BOARD_FILES = {
    "dashboards/demo.py": "from grafanalib.core import Dashboard\n\n"
    'dashboard = Dashboard(title="Demo", uid="demo", panels=[])\n'
}
