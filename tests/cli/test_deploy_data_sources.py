"""`boardwright deploy` sends nothing to a Grafana that lacks a data source of the boards."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

from standin.server import StandIn
from standin.values import Answer, Refusal, Request
from support import BOARD, SECOND, TOKEN, TOML, MakeProject, Run

Result = subprocess.CompletedProcess[str]
Deploy = Callable[..., Result]
ALERTS = """\
from grafanalib.core import AlertGroup, AlertRulev9, Target

rule = AlertRulev9(
    title="Load", uid="load", condition="A", triggers=[Target(refId="A", expr="up", instant=True)]
)
group = AlertGroup(name="load", rules=[rule])
"""


@pytest.fixture
def deploy(server: StandIn, make_project: MakeProject, run: Run) -> Deploy:
    def call(*args: str, toml: str = "", **files: str) -> Result:
        texts = {f"dashboards/{name}.py": text for name, text in files.items()} or None
        root = make_project(texts, toml=f'{TOML}{toml}\n[grafana]\nurl = "{server.url}"\n')
        return run("deploy", *args, cwd=root, env={"GRAFANA_TOKEN": TOKEN})

    return call


def test_a_missing_data_source_is_reported(server: StandIn, deploy: Deploy) -> None:
    server.store.data_sources[:] = [("P1", "Mimir", "prometheus"), ("L1", "Logs", "loki")]
    result = deploy("--yes", a=BOARD, b=SECOND)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"error: {server.url}: Grafana has no data source with the uid 'prometheus', but the data"
        " source is needed by dashboards/a.py:3 and 1 more\n"
        '  Grafana has these data sources: "Logs" (uid L1, loki), "Mimir" (uid P1, prometheus).\n'
        '  Write the uid of an existing data source at boardwright.toml:6: uid = "..."\n'
        "  With --allow-missing-datasources, boardwright deploys the boards, but panels that query"
        " a missing data source stay empty.\n"
    )
    assert server.list_writes() == []


def test_a_grafana_without_data_sources_is_reported(server: StandIn, deploy: Deploy) -> None:
    server.store.data_sources.clear()
    result = deploy("--yes")
    assert result.returncode == 2
    assert (
        "  Grafana shows no data sources to the account that boardwright uses.\n"
        "  Create the data source in Grafana, and write its uid at boardwright.toml:6: uid = "
        in result.stderr
    )
    assert server.list_writes() == []


def test_one_request_reads_all_data_sources(server: StandIn, deploy: Deploy) -> None:
    assert deploy("--plan").returncode == 1
    assert [path for _, path in server.log].count("/api/datasources") == 1
    assert not [path for _, path in server.log if "datasources/uid" in path]


def test_a_data_source_of_another_type_is_reported(server: StandIn, deploy: Deploy) -> None:
    server.store.data_sources[:] = [("prometheus", "Logs", "loki")]
    result = deploy("--yes")
    assert result.returncode == 2
    assert (
        "Grafana's data source 'prometheus' has the type 'loki', but the type 'prometheus' is"
        " needed by dashboards/demo.py:3" in result.stderr
    )
    assert "Correct the type or the uid of the data source at boardwright.toml:" in result.stderr
    assert server.list_writes() == []


def test_a_managed_prometheus_is_accepted_as_prometheus(server: StandIn, deploy: Deploy) -> None:
    kind = "grafana-amazonprometheus-datasource"
    server.store.data_sources[:] = [("prometheus", "AMP", kind)]
    assert deploy("--yes").returncode == 0


def test_missing_data_sources_may_be_allowed(server: StandIn, deploy: Deploy) -> None:
    server.store.data_sources.clear()
    result = deploy("--yes", "--allow-missing-datasources")
    assert result.returncode == 0
    assert result.stderr.startswith("warning: Grafana has no data source with the uid 'prometheus'")
    assert list(server.store.boards) == ["demo"]


def test_an_environment_names_the_uid_of_its_own_grafana(server: StandIn, deploy: Deploy) -> None:
    table = '\n[environments.live]\nurl = "http://live.invalid"\n'
    result = deploy("--plan", toml=table)
    assert result.returncode == 1
    server.store.data_sources[:] = [("P1", "Mimir", "prometheus")]
    table = f'\n[environments.live]\nurl = "{server.url}"\n'
    result = deploy("--plan", "--env", "live", toml=table)
    assert 'Add prometheus = "..." to [environments.live.datasources], with' in result.stderr


def test_a_missing_data_source_of_an_alert_rule_is_reported(
    server: StandIn, deploy: Deploy
) -> None:
    server.store.data_sources[:] = [("P1", "Mimir", "prometheus")]
    result = deploy("--plan", alerts=ALERTS)
    assert result.returncode == 2
    assert "data source with the uid 'prometheus', but the data source is needed" in result.stderr
    assert "needed by dashboards/alerts.py:" in result.stderr


def test_variables_and_built_in_data_sources_are_not_required(
    server: StandIn, deploy: Deploy
) -> None:
    board = {
        "title": "Free",
        "uid": "free",
        "templating": {"list": [{"name": "ds", "type": "datasource", "query": "prometheus"}]},
        "panels": [
            {
                "type": "timeseries",
                "title": "a",
                "datasource": {"uid": "$ds", "type": "prometheus"},
            },
            {"type": "timeseries", "title": "b", "datasource": {"uid": "-- Mixed --"}},
        ],
    }
    server.store.data_sources.clear()
    result = deploy("--yes", free=f"import json\nboard = json.loads('{json.dumps(board)}')\n")
    assert result.returncode == 0, result.stderr


def test_an_account_that_cannot_list_data_sources_reads_the_settings(
    server: StandIn, deploy: Deploy
) -> None:
    """It gets those that it may query from the settings of the web interface."""
    server.store.data_sources[:] = [("P1", "Mimir", "prometheus")]

    def before(request: Request) -> Answer | None:
        if request.path == "/api/datasources":
            raise Refusal(403, "Permissions needed: datasources:read")
        return None

    server.before = before
    assert "no data source with the uid 'prometheus'" in deploy("--yes").stderr


def test_an_account_that_cannot_see_data_sources_is_a_warning(
    server: StandIn, deploy: Deploy
) -> None:
    def before(request: Request) -> Answer | None:
        if request.path in {"/api/datasources", "/api/frontend/settings"}:
            raise Refusal(403, "Access denied")
        return None

    server.before = before
    result = deploy("--yes")
    assert result.returncode == 0
    assert result.stderr == (
        "warning: the data sources of the boards were not checked, because Grafana does not allow "
        "the token of GRAFANA_TOKEN to list data sources\n"
    )


def test_an_unreadable_list_of_data_sources_is_an_error(server: StandIn, deploy: Deploy) -> None:
    def before(request: Request) -> Answer | None:
        if request.path == "/api/datasources":
            raise Refusal(404, "Not found")
        return None

    server.before = before
    assert deploy("--yes").returncode == 2
    assert server.list_writes() == []
