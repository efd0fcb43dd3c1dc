"""Record where a real Grafana draws the parts of panels, for tests/recordings/grafana-12.4/drawing.

    python scripts/record_drawing.py http://127.0.0.1:3000 http://127.0.0.1:9090

The first address is a Grafana with a default Prometheus data source of the uid `prometheus`, which
asks the Prometheus at the second address. The queries of `board.json` need no metrics. The name and
the password of Grafana's administrator are those of scripts/record_grafana.py. Chromium draws fonts
without hinting, as in the tests, because hinting changes the width of texts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import requests
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests/recordings/grafana-12.4/drawing"
SCRIPTS = ROOT / "tests/preview_page"
LOGIN = (os.environ.get("GRAFANA_USER", "admin"), os.environ.get("GRAFANA_PASSWORD", "admin"))
PANELS = 'section[data-testid^="data-testid Panel header"]'


def main() -> None:
    """Record the answers of Prometheus, and the boxes that Grafana draws."""
    grafana, prometheus = sys.argv[1:]
    board = json.loads((FOLDER / "board.json").read_bytes())
    record_answers(prometheus)
    sent = requests.post(
        f"{grafana}/api/dashboards/db",
        json={"dashboard": board, "overwrite": True},
        auth=LOGIN,
        timeout=30,
    )
    sent.raise_for_status()
    boxes = measure(f"{grafana}/d/{board['uid']}?kiosk")
    lines = [f" {json.dumps(name)}: {json.dumps(box)}" for name, box in boxes.items()]
    (FOLDER / "boxes.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def record_answers(prometheus: str) -> None:
    """Keep the answers that a preview of the board shows."""
    arguments = ["--prometheus", prometheus, "--record", str(FOLDER), "-o", "/dev/shm/drawing"]
    subprocess.run(["boardwright", "preview", str(FOLDER / "board.json"), *arguments], check=True)


def measure(address: str) -> dict[str, object]:
    """Return the texts and plots of the panels at an address."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"),
            args=["--no-sandbox", "--font-render-hinting=none"],
        )
        credentials = {"username": LOGIN[0], "password": LOGIN[1]}
        context = browser.new_context(
            viewport={"width": 1600, "height": 2000},
            timezone_id="UTC",
            http_credentials=credentials,
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
