"""The tools whose deploys are measured: boardwright, grizzly and gcx. Each tool writes its own
input files.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

BOARDWRIGHT = (sys.executable, "-m", "boardwright")
MANIFESTS, GRIZZLY = "bench-manifests", "bench-grizzly"
GRIZZLY_API = "grizzly.grafana.com/v1alpha1"


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A tool that deploys boards.

    Attributes:
        name: Name in the table.
        command: Command line, which is run in the project's folder.
        write: Function that writes the input files of the tool. The time of this function is not
            measured.
        environ: Function that takes the URL and the environment variables, and returns the
            variables with which the tool finds the server and the credentials.
    """

    name: str
    command: tuple[str, ...]
    write: Callable[[Path], None]
    environ: Callable[[str, Mapping[str, str]], dict[str, str]]


def boardwright() -> Tool:
    """Return the tool boardwright."""
    return Tool(
        name="boardwright",
        command=(*BOARDWRIGHT, "deploy", "--yes"),
        write=_build,
        environ=lambda url, environ: {},
    )


def gcx(program: str) -> Tool:
    """Return the tool gcx, which reads the manifests of `boardwright build --target manifests`."""
    return Tool(
        name="gcx",
        command=(program, "--no-color", "resources", "push", "--path", MANIFESTS),
        write=lambda root: _build(root, "--target", "manifests", "--output", MANIFESTS),
        environ=lambda url, environ: {"GRAFANA_SERVER": url, "GRAFANA_ORG_ID": "1"},
    )


def grizzly(program: str) -> Tool:
    """Return the tool grizzly, which reads the same boards as resources in its own format."""
    return Tool(
        name="grizzly",
        command=(program, "apply", GRIZZLY),
        write=_write_grizzly,
        environ=lambda url, environ: {
            "GRAFANA_URL": url,
            "GRAFANA_TOKEN": environ["GRAFANA_PASSWORD"],
        },
    )


def _build(root: Path, *options: str) -> None:
    command = (*BOARDWRIGHT, "build", *options)
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)


def _write_grizzly(root: Path) -> None:
    _build(root, "--target", "manifests", "--output", MANIFESTS)
    folder = root / GRIZZLY
    folder.mkdir(exist_ok=True)
    for file in (root / MANIFESTS / "manifests").rglob("*.json"):
        manifest = json.loads(file.read_text())
        metadata, spec = manifest["metadata"], manifest["spec"]
        name = metadata["name"]
        if manifest["kind"] == "Folder":
            resource = _resource("DashboardFolder", {"name": name}, {**spec, "uid": name})
        else:
            folder_uid = metadata["annotations"]["grafana.app/folder"]
            metadata = {"name": name, "folder": folder_uid}
            resource = _resource("Dashboard", metadata, {**spec, "uid": name})
        (folder / f"{name}.json").write_text(json.dumps(resource))


def _resource(kind: str, metadata: dict[str, str], spec: dict[str, object]) -> dict[str, object]:
    return {"apiVersion": GRIZZLY_API, "kind": kind, "metadata": metadata, "spec": spec}
