"""From a declaration to board and rule file: the line, the state, and the link between the two."""

from __future__ import annotations

from typing import Any

from declared_rules import BOARD_HEAD, HEAD, RULES, board, compile_rules

from boardwright.schema.rule_values import AlertRule
from support import TOML, MakeProject, Run

GRAFANA = '\n[grafana]\nurl = "https://grafana.example.org"\n'
IMPORTS = "from rules.node import busy\n" + BOARD_HEAD
FILES = {
    "rules/node.py": RULES,
    "dashboards/node.py": IMPORTS + board("busy", "busy.where(instance='$instance')"),
}


def annotations(compiled: Any) -> dict[str, str]:
    (alert,) = [
        rule
        for group in compiled.rule_groups
        for rule in group.rules
        if isinstance(rule, AlertRule)
    ]
    return dict(alert.annotations)


def test_the_alert_links_to_the_first_panel_that_shows_the_value(make_project: MakeProject) -> None:
    compiled = compile_rules(make_project(FILES))
    ((_, node),) = compiled.boards
    first = node.body["panels"][0]["id"]
    assert annotations(compiled) == {
        "__dashboardUid__": "node",
        "__panelId__": str(first),
        "summary": "busy",
    }


def test_the_address_of_the_panel_selects_the_labels_of_the_alert(
    make_project: MakeProject,
) -> None:
    files = FILES | {"dashboards/node.py": IMPORTS + board("busy.where(instance='$instance')")}
    compiled = compile_rules(make_project(files, toml=TOML + GRAFANA))
    ((_, node),) = compiled.boards
    panel = node.body["panels"][0]["id"]
    assert annotations(compiled)["dashboard_url"] == (
        f"https://grafana.example.org/d/node?viewPanel={panel}"
        "&var-instance={{ $labels.instance | urlquery }}"
    )


def test_a_label_that_the_alert_cannot_have_is_not_selected(make_project: MakeProject) -> None:
    lines = HEAD + BOARD_HEAD + (
        "from boardwright.promql import max_, re\n"
        "alert_ = alert('High', max_(metric('x'), by='job') > 1)\n"
        + board("max_(metric('x', job=re('$job'), cpu='$cpu'), by='job')")
    )  # fmt: skip
    compiled = compile_rules(make_project({"dashboards/a.py": lines}, toml=TOML + GRAFANA))
    assert annotations(compiled)["dashboard_url"].endswith("&var-job={{ $labels.job | urlquery }}")


def test_the_panel_shows_the_limit_and_the_firing_times_of_the_alert(
    make_project: MakeProject,
) -> None:
    ((_, node),) = compile_rules(make_project(FILES)).boards
    panels = node.body["panels"]
    for panel in panels:
        assert panel["fieldConfig"]["defaults"]["thresholds"]["steps"] == [
            {"color": "transparent", "value": None},
            {"color": "orange", "value": 0.9},
        ]
    first = node.body["annotations"]["list"][1]
    assert first == {
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "enable": True,
        "expr": 'ALERTS{alertname="HostCpuHigh",alertstate="firing"}',
        "filter": {"exclude": False, "ids": [panels[0]["id"]]},
        "hide": True,
        "iconColor": "orange",
        "name": "Alerts of P1",
        "titleFormat": "{{alertname}}",
    }


def test_both_alerts_of_an_objective_link_to_the_graph_of_failed_events(
    make_project: MakeProject,
) -> None:
    """The graph draws the recorded ratios of 1h and 6h (page) and of 1d and 3d (ticket)."""
    lines = (
        "from boardwright.promql import metric\n"
        "from boardwright.rules import slo, slo_board\n"
        "level = slo('up', objective=99, up=metric('up'))\n"
        "board = slo_board('SLOs', [level], uid='slos')\n"
    )
    compiled = compile_rules(make_project({"dashboards/a.py": lines}, toml=TOML + GRAFANA))
    ((_, slos),) = compiled.boards
    (graph,) = [each for each in slos.body["panels"] if each["title"] == "Failed events"]
    links = [
        rule.annotations["dashboard_url"]
        for group in compiled.rule_groups
        for rule in group.rules
        if isinstance(rule, AlertRule)
    ]
    assert links == [f"https://grafana.example.org/d/slos?viewPanel={graph['id']}"] * 2
    (states,) = [each["expr"] for each in slos.body["annotations"]["list"] if "expr" in each]
    assert 'alertname=~"UpErrorBudgetPage|UpErrorBudgetTicket"' in states


def test_alerts_that_grafana_evaluates_need_no_annotation_query(
    make_project: MakeProject,
) -> None:
    toml = f'{TOML}\n[rules]\nalerts_in = ["grafana"]\n'
    ((_, node),) = compile_rules(make_project(FILES, toml=toml)).boards
    assert len(node.body["annotations"]["list"]) == 1


def test_a_build_of_one_file_and_a_cached_board_have_the_same_links(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project(FILES)
    run("build", cwd=root)
    first = (root / "provisioning/prometheus/rules/node.yml").read_bytes()
    assert b"__panelId__" in first
    for arguments in (["rules/node.py"], [], ["--no-cache"]):
        built = run("build", "--check", *arguments, cwd=root)
        assert built.returncode == 0, built.stdout
