"""Record how a real Grafana migrates old boards and panels, for tests/recordings/grafana-12.4.

    python scripts/record_grafana.py http://127.0.0.1:3000 [NAME ...]

The script needs a Grafana without boards, its administrator's name and password in GRAFANA_USER and
GRAFANA_PASSWORD (default: admin), and a default Prometheus data source with the uid `prometheus`.
Each file in `migrations` contains a board and Grafana's answer: the board is created as v0alpha1
and read as v1beta1. Each file in `panels` contains panels and the JSON that the web interface saves
for them, which needs Chromium (its path in CHROMIUM). A NAME is the name of a file without `.json`.
Without NAME, all files are recorded.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Page, sync_playwright

RECORDINGS = Path(__file__).parents[1] / "tests/recordings/grafana-12.4"
LOGIN = (os.environ.get("GRAFANA_USER", "admin"), os.environ.get("GRAFANA_PASSWORD", "admin"))
API = "apis/dashboard.grafana.app/{}/namespaces/default/dashboards"
OWN_KEYS = frozenset({"gridPos", "id", "title"})
"""Keys of a saved panel that this script itself sets, so that they are not recorded."""

PANELS_OF_A_BOARD = 40
COLLECT_PANELS = """() => {
  const seen = new Set(), found = [];
  const visit = (value) => {
    if (!value || typeof value !== "object" || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) return value.forEach(visit);
    if (!value.state || typeof value.activate !== "function") return;
    if (typeof value.state.pluginId === "string" && value.getPlugin) found.push(value);
    Object.entries(value.state).forEach(([key, inner]) => key.startsWith("$") || visit(inner));
  };
  visit(window.__grafanaSceneContext.state.body);
  found.forEach((panel) => panel.isActive || panel.activate());
  window.recordedPanels = found;
}"""
"""Loads the plugin of every panel, including panels that are not visible."""


def main() -> None:
    url, *names = sys.argv[1:]
    grafana = Grafana(url.rstrip("/"))
    for file in sorted((RECORDINGS / "migrations").glob("*.json")):
        if not names or file.stem in names:
            record_migration(grafana, file)
    files = [
        f for f in sorted((RECORDINGS / "panels").glob("*.json")) if not names or f.stem in names
    ]
    if files:
        record_all_panels(grafana, files)


class Grafana:
    """A Grafana in which boards are created for a recording, and deleted afterwards."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.auth = LOGIN

    def create(self, name: str, spec: dict[str, Any]) -> None:
        self.delete(name)
        body = {"metadata": {"name": name}, "spec": spec}
        answer = self.session.post(self.address("v0alpha1"), json=body)
        answer.raise_for_status()

    def read(self, name: str, version: str) -> dict[str, Any]:
        answer = self.session.get(f"{self.address(version)}/{name}")
        answer.raise_for_status()
        spec: dict[str, Any] = answer.json()["spec"]
        return spec

    def delete(self, name: str) -> None:
        self.session.delete(f"{self.address('v0alpha1')}/{name}")

    def address(self, version: str) -> str:
        return f"{self.url}/{API.format(version)}"


def record_migration(grafana: Grafana, file: Path) -> None:
    record = json.loads(file.read_text())
    grafana.create(f"step-{file.stem}", record["board"])
    record["v1beta1"] = grafana.read(f"step-{file.stem}", "v1beta1")
    grafana.delete(f"step-{file.stem}")
    write(file, record)


def record_all_panels(grafana: Grafana, files: list[Path]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"]
        )
        context = browser.new_context(viewport={"width": 1600, "height": 1200})
        user, password = LOGIN
        context.request.post(f"{grafana.url}/login", data={"user": user, "password": password})
        page = context.new_page()
        for file in files:
            record_panels(grafana, page, file)
        browser.close()


def record_panels(grafana: Grafana, page: Page, file: Path) -> None:
    record = json.loads(file.read_text())
    cases = record["cases"]
    for start in range(0, len(cases), PANELS_OF_A_BOARD):
        part = cases[start : start + PANELS_OF_A_BOARD]
        name = f"{file.stem}-{start}"
        grafana.create(name, board_of(part, record["schemaVersion"]))
        saved = {panel["id"]: panel for panel in saved_model(grafana, page, name)["panels"]}
        grafana.delete(name)
        for number, case in enumerate(part, start=1):
            panel = saved[number]
            case["saved"] = {key: panel[key] for key in panel if key not in OWN_KEYS}
    write(file, record)


def board_of(cases: list[dict[str, Any]], version: int) -> dict[str, Any]:
    datasource = {"type": "prometheus", "uid": "prometheus"}
    panels = [
        {
            "datasource": datasource,
            **case["panel"],
            "id": number,
            "title": case["case"],
            "gridPos": {"x": number % 4 * 6, "y": number // 4 * 4, "w": 6, "h": 4},
        }
        for number, case in enumerate(cases, start=1)
    ]
    return {"title": "Recorded", "schemaVersion": version, "panels": panels}


def saved_model(grafana: Grafana, page: Page, name: str) -> dict[str, Any]:
    """Return the board as the web interface would save it."""
    page.goto(f"{grafana.url}/d/{name}?from=now-5m&to=now", wait_until="domcontentloaded")
    page.wait_for_function(f"window.__grafanaSceneContext?.state?.uid === '{name}'")
    page.wait_for_timeout(1000)
    page.evaluate(COLLECT_PANELS)
    page.wait_for_function("window.recordedPanels.every((panel) => panel.getPlugin())")
    page.wait_for_timeout(500)
    model: dict[str, Any] = page.evaluate(
        "() => JSON.parse(JSON.stringify(window.__grafanaSceneContext.getSaveModel()))"
    )
    return model


def write(file: Path, record: dict[str, Any]) -> None:
    file.write_text(json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
