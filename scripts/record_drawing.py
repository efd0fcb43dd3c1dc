"""Record where a real Grafana draws the parts of panels: graphs (`drawing`), or gauges, stats,
tables and pies (`values`), both folders of tests/recordings/grafana-12.4.

    python scripts/record_drawing.py http://127.0.0.1:3000 http://127.0.0.1:9090 values

The first URL is a Grafana with a default Prometheus data source with the uid `prometheus`, which
queries the Prometheus at the second URL. The queries of `board.json` need no metrics. Name and
password of Grafana's administrator are passed as for scripts/record_grafana.py. Chromium draws
fonts without hinting, as in the tests, because hinting changes the width of texts.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import requests
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
RECORDINGS = ROOT / "tests/recordings/grafana-12.4"
SCRIPTS = ROOT / "tests/preview_page"
LOGIN = (os.environ.get("GRAFANA_USER", "admin"), os.environ.get("GRAFANA_PASSWORD", "admin"))
PANELS = 'section[data-testid^="data-testid Panel header"]'


def main() -> None:
    """Record the answers of Prometheus, and the positions at which Grafana draws texts and
    plots."""
    grafana, prometheus, name = sys.argv[1:]
    folder = RECORDINGS / name
    board = json.loads((folder / "board.json").read_bytes())
    record_answers(prometheus, folder)
    sent = requests.post(
        f"{grafana}/api/dashboards/db",
        json={"dashboard": board, "overwrite": True},
        auth=LOGIN,
        timeout=30,
    )
    sent.raise_for_status()
    boxes = measure(f"{grafana}/d/{board['uid']}?kiosk")
    lines = [f" {json.dumps(name)}: {json.dumps(box)}" for name, box in boxes.items()]
    (folder / "boxes.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def record_answers(prometheus: str, folder: Path) -> None:
    """Save the answers of Prometheus that a preview of the board uses."""
    arguments = ["--prometheus", prometheus, "--record", str(folder), "-o", "/dev/shm/drawing"]
    subprocess.run(["boardwright", "preview", str(folder / "board.json"), *arguments], check=True)


def measure(address: str) -> dict[str, object]:
    """Return the texts and plots of the panels on the page at a URL, with their positions."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"),
            args=["--no-sandbox", "--font-render-hinting=none"],
        )
        login = base64.b64encode(":".join(LOGIN).encode()).decode()
        context = browser.new_context(
            viewport={"width": 1600, "height": 2000},
            timezone_id="UTC",
            extra_http_headers={"Authorization": f"Basic {login}"},
        )
        page = context.new_page()
        page.add_init_script(path=SCRIPTS / "keep_canvas_texts.js")
        page.goto(address)
        page.wait_for_timeout(15_000)
        boxes: dict[str, object] = page.evaluate(
            (SCRIPTS / "measure_panels.js").read_text(), PANELS
        )
        browser.close()
        return boxes


if __name__ == "__main__":
    main()
