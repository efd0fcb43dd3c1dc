"""`boardwright deploy` and `diff` of Prometheus rules to a ruler, as processes.

The stand-in answers like the recorded Cortex.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.json_reports import read_valid_json
from standin.ruler import (
    MIMIR_PATH,
    PATH,
    RECORDED,
    RulerAnswer,
    RulerRequest,
    RulerStandIn,
    ruler_stand_in,
)
from standin.server import StandIn
from support import BOARD, FOLDERS, TOKEN, TOML, MakeProject, Run

RULES = TOML.replace('name = "demo"', 'name = "demo"\ndashboards = "rules"', 1)
"""The settings of a project that has rules and no boards."""
RULER_TOKEN = "glc_hunter2hunter2"
NAMESPACE = "boardwright:demo:node"
NODE = """\
from boardwright.promql import avg, metric, rate
from boardwright.rules import alert, group, record

busy = record("instance:node_cpu_usage:ratio",
              1 - avg(rate(metric("node_cpu_seconds_total", mode="idle")), by="instance"))
high = alert("HostCpuHigh", busy > 0.9, for_="15m", severity="warning", summary="busy")
targets = group("targets", alert("Down", metric("up").eq(0), severity="page", summary="down"))
"""
PLACE = "rules/node.py:4"
QUEUE = """\
from boardwright.promql import metric
from boardwright.rules import alert

full = alert("QueueFull", metric("queue_length") > 100, severity="page", summary="full")
"""


class Project:
    """A project of rules, and `boardwright` run in it; no output contains a token."""

    def __init__(self, root: Path, run: Run) -> None:
        self.root, self._run = root, run

    def write(self, text: str, name: str = "node") -> None:
        (self.root / f"rules/{name}.py").write_text(text)

    def __call__(self, *args: str, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        result = self._run(*args, cwd=self.root, env=env)
        assert "bug in boardwright" not in result.stderr, result.stderr
        return result.returncode, result.stdout, result.stderr

    def json(self, *args: str, schema: str = "deploy") -> Any:
        _, stdout, _ = self(*args, "--format", "json")
        return read_valid_json(stdout, schema)


@pytest.fixture(autouse=True)
def no_ruler_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "USER", "PASSWORD"):
        monkeypatch.delenv(f"RULER_{name}", raising=False)


@pytest.fixture
def ruler() -> Iterator[RulerStandIn]:
    with ruler_stand_in() as running:
        yield running


def ruler_table(ruler: RulerStandIn, tenant: str = "shop", more: str = "") -> str:
    return f'\n[ruler]\nurl = "{ruler.url}"\ntenant = "{tenant}"\n{more}\n'


@pytest.fixture
def project(ruler: RulerStandIn, make_project: MakeProject, run: Run) -> Project:
    """Return a project with rules, a ruler and no Grafana."""
    toml = f"{RULES}{ruler_table(ruler)}\n[grafana]\nretries = 0\n"
    return Project(make_project({"rules/node.py": NODE}, toml=toml), run)


def test_a_deploy_creates_the_groups_and_the_next_deploy_changes_nothing(
    project: Project, ruler: RulerStandIn
) -> None:
    code, out, err = project("deploy", "--yes")
    assert (code, err) == (0, "")
    assert f'Ruler at {ruler.url}, tenant "shop"' in out
    assert "Plan: 2 rule groups: 2 create" in out
    assert "2 rule groups: 2 created" in out
    assert ruler.names("shop") == {NAMESPACE: ["node", "targets"]}
    node = ruler.tenants["shop"][NAMESPACE]["node"]
    assert [rule.get("record") or rule["alert"] for rule in node["rules"]] == [
        "instance:node_cpu_usage:ratio",
        "HostCpuHigh",
    ]
    writes = list(ruler.writes)
    code, out, err = project("deploy", "--yes")
    assert (code, err) == (0, "")
    assert "2 rule groups: 2 unchanged" in out
    assert ruler.writes == writes


def test_a_plan_writes_nothing(project: Project, ruler: RulerStandIn) -> None:
    code, out, _ = project("deploy", "--plan")
    assert code == 1
    assert f"   create  {NAMESPACE}  node        2" in out
    assert ruler.writes == []


def test_a_changed_rule_updates_one_group(project: Project, ruler: RulerStandIn) -> None:
    project("deploy", "--yes")
    project.write(NODE.replace("0.9", "0.8"))
    code, out, err = project("deploy", "--yes")
    assert (code, err) == (0, "")
    assert '~ rule "HostCpuHigh": changed' in out
    assert "instance:node_cpu_usage:ratio > 0.9 -> instance:node_cpu_usage:ratio > 0.8" in out
    assert "2 rule groups: 1 updated, 1 unchanged" in out
    rules = ruler.tenants["shop"][NAMESPACE]["node"]["rules"]
    assert rules[1]["expr"] == "instance:node_cpu_usage:ratio > 0.8"


def test_groups_in_other_namespaces_are_unchanged(project: Project, ruler: RulerStandIn) -> None:
    """Two more projects share the tenant: one whose name begins like the name of this project, and
    one that does not use boardwright.
    """
    theirs = {"name": "node", "rules": [{"record": "x", "expr": "1"}]}
    others = {
        "boardwright:demo-2:node": {"node": theirs},
        "boardwright:demo": {"node": theirs},
        "node": {"node": theirs},
    }
    ruler.tenants["shop"] = {name: dict(groups) for name, groups in others.items()}
    code, _, _ = project("deploy", "--yes", "--prune", "--prune-share", "100")
    assert code == 0
    assert {name: ruler.tenants["shop"][name] for name in others} == others
    assert all(path.startswith("/api/v1/rules/boardwright%3Ademo%3A") for _, path in ruler.writes)


def test_groups_that_are_no_longer_declared_stay_until_prune(
    project: Project, ruler: RulerStandIn
) -> None:
    project.write(QUEUE, "queue")
    project("deploy", "--yes")
    (project.root / "rules/queue.py").unlink()
    code, out, _ = project("deploy", "--yes")
    assert code == 0
    assert "No longer declared, but still in the ruler: 1 rule group." in out
    assert "boardwright:demo:queue" in ruler.names("shop")
    code, out, _ = project("deploy", "--yes", "--prune")
    assert code == 0
    assert "3 rule groups: 1 pruned, 2 unchanged" in out
    assert ruler.names("shop") == {NAMESPACE: ["node", "targets"]}
    assert ("DELETE", "/api/v1/rules/boardwright%3Ademo%3Aqueue/queue") in ruler.writes


def test_prune_refuses_to_delete_most_groups(project: Project, ruler: RulerStandIn) -> None:
    """Four of six groups are more than three groups, and more than 20 %."""
    for number in range(4):
        project.write(QUEUE, f"queue{number}")
    project("deploy", "--yes")
    for number in range(4):
        (project.root / f"rules/queue{number}.py").unlink()
    code, _, err = project("deploy", "--yes", "--prune")
    assert code == 2
    assert "4 of 6 rule groups would be deleted, more than 20 %" in err
    assert len(ruler.names("shop")) == 5
    code, _, _ = project("deploy", "--yes", "--prune", "--prune-share", "100")
    assert (code, len(ruler.names("shop"))) == (0, 1)


def test_nothing_is_deleted_after_a_failure(project: Project, ruler: RulerStandIn) -> None:
    project.write(QUEUE, "queue")
    project("deploy", "--yes")
    (project.root / "rules/queue.py").unlink()
    project.write(NODE.replace("0.9", "0.8"))
    ruler.intercept = lambda request: (
        RulerAnswer(400, "too many rules\n") if request.method == "POST" else None
    )
    code, _, err = project("deploy", "--yes", "--prune")
    assert code == 2
    assert 'rule group "node" in boardwright:demo:node: ' in err
    assert "the ruler does not accept the rule group (HTTP 400): too many rules" in err
    assert "not deleted, because other steps of this deploy failed" in err
    assert "boardwright:demo:queue" in ruler.names("shop")


def test_a_part_of_the_project_ignores_the_other_files(
    project: Project, ruler: RulerStandIn
) -> None:
    project.write(QUEUE, "queue")
    project("deploy", "--yes")
    project.write(QUEUE.replace("100", "200"), "queue")
    project.write(NODE.replace("0.9", "0.8"))
    code, out, _ = project("deploy", "--yes", "rules/queue.py")
    assert code == 0
    assert "1 rule group: 1 updated" in out
    assert "no longer declared" not in out.lower()


def test_a_change_between_plan_and_apply_is_a_conflict(
    project: Project, ruler: RulerStandIn
) -> None:
    """Somebody changes the group after the plan was made: before the second list of groups."""
    project("deploy", "--yes")
    project.write(NODE.replace("0.9", "0.8"))
    lists = 0

    def intercept(request: RulerRequest) -> RulerAnswer | None:
        nonlocal lists
        lists += request.method == "GET"
        if lists == 2:
            ruler.tenants["shop"][NAMESPACE]["node"]["rules"][1]["expr"] = "vector(1)"
        return None

    ruler.intercept = intercept
    code, _, err = project("deploy", "--yes")
    assert code == 1
    assert "conflict: rules/node.py" in err
    assert "someone changed the rule group in the ruler after the plan was made" in err
    assert ruler.tenants["shop"][NAMESPACE]["node"]["rules"][1]["expr"] == "vector(1)"


def test_a_saved_plan_is_applied_as_it_was_reviewed(project: Project, ruler: RulerStandIn) -> None:
    """After the review, the declarations change. The saved plan is sent, not the new text."""
    code, _, _ = project("deploy", "--save-plan", "plan.json")
    assert (code, ruler.writes) == (1, [])
    project.write(NODE.replace("0.9", "0.5"))
    code, out, err = project("deploy", "--apply-plan", "plan.json", "--yes")
    assert (code, err) == (0, "")
    assert "2 rule groups: 2 created" in out
    rules = ruler.tenants["shop"][NAMESPACE]["node"]["rules"]
    assert rules[1]["expr"] == "instance:node_cpu_usage:ratio > 0.9"
    code, _, err = project("deploy", "--apply-plan", "plan.json", "--yes")
    assert code == 2
    assert (
        "these boards or rules have changed on the server since the plan was made: "
        f"{NAMESPACE} node"
    ) in err


def test_a_saved_plan_is_only_for_its_ruler(
    project: Project, ruler: RulerStandIn, make_project: MakeProject
) -> None:
    project("deploy", "--save-plan", "plan.json")
    toml = project.root / "boardwright.toml"
    toml.write_text(toml.read_text().replace('tenant = "shop"', 'tenant = "other"'))
    code, _, err = project("deploy", "--apply-plan", "plan.json", "--yes")
    assert code == 2
    assert f"the plan was made for another ruler or tenant: {ruler.url}, tenant shop" in err
    assert ruler.writes == []


def test_the_json_report_has_each_group(project: Project, ruler: RulerStandIn) -> None:
    project("deploy", "--yes")
    project.write(NODE.replace("0.9", "0.8"))
    report = project.json("deploy", "--yes")["environments"][0]
    assert (report["server"], report["boards"]) == (None, [])
    found = report["ruler"]
    assert (found["url"], found["tenant"], found["prunes"]) == (ruler.url, "shop", [])
    node, targets = found["groups"]
    assert (node["namespace"], node["name"], node["action"], node["status"]) == (
        NAMESPACE,
        "node",
        "update",
        "updated",
    )
    assert node["rules"] == ["instance:node_cpu_usage:ratio", "HostCpuHigh"]
    assert node["difference"]["rules"][0]["changes"][0]["path"] == "/expr"
    assert (targets["action"], targets["difference"]) == ("unchanged", None)


def test_one_deploy_sends_boards_and_rules(
    ruler: RulerStandIn, server: StandIn, make_project: MakeProject, run: Run
) -> None:
    toml = f'{TOML}{FOLDERS}{ruler_table(ruler)}\n[grafana]\nurl = "{server.url}"\n'
    root = make_project({"dashboards/demo.py": BOARD, "rules/node.py": NODE}, toml=toml)
    project = Project(root, run)
    env = {"GRAFANA_TOKEN": TOKEN}
    code, out, err = project("deploy", "--yes", env=env)
    assert (code, err) == (0, "")
    assert out.index("Grafana 12.2.0 at") < out.index("Ruler at")
    assert "1 board: 1 created" in out
    assert "demo" in server.store.boards
    assert ruler.names("shop") == {NAMESPACE: ["node", "targets"]}
    project.write(NODE.replace("0.9", "0.8"))
    code, out, _ = project("deploy", "--yes", "--only", "grafana", env=env)
    assert code == 0
    assert "Ruler" not in out
    code, out, _ = project("deploy", "--plan", "--only", "ruler")
    assert code == 1
    assert "Grafana" not in out
    assert "Plan: 2 rule groups: 1 update, 1 unchanged" in out


def test_nothing_is_sent_to_grafana_if_the_ruler_does_not_answer(
    ruler: RulerStandIn, server: StandIn, make_project: MakeProject, run: Run
) -> None:
    table = ruler_table(ruler).replace(ruler.url, "http://127.0.0.1:1/api/v1/rules")
    toml = f'{TOML}{FOLDERS}{table}\n[grafana]\nurl = "{server.url}"\nretries = 0\n'
    root = make_project({"dashboards/demo.py": BOARD, "rules/node.py": NODE}, toml=toml)
    result = run("deploy", "--yes", cwd=root, env={"GRAFANA_TOKEN": TOKEN})
    assert result.returncode == 2
    assert "http://127.0.0.1:1/api/v1/rules: the connection was refused" in result.stderr
    assert "Check that the ruler runs at this URL" in result.stderr
    assert server.store.boards == {}


def test_a_deploy_to_another_grafana_needs_the_choice_of_one_server(
    ruler: RulerStandIn, server: StandIn, make_project: MakeProject, run: Run
) -> None:
    """A deploy of boards to a test Grafana must not change the rules of production."""
    toml = f'{TOML}{FOLDERS}{ruler_table(ruler)}\n[grafana]\nurl = "https://grafana.example.org"\n'
    root = make_project({"dashboards/demo.py": BOARD, "rules/node.py": NODE}, toml=toml)
    args = ("deploy", "--yes", "--url", server.url)
    result = run(*args, cwd=root, env={"GRAFANA_TOKEN": TOKEN})
    assert result.returncode == 2
    assert "Add --only grafana or --only ruler" in result.stderr
    assert ruler.requests == []
    result = run(*args, "--only", "grafana", cwd=root, env={"GRAFANA_TOKEN": TOKEN})
    assert result.returncode == 0, result.stderr
    assert "demo" in server.store.boards
    assert ruler.requests == []


def test_diff_compares_with_the_ruler(project: Project, ruler: RulerStandIn) -> None:
    project.write(QUEUE, "queue")
    project("deploy", "--yes")
    code, out, _ = project("diff")
    assert (code, "the ruler at" in out) == (0, True)
    (project.root / "rules/queue.py").unlink()
    project.write(NODE.replace("0.9", "0.8"))
    writes = list(ruler.writes)
    code, out, err = project("diff")
    assert (code, err) == (1, "")
    assert f'the ruler at {ruler.url}, tenant "shop" -> the declared boards' in out
    assert '~ rule group "node" in rules/node.py: changed' in out
    assert '- rule group "queue" in boardwright:demo:queue: removed' in out
    assert ruler.writes == writes
    report = project.json("diff", schema="diff")
    assert {group["kind"] for group in report["groups"]} == {"changed", "same", "removed"}


def test_an_environment_has_its_own_ruler(
    ruler: RulerStandIn, make_project: MakeProject, run: Run
) -> None:
    toml = f'{RULES}\n[environments.live.ruler]\nurl = "{ruler.url}"\ntenant = "live"\n'
    project = Project(make_project({"rules/node.py": NODE}, toml=toml), run)
    code, out, _ = project("deploy", "--yes", "--env", "live")
    assert code == 0
    assert out.startswith("live:\nRuler at")
    assert ruler.names("live") == {NAMESPACE: ["node", "targets"]}
    code, _, err = project("deploy", "--yes", "--only", "ruler")
    assert code == 2
    assert "boardwright.toml: the deploy needs a ruler, but" in err


LOGINS = {
    "a token": ({"RULER_TOKEN": RULER_TOKEN}, f"Bearer {RULER_TOKEN}"),
    "a user with a password": (
        {"RULER_USER": "1234", "RULER_PASSWORD": "hunter2"},
        "Basic MTIzNDpodW50ZXIy",  # base64 of 1234:hunter2
    ),
}


@pytest.mark.parametrize("login", LOGINS.values(), ids=LOGINS)
def test_the_login_comes_from_the_environment(
    project: Project, ruler: RulerStandIn, login: tuple[dict[str, str], str]
) -> None:
    variables, header = login
    ruler.authorization = header
    code, _, err = project("deploy", "--yes")
    assert code == 2
    assert "a request without credentials was refused" in err
    assert "Set RULER_TOKEN, or RULER_USER and RULER_PASSWORD, in the environment" in err
    code, _, err = project("deploy", "--yes", env=variables)
    assert (code, err) == (0, "")
    assert ruler.names("shop") == {NAMESPACE: ["node", "targets"]}


def echo_login(status: int, text: str, kind: str = "text/plain") -> Any:
    return lambda request: RulerAnswer(status, text.format(request.authorization), kind)


PAGE = "<html><head><title>Log in</title></head>{}</html>"
FAILURES = {
    "no tenant": (
        echo_login(401, "no org id"),
        ["the token of RULER_TOKEN was refused: no org id", "Set RULER_TOKEN"],
    ),
    "a token that may not read": (
        echo_login(403, '{{"status":"error","error":"no permission {}"}}', "application/json"),
        [
            "the token of RULER_TOKEN may not read the rules of this tenant (HTTP 403):"
            " no permission Bearer ***",
            "rules:read",
        ],
    ),
    "a ruler without its API": (
        echo_login(404, RECORDED["disabled"]["answer"]["body"]),
        ["the ruler has no rules API at this URL (HTTP 404)", "-ruler.enable-api"],
    ),
    "too many requests": (
        echo_login(429, "slow down\n"),
        ["the ruler received too many requests", "(HTTP 429): slow down"],
    ),
    "a page instead of the list": (
        echo_login(200, PAGE, "text/html"),
        ['the answer (HTTP 200) is an HTML page, not a list of rule groups: "Log in"'],
    ),
    "a page of a proxy": (
        echo_login(502, PAGE, "text/html"),
        ["the ruler, or a proxy in front of it, failed (HTTP 502)"],
    ),
    "text instead of the list": (
        echo_login(200, "hello {}"),
        ['is text, not a list of rule groups: "hello Bearer ***"'],
    ),
    "YAML in another form": (
        echo_login(200, "boardwright:demo:node: [1]", "application/yaml"),
        ["the answer is YAML, but not a list of rule groups by namespace"],
    ),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_a_failure_gives_one_message_and_sends_nothing(
    project: Project, ruler: RulerStandIn, failure: tuple[Any, list[str]]
) -> None:
    ruler.intercept, messages = failure
    code, _, err = project("deploy", "--yes", env={"RULER_TOKEN": RULER_TOKEN})
    assert code == 2
    assert all(message in err for message in messages), err
    assert err.count("error:") == 1
    assert ruler.writes == []


WRITE_FAILURES = {
    "a token that may only read": (
        echo_login(403, "read-only"),
        ["may not change the rules of this tenant (HTTP 403): read-only", "rules:write"],
    ),
    "a group that is too long": (
        echo_login(413, "too large"),
        ["the rule group is too large for the ruler", "Declare the rules in several groups."],
    ),
}


@pytest.mark.parametrize("failure", WRITE_FAILURES.values(), ids=WRITE_FAILURES)
def test_a_refused_write_gives_one_message(
    project: Project, ruler: RulerStandIn, failure: tuple[Any, list[str]]
) -> None:
    answer, messages = failure
    ruler.intercept = lambda request: answer(request) if request.method == "POST" else None
    code, out, err = project("deploy", "--yes", env={"RULER_TOKEN": RULER_TOKEN})
    assert code == 2
    assert all(message in err for message in messages), err
    assert "2 rule groups: 2 failed" in out
    assert err.count("error:") == 1, "the same reason is printed once for both groups"


def test_a_missing_tenant_is_named(
    ruler: RulerStandIn, make_project: MakeProject, run: Run
) -> None:
    """Cortex answers `no org id` to a request without the header X-Scope-OrgID."""
    toml = f'{RULES}\n[ruler]\nurl = "{ruler.url}"\n'
    code, _, err = Project(make_project({"rules/node.py": NODE}, toml=toml), run)("deploy", "--yes")
    assert code == 2
    assert "a request without credentials was refused: no org id" in err
    assert "set `tenant` in [ruler]." in err


def test_a_redirect_is_not_followed(project: Project, ruler: RulerStandIn) -> None:
    ruler.intercept = lambda request: RulerAnswer(
        302, "", headers={"Location": "http://127.0.0.1:1/login?next=x"}
    )
    code, _, err = project("deploy", "--yes", env={"RULER_TOKEN": RULER_TOKEN})
    assert code == 2
    assert "a redirect (HTTP 302) to http://127.0.0.1:1/login\n" in err


def test_a_throttled_request_is_repeated_after_the_demanded_time(
    ruler: RulerStandIn, make_project: MakeProject, run: Run
) -> None:
    toml = f"{RULES}{ruler_table(ruler)}\n[grafana]\nretries = 2\n"
    project = Project(make_project({"rules/node.py": NODE}, toml=toml), run)
    refused = 0

    def intercept(request: RulerRequest) -> RulerAnswer | None:
        nonlocal refused
        if request.method == "POST" and refused == 0:
            refused += 1
            return RulerAnswer(429, "slow down", headers={"Retry-After": "0"})
        return None

    ruler.intercept = intercept
    code, out, err = project("deploy", "--yes")
    assert (code, refused, err) == (0, 1, "")
    assert "2 rule groups: 2 created" in out
    assert len(ruler.writes) == 3


def test_limits_of_the_tenant_are_reported(
    ruler: RulerStandIn, make_project: MakeProject, run: Run
) -> None:
    """The tenant may have one rule in a group: the group `node` with two rules is refused."""
    toml = f"{RULES}{ruler_table(ruler, 'limited')}"
    project = Project(make_project({"rules/node.py": NODE}, toml=toml), run)
    code, out, err = project("deploy", "--yes")
    assert code == 2
    assert "2 rule groups: 1 created, 1 failed" in out
    assert (
        "the ruler does not accept the rule group (HTTP 400): per-user rules per rule group" in err
    )


TOML_FAULTS = {
    "no URL": ('tenant = "a"', "the ruler's url is missing"),
    "no path": ('url = "https://mimir.example.org"', "has no path"),
    "another scheme": ('url = "ftp://a/b"', "it must begin with http:// or https://"),
    "a password in the URL": ('url = "https://u:hunter2@a/b"', "contains a user or password"),
    "a token": (
        'url = "https://a/b"\ntoken = "hunter2"',
        "remove token from boardwright.toml, because secrets",
    ),
    "a line break in the tenant": ('url = "https://a/b"\ntenant = "a\\nb"', "tenant is 'a\\nb'"),
    "an unknown key": ('url = "https://a/b"\nuri = "x"', "unknown key 'ruler.uri'"),
}


@pytest.mark.parametrize("fault", TOML_FAULTS.values(), ids=TOML_FAULTS)
def test_a_wrong_setting_gives_one_message(
    make_project: MakeProject, run: Run, fault: tuple[str, str]
) -> None:
    text, message = fault
    root = make_project({"rules/node.py": NODE}, toml=f"{RULES}\n[ruler]\n{text}\n")
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert "boardwright.toml:" in result.stderr
    assert message in result.stderr


def test_a_group_whose_name_cannot_be_sent_is_refused(
    project: Project, ruler: RulerStandIn
) -> None:
    """`DELETE .../NAMESPACE/..` would reach another path, so no such group is created."""
    project.write(NODE.replace('group("targets"', 'group(".."'))
    code, _, err = project("deploy", "--yes")
    assert code == 2
    assert "a rule group in a ruler cannot have the name '..'" in err
    assert ruler.names("shop") == {NAMESPACE: ["node"]}


def test_a_token_for_one_server_is_not_sent_to_another(
    ruler: RulerStandIn, make_project: MakeProject, run: Run
) -> None:
    """The environment has another URL, so the token that [ruler] names is not used for it."""
    toml = (
        f'{RULES}\n[ruler]\nurl = "https://mimir.example.org/rules"\ntoken_env = "MIMIR_TOKEN"\n'
        f'\n[environments.dev.ruler]\nurl = "{ruler.url}"\ntenant = "dev"\n'
    )
    project = Project(make_project({"rules/node.py": NODE}, toml=toml), run)
    code, _, _ = project("deploy", "--yes", "--env", "dev", env={"MIMIR_TOKEN": RULER_TOKEN})
    assert code == 0
    assert {each.authorization for each in ruler.requests} == {None}


def test_a_key_that_the_ruler_does_not_store_is_a_warning(
    project: Project, ruler: RulerStandIn
) -> None:
    """Cortex ignores Mimir's `source_tenants`, as it ignored the unknown key of the recording."""
    group = "name: tenants\n    source_tenants: [a]\n    query_offset: 1m\n"
    (project.root / "rules/mimir.yml").write_text(
        f"groups:\n  - {group}    rules: [{{record: a:b, expr: vector(1)}}]\n"
    )
    code, out, err = project("deploy", "--yes")
    assert code == 0
    assert "3 rule groups: 3 created" in out
    assert err == (
        'warning: rules/mimir.yml:2: rule group "tenants" in boardwright:demo:mimir: the ruler does'
        " not support source_tenants, so each deploy updates this group\n"
    )
    report = project.json("deploy", "--yes")["environments"][0]["ruler"]["groups"]
    assert [(each["name"], each["dropped"]) for each in report if each["dropped"]] == [
        ("tenants", ["source_tenants"])
    ]


def test_the_page_of_a_github_job_shows_the_groups(
    project: Project, ruler: RulerStandIn, tmp_path: Path
) -> None:
    project("deploy", "--yes")
    project.write(NODE.replace("0.9", "0.8"))
    summary = tmp_path / "summary.md"
    project("deploy", "--yes", env={"GITHUB_STEP_SUMMARY": str(summary)})
    text = summary.read_text()
    assert text.startswith(f"### Deploy: ruler {ruler.url}, tenant shop\n")
    assert "2 rule groups: 1 updated, 1 unchanged" in text
    assert f'| updated | rule group "node" | {NAMESPACE} |' in text
    assert "ratio &#62; 0.8</code>" in text


def test_prune_refuses_an_empty_folder_of_rules(
    ruler: RulerStandIn, make_project: MakeProject, run: Run
) -> None:
    """An empty folder is probably a mount point whose content is missing."""
    toml = f"{TOML}{ruler_table(ruler)}\n[grafana]\nretries = 0\n"
    root = make_project({"dashboards/queue.py": QUEUE, "rules/node.py": NODE}, toml=toml)
    project = Project(root, run)
    assert project("deploy", "--yes")[0] == 0
    (root / "rules/node.py").unlink()
    code, _, err = project("deploy", "--yes", "--prune")
    assert code == 2
    assert "rules: 2 rule groups would be removed, because this folder is empty" in err
    assert NAMESPACE in ruler.names("shop")
    (root / "rules").rmdir()
    assert project("deploy", "--yes", "--prune")[0] == 0
    assert ruler.names("shop") == {"boardwright:demo:dashboards.queue": ["queue"]}


def test_rules_are_sent_to_the_path_of_mimir(
    ruler: RulerStandIn, make_project: MakeProject, run: Run
) -> None:
    """Mimir and Grafana Cloud have the same API at another path."""
    table = ruler_table(ruler).replace(PATH, MIMIR_PATH)
    project = Project(make_project({"rules/node.py": NODE}, toml=f"{RULES}{table}"), run)
    code, _, err = project("deploy", "--yes")
    assert (code, err) == (0, "")
    assert all(path.startswith(f"{MIMIR_PATH}/boardwright%3A") for _, path in ruler.writes)
    assert ruler.names("shop") == {NAMESPACE: ["node", "targets"]}


def test_diff_and_plan_agree_on_settings_of_a_group(project: Project, ruler: RulerStandIn) -> None:
    """The ruler writes `90s` as `1m30s` and omits `for: 0`: neither is a difference. Other values
    of `query_offset` and `limit` are differences.
    """
    rules = "    rules: [{alert: A, expr: vector(1), for: 0, keep_firing_for: 90s}]\n"
    group = "groups:\n  - name: own\n    query_offset: 90s\n    limit: 5\n"
    (project.root / "rules/own.yml").write_text(group + rules)
    project("deploy", "--yes")
    assert project("diff")[0] == 0
    assert "3 rule groups: 3 unchanged" in project("deploy", "--plan")[1]
    text = group.replace("90s", "2m").replace("    limit: 5\n", "")
    (project.root / "rules/own.yml").write_text(text + rules)
    for words in (("diff",), ("deploy", "--plan")):
        code, out, _ = project(*words)
        assert code == 1
        assert "query offset: 1m30s -> 2m" in out
        assert "limit: 5 (removed)" in out
