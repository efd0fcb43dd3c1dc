"""Every query of every shipped board, on real servers: data, or a reason why not here."""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boardwright.schema.board_traversal import iter_panels
from stack.filling import fill, variables
from stack.servers import CONFIG, Prometheus
from support import ROOT

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("stack")]

BOARDS = sorted((ROOT / "provisioning/dashboards").rglob("*.json"))
NO_DATA = tomllib.loads((Path(__file__).parent / "no_data.toml").read_text())


def targets(board: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name of each query, `panel title / refId`, and its expression."""
    for panel in iter_panels(board):
        for target in panel.get("targets", []):
            yield f"{panel['title']} / {target['refId']}", target["expr"]


def test_the_shipped_boards_exist() -> None:
    assert {path.stem for path in BOARDS} >= {"prometheus-101", "node", "containers", "stack"}


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_every_query_returns_data(path: Path, stack: Prometheus) -> None:
    board = json.loads(path.read_text())
    values = variables(board, stack)
    excused = NO_DATA.get(board["uid"], {})
    empty = {
        name: fill(expr, values)
        for name, expr in targets(board)
        if not stack.query(fill(expr, values)) and name not in excused
    }
    assert empty == {}, "these return nothing, and no_data.toml does not say why"


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_every_exception_names_an_existing_query(path: Path) -> None:
    board = json.loads(path.read_text())
    excused = NO_DATA.get(board["uid"], {})
    assert set(excused) <= {name for name, _ in targets(board)}
    assert all(excused.values())


def test_every_target_is_up(stack: Prometheus) -> None:
    up = {series["metric"]["job"]: series["value"][1] for series in stack.query("up")}
    assert up == dict.fromkeys(("prometheus", "k8s-node", "grafana", "cadvisor"), "1")


def test_promtool_accepts_the_committed_configuration(promtool: str) -> None:

    result = subprocess.run([promtool, "check", "config", CONFIG], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
