"""A stored board, and functions that read a project, for the tests of `boardwright import`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support import MakeProject, Run, files_of

EMPTY = {"README.md": "A project without boards.\n"}
NODE: dict[str, Any] = {
    "title": "Node Load",
    "uid": "node-load",
    "schemaVersion": 41,
    "panels": [
        {
            "id": 1,
            "type": "timeseries",
            "title": "Load",
            "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0},
            "targets": [{"refId": "A", "expr": "node_load1", "legendFormat": "one"}],
        }
    ],
}


def dump_node(**changes: Any) -> str:
    return json.dumps(NODE | changes)


def new_project(make_project: MakeProject) -> Path:
    """Return a project without boards, and write a stored board next to it."""
    root = make_project(EMPTY)
    (root / "dashboards").mkdir()
    (root.parent / "node.json").write_text(dump_node())
    return root


def modules_of(project: Path) -> list[str]:
    """Return the paths of the modules in a project."""
    return [name for name in files_of(project / "dashboards") if name.endswith(".py")]


def folders_of(project: Path, run: Run) -> dict[str, str]:
    """Return uid of a board -> title of its folder, for all boards of a project."""
    listed = json.loads(run("list", "--format", "json", cwd=project).stdout)["boards"]
    return {board["uid"]: board["folder"] for board in listed}
