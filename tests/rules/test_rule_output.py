"""Rule files in the output: their bytes, promtool's verdict, and their removal."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from declared_rules import RULE_FILE, RULES

from support import BOARD, TOML, MakeProject, Run, server_program

FILES = {"dashboards/demo.py": BOARD, "rules/node.py": RULES}


def output_files(root: Path) -> list[str]:
    folder = root / "provisioning" / "prometheus"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yml"))


def test_a_build_writes_rule_files(make_project: MakeProject, run: Run) -> None:
    root = make_project(FILES)
    built = run("build", cwd=root)
    assert "1 board, 1 rule group compiled to provisioning/" in built.stdout
    assert output_files(root) == ["prometheus.yml", "rules/node.yml"]
    written = root / "provisioning/prometheus/rules/node.yml"
    assert written.read_text() == RULE_FILE
    settings = yaml.safe_load((root / "provisioning/prometheus/prometheus.yml").read_text())
    assert settings["rule_files"] == ["rules/*.yml"]
    again = run("build", "--check", cwd=root)
    assert (again.returncode, again.stdout) == (
        0,
        "provisioning/ is up to date (1 board, 1 rule group).\n",
    )


def test_promtool_accepts_the_written_rule_files(make_project: MakeProject, run: Run) -> None:
    root = make_project(FILES)
    run("build", cwd=root)
    settings = root / "provisioning/prometheus/prometheus.yml"
    checked = subprocess.run(
        [server_program("promtool"), "check", "config", str(settings)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "SUCCESS: 2 rules found" in checked.stdout


def test_without_rules_prometheus_yml_names_no_rule_files(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project({"dashboards/demo.py": BOARD})
    run("build", cwd=root)
    assert "rule_files" not in (root / "provisioning/prometheus/prometheus.yml").read_text()


def test_files_of_removed_rules_are_removed(make_project: MakeProject, run: Run) -> None:
    """Three files may always go; four of five are more than 50 %."""
    others = {f"rules/r{at}.py": RULES.replace("node_cpu", f"cpu{at}") for at in range(4)}
    root = make_project({**FILES, **others})
    run("build", cwd=root)
    for name in others:
        (root / name).unlink()
    refused = run("build", "--remove-share", "50", cwd=root)
    assert refused.returncode == 2
    assert (
        "the files of 4 of 5 rule files would be removed, which is more than 50 %" in refused.stderr
    )
    assert run("build", "--remove-share", "80", cwd=root).returncode == 0
    assert output_files(root) == ["prometheus.yml", "rules/node.yml"]


def test_a_build_of_named_files_writes_only_their_rules(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project({**FILES, "rules/other.py": RULES.replace("node_cpu", "cpu")})
    run("build", cwd=root)
    (root / "rules/node.py").write_text(RULES.replace("0.9", "0.8"))
    built = run("build", "rules/node.py", cwd=root)
    assert built.returncode == 0
    assert " changed  provisioning/prometheus/rules/node.yml" in built.stdout
    assert run("build", "--check", cwd=root).returncode == 0


def test_two_files_with_one_rule_file_are_refused(make_project: MakeProject, run: Run) -> None:
    root = make_project({**FILES, "rules/node.yml": "groups: []"})
    (root / "rules/node.yml").write_text(
        "groups: [{name: a, rules: [{alert: A, expr: up}]}]", encoding="utf-8"
    )
    refused = run("build", cwd=root)
    assert refused.returncode == 2
    assert (
        "rules/node.yml: the rules of this file would be written to "
        "prometheus/rules/node.yml, which already contains the rules of rules/node.py"
    ) in refused.stderr


@pytest.mark.parametrize("setting", ["[]", '["loki"]'])
def test_an_invalid_alerts_in_is_refused(make_project: MakeProject, run: Run, setting: str) -> None:
    root = make_project(FILES, toml=f"{TOML}\n[rules]\nalerts_in = {setting}\n")
    refused = run("build", cwd=root)
    assert refused.returncode == 2
    assert "but must contain prometheus, grafana, or both" in refused.stderr


def test_kubernetes_resources_contain_the_same_groups(make_project: MakeProject, run: Run) -> None:
    """A `PrometheusRule` has the groups as its `spec`; a ConfigMap, the rule file itself."""
    toml = TOML + '\n[kubernetes]\nrule_labels = { release = "prometheus" }\n'
    root = make_project(FILES, toml=toml)
    targets = ("--target", "prometheusrules", "--target", "configmaps", "--target", "kustomization")
    assert run("build", *targets, cwd=root).returncode == 0
    folder = root / "provisioning/kubernetes"
    resource = yaml.safe_load((folder / "prometheusrules/node.yaml").read_text())
    assert (resource["kind"], resource["metadata"]["name"]) == ("PrometheusRule", "demo-rules-node")
    assert resource["metadata"]["labels"]["release"] == "prometheus"
    assert resource["spec"] == yaml.safe_load(RULE_FILE)
    configmap = yaml.safe_load((folder / "configmaps/rules/node.yaml").read_text())
    assert configmap["data"] == {"node.yml": RULE_FILE}
    listed = yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]
    assert "prometheusrules/node.yaml" in listed
    assert "configmaps/rules/node.yaml" in listed


def test_a_target_without_rule_files_reports_the_omitted_rules(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project(FILES)
    built = run("build", "--target", "operator", cwd=root)
    assert built.returncode == 0
    assert (
        "rules/node.py: the rules of this file are not written: only the targets configmaps,"
        " prometheusrules, provisioning include Prometheus rules" in built.stderr
    )


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (
            "[{name: g, rules: []}, {name: g, rules: []}]",
            'two rule groups of this file have the name "g"',
        ),
        ("[{name: ' ', rules: []}]", "the rule group has no name"),
        ("[{name: g, foo: 1, rules: []}]", "unknown key 'foo' in a rule group"),
    ],
)
def test_groups_that_prometheus_refuses_are_refused(
    make_project: MakeProject, run: Run, groups: str, message: str
) -> None:
    root = make_project({**FILES, "rules/g.yml": f"groups: {groups}\n"})
    result = run("build", cwd=root)
    assert (result.returncode, message in result.stderr) == (2, True), result.stderr
    assert not (root / "provisioning").exists()


def test_two_groups_with_one_name_in_a_module_are_refused(
    make_project: MakeProject, run: Run
) -> None:
    text = """from boardwright.rules import group, record
a = group("g", record("a:b:c", "up"))
b = group("g", record("a:b:d", "up"))
"""
    result = run("build", cwd=make_project({**FILES, "rules/two.py": text}))
    assert (
        result.returncode,
        'two rule groups of this file have the name "g"' in result.stderr,
    ) == (2, True)
