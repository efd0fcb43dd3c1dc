"""Record how a real Grafana answers Repository resources, for tests/recordings/grafana-12.4.

    GRAFANA_USER=admin GRAFANA_PASSWORD=... python scripts/record_git_sync.py http://127.0.0.1:3000

The Grafana needs the feature toggle `provisioning`, and `repository_types = github|git|local` in
the section `[provisioning]` of its configuration. All requests are dry runs: Grafana stores
nothing. The recording also contains the schema of the resource from Grafana's OpenAPI document,
without descriptions.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import requests
import yaml

from boardwright.provisioning.git_sync import GitSync, build_repository_files
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.board_result import BoardResult
from boardwright.schema.document import Place

RECORDING = Path(__file__).parents[1] / "tests/recordings/grafana-12.4/git-sync.json"
API = "apis/provisioning.grafana.app/v0alpha1"
GITHUB, GIT = "https://github.com/acme/dashboards", "https://git.example.com/acme/dashboards.git"
SETTINGS: dict[str, dict[str, Any]] = {
    "a repository on GitHub": {},
    "a URL that ends with .git": {"url": f"{GITHUB}.git"},
    "a URL that ends with a slash": {"url": f"{GITHUB}/"},
    "GitHub Enterprise": {"url": "https://github.example.com/acme/dashboards"},
    "any git server": {"url": GIT, "type": "git"},
    "a git server with a port": {"url": "https://git.example.com:8443/dashboards", "type": "git"},
    "a connection": {"connection": "app"},
    "another branch": {"branch": "release/2026.1"},
    "the top of the repository": {"path": ""},
    "a path with spaces and dots": {"path": "team a/v1.2_x"},
    "an interval of one second": {"interval": "1s"},
    "GitHub without https": {"url": "http://github.com/acme/dashboards"},
    "a git server without https": {"url": "http://git.example.com/dashboards.git", "type": "git"},
    "a git server with ssh": {"url": "ssh://git.example.com/dashboards.git", "type": "git"},
    "GitHub without a repository": {"url": "https://github.com/acme"},
    "GitHub without an owner": {"url": "https://github.com"},
    "a git server without a repository": {"url": "https://git.example.com", "type": "git"},
    "a branch with a space": {"branch": "my branch"},
    "a branch that ends with a slash": {"branch": "release/"},
    "a branch with a sign": {"branch": "release~1"},
    "a path that leaves the repository": {"path": "../dashboards"},
    "a hidden directory": {"path": ".grafana/dashboards"},
    "a letter that is not ASCII": {"path": "füße"},
    "a path with a sign": {"path": "a+b"},
    "a path with two slashes": {"path": "a//b"},
}


def request_body(settings: dict[str, Any]) -> Any:
    """Return the Repository resource that a build writes for these settings and one board."""
    values = {"url": GITHUB, "branch": "main", "path": "provisioning", "type": "github", **settings}
    seconds = int(values.pop("interval", "60s")[:-1])
    sync = GitSync(**{"connection": "", "seconds": seconds, **values})
    board = BoardResult(uid="b", title="B", place=Place(file="b.py"), text=b"{}")
    files = build_repository_files(
        [(BoardFolder(title="Shop", uid="shop"), board)], sync, lambda _: "shop"
    )
    (content,) = files.values()
    return yaml.safe_load(content)


def record(url: str, session: requests.Session) -> list[dict[str, Any]]:
    cases = []
    for name, settings in SETTINGS.items():
        body = request_body(settings)
        path = f"{url}/{API}/namespaces/default/repositories?dryRun=All&fieldValidation=Strict"
        answer = session.post(path, json=body, timeout=30)
        message = "" if answer.ok else answer.json()["message"]
        cases.append(
            {"about": name, "settings": {"url": GITHUB, **settings}, "request": body}
            | {"status": answer.status_code, "message": message}
        )
    return cases


def read_schema(url: str, session: requests.Session) -> dict[str, Any]:
    """Return the definitions to which the schema of a Repository refers, without descriptions."""
    document = session.get(f"{url}/openapi/v3/{API}", timeout=30).json()
    schemas = document["components"]["schemas"]
    names = [next(name for name in schemas if name.endswith("v0alpha1.Repository"))]
    del schemas[names[0]]["properties"]["status"]  # which only Grafana writes
    definitions: dict[str, Any] = {}
    for name in names:
        definitions[name.rpartition(".")[2]] = without_descriptions(schemas[name], names)
    return definitions


def without_descriptions(value: Any, names: list[str]) -> Any:
    """Return a schema without descriptions. Append the names of the definitions to which the schema
    refers to `names`.
    """
    if isinstance(value, list):
        return [without_descriptions(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        if name not in names:
            names.append(name)
        return {"$ref": f"#/$defs/{name.rpartition('.')[2]}"}
    return {
        key: without_descriptions(item, names)
        for key, item in value.items()
        if key != "default" and not key.startswith("x-kubernetes")
        if key != "description" or isinstance(item, dict)
    }


def main(url: str) -> None:
    with requests.Session() as session:
        session.auth = (os.environ.get("GRAFANA_USER", "admin"), os.environ["GRAFANA_PASSWORD"])
        recorded = {"schema": read_schema(url, session), "cases": record(url, session)}
    text = json.dumps(recorded, ensure_ascii=False, indent=1, sort_keys=True)
    RECORDING.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
