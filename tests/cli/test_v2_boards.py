"""Boards of schema v2 through every verb, as processes, on a stand-in of Grafana 12.4."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boardwright.schema.envelopes import is_v2
from standin.server import StandIn, stand_in
from standin.store import Store
from standin.values import Board
from support import ROOT, TOKEN, TOML, MakeProject, Run

RECORDED = json.loads((ROOT / "tests/recordings/grafana-12.4/v2-exchanges.json").read_text())
SPEC: dict[str, Any] = RECORDED[0]["request"]["body"]["spec"]
LOSSES = (
    "2 tabs become rows; 1 row in a row or tab becomes a top-level row;"
    " 1 automatic grid becomes a fixed grid;"
    " 1 condition is left out: v1 always shows the panels;"
    " 1 switch variable needs Grafana 12.3 or later"
)
TAG = "boardwright:demo"
Result = subprocess.CompletedProcess[str]


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in(store=Store(version="12.4.3")) as running:
        running.store.add_token(TOKEN, "Admin")
        yield running


class Calling:
    """A project with a board with tabs, and `boardwright` run in it."""

    def __init__(self, make: MakeProject, run: Run, url: str) -> None:
        self._make, self._run, self._url = make, run, url
        self.root = self.configure("")

    def configure(self, project: str, files: dict[str, str] | None = None) -> Path:
        toml = TOML.replace("[project]\n", f"[project]\n{project}\n", 1)
        toml = f'{toml}\n[grafana]\nurl = "{self._url}"\nretries = 0\n'
        return self._make({"dashboards/tabs.json": resource(SPEC)} | (files or {}), toml=toml)

    def __call__(self, *args: str) -> Result:
        result = self._run(*args, cwd=self.root, env={"GRAFANA_TOKEN": TOKEN})
        assert "bug in boardwright" not in result.stderr, result.stderr
        return result


def resource(spec: dict[str, Any]) -> str:
    head = {"apiVersion": "dashboard.grafana.app/v2beta1", "kind": "Dashboard"}
    return json.dumps({**head, "metadata": {"name": "tabs"}, "spec": spec})


@pytest.fixture
def call(server: StandIn, make_project: MakeProject, run: Run) -> Calling:
    return Calling(make_project, run, server.url)


def store(server: StandIn, spec: dict[str, Any], uid: str = "tabs") -> Board:
    """Store a board of the project, as its last deploy left it."""
    board = Board(id=99, uid=uid, folder="", versions=[(spec, "")], stored_as="v2beta1")
    server.store.boards[uid] = board
    return board


def test_a_board_with_tabs_is_deployed_as_v2_without_differences(
    server: StandIn, call: Calling
) -> None:
    """The server prefers v2, so that a new board is created in it."""
    assert call("deploy", "--yes").returncode == 0
    stored = server.store.boards["tabs"]
    assert stored.stored_as == "v2beta1"
    assert stored.body["layout"] == SPEC["layout"]
    assert [*stored.body["elements"]] == ["panel-1", "panel-2", "panel-3"]
    assert call("diff").stdout.splitlines()[-1] == "1 board: 1 same"
    again = call("deploy", "--yes")
    assert again.stdout.splitlines()[-1] == "1 board: 1 unchanged"


def test_a_server_that_prefers_v1_stores_a_new_board_in_v1_with_a_warning(
    server: StandIn, call: Calling
) -> None:
    """A new board is created in v1, with a warning; the setting changes that."""
    server.store.prefers_v2 = False
    result = call("deploy", "--yes")
    assert result.returncode == 0, result.stderr
    assert server.store.boards["tabs"].stored_as == "v0alpha1"
    assert f'board "Recorded tabs" (tabs) is saved in schema v1: {LOSSES}' in result.stderr
    call.configure('schema = "v2"')
    assert call("deploy", "--yes").returncode == 0
    assert server.store.boards["tabs"].stored_as == "v2beta1"


def test_a_server_without_v2_refuses_the_board_with_a_hint(server: StandIn, call: Calling) -> None:
    server.store.serves_v2 = False
    call.configure('schema = "v2"')
    result = call("deploy", "--yes")
    assert result.returncode == 2
    assert "this Grafana cannot save boards of schema v2" in result.stderr
    assert 'Set schema = "v1" for this Grafana in boardwright.toml' in result.stderr
    assert server.store.boards == {}
    call.configure("")
    assert call("deploy", "--yes").returncode == 0
    assert not is_v2(server.store.boards["tabs"].body)


def test_the_setting_v1_does_not_simplify_a_stored_v2_board(server: StandIn, call: Calling) -> None:
    call("deploy", "--yes")
    stored = server.store.boards["tabs"]
    call.configure('schema = "v1"')
    result = call("deploy", "--yes")
    assert result.returncode == 1
    reason = f"the board is stored in schema v2 and would be simplified for schema v1: {LOSSES}"
    assert reason in result.stderr
    assert (stored.stored_as, stored.version) == ("v2beta1", 1)
    assert call("deploy", "--yes", "--force").returncode == 0
    assert stored.stored_as == "v0alpha1"


def test_a_stored_board_keeps_its_schema(server: StandIn, call: Calling) -> None:
    """Without tabs both schemas express the board: it is saved in the one that it has."""
    panels = [{"type": "stat", "title": "Up", "targets": [{"refId": "A", "expr": "up"}]}]
    body = json.dumps({"title": "Plain", "uid": "plain", "panels": panels})
    call.configure("", {"dashboards/plain.json": body})
    server.store.prefers_v2 = False
    call("deploy", "--yes")
    assert server.store.boards["plain"].stored_as == "v0alpha1"
    server.store.prefers_v2 = True
    changed = body.replace('"expr": "up"', '"expr": "sum(up)"')
    call.configure("", {"dashboards/plain.json": changed})
    assert call("deploy", "--yes").returncode == 0
    plain = server.store.boards["plain"]
    assert (plain.stored_as, plain.version) == ("v0alpha1", 2)


def test_a_panel_that_someone_hid_in_a_tab_is_shown_with_its_tab(
    server: StandIn, call: Calling
) -> None:
    call("deploy", "--yes")
    stored = server.store.boards["tabs"]
    spec = copy.deepcopy(stored.body)
    tab = spec["layout"]["spec"]["tabs"][0]["spec"]
    group = tab["layout"]["spec"]["items"][0]["spec"]["conditionalRendering"]
    group["spec"]["visibility"] = "hide"
    tab["title"] = "Processors"
    stored.versions.append((spec, ""))
    result = call("diff")
    assert result.returncode == 1
    assert result.stdout.splitlines()[2:7] == [
        '~ board "Recorded tabs" (tabs) in Demo: changed  dashboards/tabs.json',
        '    ~ tab "CPU": renamed',
        "        title: Processors -> CPU",
        '    ~ panel "Usage" in tab "CPU": changed',
        '        condition: hidden if detail equals "true" -> shown if detail equals "true"',
    ]


def test_a_released_board_keeps_its_schema(server: StandIn, call: Calling) -> None:
    call("deploy", "--yes")
    layout = server.store.boards["tabs"].body["layout"]
    assert call("release", "tabs").returncode == 0
    stored = server.store.boards["tabs"]
    assert (stored.stored_as, stored.body["tags"]) == ("v2beta1", ["rec"])
    assert stored.body["layout"] == layout


def test_an_import_of_a_stored_v2_board_loses_nothing(server: StandIn, call: Calling) -> None:
    """Seen on a real 12.4.3: the board of Grafana's conversion was reported as equal."""
    call.configure("", {"dashboards/tabs.json": ""})
    (call.root / "dashboards/tabs.json").unlink()
    store(server, SPEC)
    result = call("import", "--from-grafana", "tabs")
    assert result.returncode == 0, result.stderr
    assert "schema v2" not in result.stdout
    (module,) = (call.root / "dashboards").rglob("recorded_tabs.py")
    assert "tabs(" in module.read_text()
    assert "$v2" not in module.read_text()
    plan = call("deploy", "--plan", "--adopt")
    assert "tag: boardwright:demo" in plan.stdout
    assert call("deploy", "--yes", "--adopt").returncode == 0
    stored = server.store.boards["tabs"]
    assert (stored.stored_as, stored.body["tags"]) == ("v2beta1", ["rec", TAG])
    layout = copy.deepcopy(SPEC["layout"])
    del layout["spec"]["tabs"][0]["spec"]["layout"]["spec"]["fillScreen"]  # false is the default
    assert stored.body["layout"] == layout
    assert [each["kind"] for each in stored.body["variables"]] == [
        each["kind"] for each in SPEC["variables"]
    ]


def test_list_shows_the_schema_and_its_losses(call: Calling) -> None:
    assert call("list").stdout.splitlines() == [
        "UID   TITLE          FOLDER  PANELS  SCHEMA          DECLARED AT",
        "tabs  Recorded tabs  Demo    3       v1, simplified  dashboards/tabs.json",
    ]
    listed = json.loads(call("list", "--format", "json").stdout)["boards"]
    assert [(each["schema"], "; ".join(each["losses"])) for each in listed] == [("v1", LOSSES)]
    call.configure('schema = "v2"')
    listed = json.loads(call("list", "--format", "json").stdout)["boards"]
    assert [(each["schema"], each["losses"]) for each in listed] == [("v2", [])]
