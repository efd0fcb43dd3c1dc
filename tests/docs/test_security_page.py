"""docs/security.md: every verb is in its table, and the verbs send no other requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from boardwright.cli.root import VERBS
from standin.server import StandIn, stand_in
from support import BOARD, ROOT, TOKEN, MakeProject, Run

PAGE = ROOT / "docs/security.md"
HEAD = "| verb | Grafana | Prometheus | files |\n|---|---|---|---|\n"
WRITES = (
    r"/apis/folder\.grafana\.app/.*|/api/folders(/[\w-]+)?",
    r"/apis/dashboard\.grafana\.app/.*|/api/dashboards/db",
    r"/api/v1/provisioning/.*",
)


def test_the_table_lists_the_effects_of_every_verb(request: pytest.FixtureRequest) -> None:
    """`make golden` rewrites the table."""
    before, old, after = re.split("(?s)(<!-- verbs -->.*?<!-- /verbs -->)", PAGE.read_text())
    rows = "".join(
        f"| `{name}` | {verb.grafana} | {verb.prometheus} | {verb.files} |\n"
        for name, verb in VERBS.items()
    )
    table = f"<!-- verbs -->\n{HEAD}{rows}<!-- /verbs -->"
    if request.config.getoption("--rewrite-golden"):
        PAGE.write_text(before + table + after)
    else:
        assert old == table, "run `make golden`"


def test_options_that_write_files_are_listed() -> None:
    for name, options in {
        "test": ("--capture", "--update"),
        "suggest-rules": ("--write",),
        "preview": ("--record",),
        "check": ("--fix --write",),
        "deploy": ("--save-plan",),
    }.items():
        assert [option for option in options if f"`{option}" not in VERBS[name].files] == [], name


@pytest.fixture
def grafana() -> Iterator[StandIn]:
    with stand_in() as server:
        server.store.add_token(TOKEN, "Admin")
        yield server


@pytest.mark.parametrize(
    "words", [("diff", "--exit-zero"), ("deploy", "--plan"), ("stack", "check", "grafana")]
)
def test_a_verb_that_reads_sends_only_get(
    make_project: MakeProject, run: Run, grafana: StandIn, words: tuple[str, ...]
) -> None:
    root = make_project()
    assert VERBS[words[0]].grafana.startswith("reads")
    run(*words, cwd=root, env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
    assert {method for method, _ in grafana.log} == {"GET"}


@pytest.mark.parametrize("words", [("build",), ("check",), ("list",)])
def test_a_verb_without_server_access_sends_nothing(
    make_project: MakeProject, run: Run, grafana: StandIn, words: tuple[str, ...]
) -> None:
    assert VERBS[words[0]].grafana == "sends nothing to Grafana"
    env = {"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN}
    assert run(*words, cwd=make_project(), env=env).returncode == 0
    assert grafana.log == []


def test_a_deploy_sends_only_the_writes_listed_on_the_page(
    make_project: MakeProject, run: Run, grafana: StandIn
) -> None:
    other = BOARD.replace("Demo", "Other").replace('"demo"', '"other"')
    root = make_project({"dashboards/demo.py": BOARD, "dashboards/other.py": other})
    env = {"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN}
    assert run("deploy", "--yes", cwd=root, env=env).returncode == 0
    assert list_unlisted(grafana) == []
    assert "DELETE" not in {method for method, _ in grafana.log}
    (root / "dashboards/demo.py").unlink()
    assert run("deploy", "--yes", cwd=root, env=env).returncode == 0
    assert "demo" in grafana.store.boards, "nothing is deleted without --prune"
    run("deploy", "--yes", "--prune", "--prune-share", "100", cwd=root, env=env)
    assert "demo" not in grafana.store.boards
    assert {method for method, _ in grafana.log} >= {"GET", "POST", "DELETE"}


def list_unlisted(grafana: StandIn) -> list[tuple[str, str]]:
    """Return the requests that change something and are not in the page's second table."""
    return [
        (method, path)
        for method, path in grafana.list_writes()
        if not any(re.fullmatch(pattern, path) for pattern in WRITES)
    ]


def test_a_release_writes_only_boards(
    make_project: MakeProject, run: Run, grafana: StandIn
) -> None:
    root: Path = make_project()
    env = {"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN}
    run("deploy", "--yes", cwd=root, env=env)
    grafana.log.clear()
    (root / "dashboards/demo.py").write_text("")
    assert run("release", "demo", cwd=root, env=env).returncode == 0
    assert list_unlisted(grafana) == []
    assert grafana.list_writes()
