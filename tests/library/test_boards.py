"""The four shipped boards."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType
from typing import Any

import pytest
from grafanalib.core import Dashboard

from boardwright.promql.parser import parse
from library.plain import Json, expressions, flat, plain, unit
from support import ROOT

NAMES = ("prometheus_101", "node", "containers", "stack")


def load(name: str) -> ModuleType:
    """Run a module of dashboards/, which is not a package."""
    spec = importlib.util.spec_from_file_location(f"shipped_{name}", ROOT / f"dashboards/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULES = {name: load(name) for name in NAMES}
BOARDS: dict[str, Dashboard] = {name: MODULES[name].dashboard for name in NAMES}
LESSONS = BOARDS["prometheus_101"]

VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w*)")

boards = pytest.mark.parametrize("board", BOARDS.values(), ids=NAMES)


def graphs(board: Dashboard) -> list[Json]:
    return [panel for panel in flat(board.panels) if panel["type"] != "text"]


def lesson(title: str) -> list[str]:
    """Return the queries of the teaching board's panel with this title."""
    (found,) = [panel for panel in graphs(LESSONS) if panel["title"] == title]
    return expressions(found)


def test_the_network_lessons_have_the_expected_queries() -> None:
    received = 'node_network_receive_bytes_total{device="$device"}'
    sent = 'node_network_transmit_bytes_total{device="$device"}'
    assert lesson("Bytes received: the counter") == [received]
    assert lesson("Traffic") == [f"irate({received}[1m]) * 8", f"irate({sent}[1m]) * 8"]
    assert lesson("Received traffic with rate") == [
        f"rate({received}[1m]) * 8",
        f"rate({received}[5m]) * 8",
        f"rate({received}[15m]) * 8",
    ]
    assert lesson("Received traffic with irate") == [
        f"irate({received}[1m]) * 8",
        f"irate({received}[5m]) * 8",
        f"irate({received}[15m]) * 8",
    ]


USAGE = '100 - (avg by (mode) (irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100)'
SEVEN = [
    "node_cpu_seconds_total",
    "irate(node_cpu_seconds_total[1m])",
    "sum by (mode) (irate(node_cpu_seconds_total[1m]))",
    "avg by (mode) (irate(node_cpu_seconds_total[1m]))",
    USAGE,
    USAGE,  # as a gauge
    USAGE,  # as a stat
    'avg without (cpu) (irate(node_cpu_seconds_total{mode!="idle"}[1m]))',
]


def test_the_seven_cpu_lessons_have_the_expected_queries_in_order() -> None:
    cpu = [panel for panel in graphs(LESSONS) if "node_cpu" in expressions(panel)[0]]
    assert [expressions(panel) for panel in cpu] == [[expr] for expr in SEVEN]
    assert [panel["type"] for panel in cpu] == [*["timeseries"] * 5, "gauge", "stat", "timeseries"]


def test_usage_by_mode_is_stacked_up_to_one() -> None:
    field = graphs(LESSONS)[-1]["fieldConfig"]["defaults"]
    assert field["custom"]["stacking"]["mode"] == "normal"
    assert (field["min"], field["max"], field["unit"]) == (0, 1, "percentunit")


def test_lessons_about_the_network_are_before_those_about_the_cpu() -> None:
    titles = [panel["title"] for panel in graphs(LESSONS)]
    assert titles.index("Received traffic with irate") < titles.index("CPU time counter")


def test_every_lesson_has_its_text_before_it() -> None:
    types = [panel["type"] for panel in flat(LESSONS.panels)]
    assert types.count("text") == 12
    assert types[0] == "text"
    assert types[-1] == "text"


@pytest.mark.parametrize(
    "statement",
    [
        "begun again at zero",
        "missed scrape",
        "alerts",
        "trends",
        "divide the sum by 8",
        "from 10 to 60 s",
    ],
)
def test_the_texts_explain_each_lesson(statement: str) -> None:
    texts = [
        panel["options"]["content"]
        for panel in flat(LESSONS.panels)
        if "content" in panel.get("options", {})
    ]
    assert any(statement in " ".join(content.split()) for content in texts)


def test_no_query_divides_by_a_number_of_cpus() -> None:
    for board in BOARDS.values():
        for panel in graphs(board):
            assert not any("/ 8" in expr for expr in expressions(panel))


@boards
def test_every_expression_is_promql(board: Dashboard) -> None:
    for panel in graphs(board):
        for expr in expressions(panel):
            parse(expr)


@boards
def test_every_panel_has_a_title_and_a_unit(board: Dashboard) -> None:
    for panel in graphs(board):
        assert panel["title"]
        assert unit(panel), panel["title"]


@boards
def test_panels_have_different_titles(board: Dashboard) -> None:
    """The row of alerts on Stack shows a panel again, with the limit of the alert."""
    titles = [panel["title"] for panel in graphs(board)]
    repeated = sorted({title for title in titles if titles.count(title) > 1})
    assert repeated in ([], ["Failed rule evaluations"])


@boards
def test_each_line_of_panels_fills_the_width(board: Dashboard) -> None:
    """Sizes alone, placed left to right, end at the edge: no line is left half empty."""
    for section in sections(board):
        used = 0
        for panel in section:
            assert used + panel["gridPos"]["w"] <= 24
            used = (used + panel["gridPos"]["w"]) % 24
        assert used == 0


def sections(board: Dashboard) -> list[list[Json]]:
    """Return the panels between two rows' headers, and those of each collapsed row."""
    found: list[list[Json]] = [[]]
    for panel in plain(list(board.panels)):
        if panel["type"] == "row":
            found += [panel["panels"], []]
        else:
            found[-1].append(panel)
    return found


@boards
def test_every_variable_is_declared_and_used(board: Dashboard) -> None:
    text = str([expressions(panel) for panel in graphs(board)])
    used = set(VARIABLE.findall(text + str(variables(board))))
    assert {name for name in used if not name.startswith("__")} == set(variables(board))


@boards
def test_every_board_has_the_same_refresh_and_time_zone(board: Dashboard) -> None:
    assert (board.refresh, board.timezone, board.graphTooltip) == ("10s", "browser", 1)
    assert board.description
    assert board.tags


def test_every_board_has_the_expected_uid_folder_and_time() -> None:
    assert {name: board.uid for name, board in BOARDS.items()} == {
        "prometheus_101": "prometheus-101",
        "node": "node",
        "containers": "containers",
        "stack": "stack",
    }
    assert {name: module.folder for name, module in MODULES.items()} == {
        "prometheus_101": "Prometheus 101",
        "node": "Stack",
        "containers": "Stack",
        "stack": "Stack",
    }
    assert LESSONS.time.start == "now-30m"


@boards
def test_links_lead_to_shipped_boards(board: Dashboard) -> None:
    uids = {f"/d/{each.uid}" for each in BOARDS.values()}
    urls = [link.uri for link in board.links]
    assert urls
    assert set(urls) <= uids - {f"/d/{board.uid}"}


@boards
def test_links_pass_only_variables_with_the_same_meaning(board: Dashboard) -> None:
    """Grafana uses the passed values: a job of node-exporter would empty cAdvisor's board."""
    by_url = {f"/d/{each.uid}": each for each in BOARDS.values()}
    for link in board.links:
        mine, theirs = variables(board), variables(by_url[link.uri])
        clash = {name for name in mine.keys() & theirs.keys() if mine[name] != theirs[name]}
        assert not (link.includeVars and clash), link.title


def variables(board: Dashboard) -> dict[str, Any]:
    return {variable.name: variable.query for variable in board.templating.list}


def test_the_first_network_device_is_not_the_loopback() -> None:
    (device,) = LESSONS.templating.list
    assert 'device!~"lo|' in device.query


@pytest.mark.parametrize("name", ["node", "containers", "stack"])
def test_a_later_row_is_collapsed(name: str) -> None:
    rows = [panel for panel in plain(list(BOARDS[name].panels)) if panel["type"] == "row"]
    assert any(panel["collapsed"] for panel in rows)
    assert not rows[0]["collapsed"]
