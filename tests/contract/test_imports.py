"""Ten public boards, as stored and as imported and compiled, side by side on one Grafana."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boardwright.commands.importing.board_sources import FromGrafana
from boardwright.commands.importing.import_boards import ImportOptions, import_boards
from boardwright.compiler.normal.filled_defaults import close_gaps
from boardwright.config.project_file import read_project
from boardwright.projects.compiled_project import compile_project
from boardwright.schema.board_traversal import iter_panels, iter_targets
from boardwright.schema.panel_types import SUCCESSORS
from contract.conftest import NewUid
from contract.targets import Target
from support import ROOT, TOML

CORPUS = ROOT.parent / "shared" / "corpus"
PATH = "/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards"
QUERIES = ("expr", "query", "rawSql")
BOARDS = [
    "VictoriaMetrics/victoriametrics.json",
    "clickhouse-datasource/cluster-analysis.json",
    "grafana-dashboards/apache-full.json",
    "grafana-dashboards/node-exporter-full.json",
    "grafana-dashboards/unbound-full.json",
    "grafana-dashboards-kubernetes/k8s-addons-trivy-operator.json",
    "observability-best-practices/logs.json",
    "opensearch-datasource/ecommerce-example.json",
    "opentelemetry-demo/apm-dashboard.json",
    "temporalio-dashboards/server-general.json",
]

pytestmark = pytest.mark.since(12, 2, what="boards as resources")
if not CORPUS.is_dir():
    if os.environ.get("CI") == "true":
        pytest.fail(f"the corpus of public boards is not at {CORPUS}", pytrace=False)
    pytest.skip("the corpus of public boards is not on this machine", allow_module_level=True)


@pytest.mark.parametrize("name", BOARDS)
def test_an_imported_board_shows_the_same_panels(
    target: Target, folder: str, new_uid: NewUid, tmp_path: Path, name: str
) -> None:
    uid, other = new_uid(), new_uid()
    stored = json.loads((CORPUS / name).read_text()) | {"id": None, "uid": uid}
    save = {"dashboard": stored, "folderUid": folder, "overwrite": True}
    assert target.raw("POST", "/api/dashboards/db", save).ok
    spec = compile_import(target, uid, tmp_path) | {"uid": other, "title": f"Again: {uid}"}
    resource = {
        "apiVersion": "dashboard.grafana.app/v1beta1",
        "kind": "Dashboard",
        "metadata": {"name": other, "annotations": {"grafana.app/folder": folder}},
        "spec": spec,
    }
    answer = target.raw("POST", PATH, resource)
    assert answer.ok, answer.text
    original, again = (target.raw("GET", f"{PATH}/{each}").json()["spec"] for each in (uid, other))
    assert list(panels(close_gaps(again))) == list(panels(close_gaps(original)))
    assert len(list(panels(again))) > 2


def compile_import(target: Target, uid: str, root: Path) -> dict[str, Any]:
    """Import a board from Grafana into a new project, and return the compiled board."""
    (root / "boardwright.toml").write_text(f'{TOML}\n[grafana]\nurl = "{target.url}"\n')
    project = read_project(root)
    environ = {"GRAFANA_USER": target.user, "GRAFANA_PASSWORD": target.password}
    result = import_boards(
        project, ImportOptions(grafana=FromGrafana(uids=(uid,)), environ=environ)
    )
    assert [board.status for board in result.boards] == ["new"]
    built = compile_project(project, environment=project.find_environment(None))
    ((_, board),) = built.boards
    return board.body


def panels(board: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the visible parts of each panel: type, title, place and queries that are not empty.

    Places are those of a settled board: Grafana moves panels up as far as there is room.
    """
    for panel in iter_panels(board):
        kind = panel.get("type")
        asked = [] if kind == "row" else list(iter_targets(panel))
        yield (
            SUCCESSORS.get(str(kind), kind),
            str(panel.get("title") or ""),
            sorted(panel["gridPos"].items()),
            [str(target[key]) for target in asked for key in QUERIES if target.get(key)],
        )
