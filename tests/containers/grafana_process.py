"""Runs the stand-in for Grafana as the program of a container: `python grafana_process.py`.

It reads the settings in `docker-compose.yml`: address, password of the admin, and the provisioning
folder with data sources and boards. It stores its contents in `/var/lib/grafana`.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import yaml

from standin.server import stand_in
from standin.store import Store
from standin.values import Answer, Board, Folder, Request

SAVED = Path("/var/lib/grafana/contents.pickle")
METRICS = Path("/srv/metrics")
SOURCE = "/api/datasources/uid/"


def main() -> None:
    """Serve until the container is stopped."""
    setting = os.environ.__getitem__
    provisioning = Path(setting("GF_PATHS_PROVISIONING"))
    store = Store(password=setting("GF_SECURITY_ADMIN_PASSWORD"))
    if SAVED.exists():
        store.folders, store.boards = pickle.loads(SAVED.read_bytes())
        skip_ids(store)
    read_boards(store, provisioning)
    sources = read_sources(provisioning)
    address = (setting("GF_SERVER_HTTP_ADDR"), int(setting("GF_SERVER_HTTP_PORT")))
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    with stand_in(address=address, store=store) as running:
        running.before = lambda request: answer_first(request, sources)
        running.after = lambda request, answer: save(store, request, answer)
        stopped.wait()


def read_boards(store: Store, provisioning: Path) -> None:
    """Load the boards of the file providers, and release the boards of removed providers."""
    for board in store.boards.values():
        board.file = None
    for path in provisioning.glob("dashboards/*.yaml"):
        for provider in yaml.safe_load(path.read_text())["providers"]:
            for file in sorted(Path(provider["options"]["path"]).glob("*.json")):
                hold(store, json.loads(file.read_text()), provider, file.name)


def hold(store: Store, body: dict[str, Any], provider: dict[str, Any], file: str) -> None:
    """Store a board of a file in the folder that its provider names."""
    uid, folder = body["uid"], provider["folderUid"]
    if folder and folder not in store.folders:
        store.folders[folder] = Folder(id=store.new_id(), uid=folder, title=provider["folder"])
    board = store.boards.setdefault(uid, Board(id=store.new_id(), uid=uid, folder=folder))
    board.file = file
    board.versions.append((body, ""))


def skip_ids(store: Store) -> None:
    """Set the counter of ids so that it continues after those of earlier runs."""
    for _ in [*store.folders, *store.boards]:
        store.new_id()


def read_sources(provisioning: Path) -> dict[str, dict[str, Any]]:
    """Return the data sources of the provisioning files, by uid."""
    files = provisioning.glob("datasources/*.yaml")
    lists = [yaml.safe_load(path.read_text())["datasources"] for path in files]
    return {source["uid"]: source for sources in lists for source in sources}


def answer_first(request: Request, sources: dict[str, dict[str, Any]]) -> Answer | None:
    """Answer requests for metrics and data sources. A data source is healthy if its server is."""
    if request.path == "/metrics":
        return Answer(raw=METRICS.read_bytes(), content_type="text/plain; version=0.0.4")
    uid, _, rest = request.path.removeprefix(SOURCE).partition("/")
    if not request.path.startswith(SOURCE) or uid not in sources:
        return None
    if rest == "health":
        with urlopen(f"{sources[uid]['url']}/-/ready", timeout=5) as answer:
            return Answer(body={"status": "OK", "message": answer.read().decode()})
    return Answer(body=sources[uid])


def save(store: Store, request: Request, answer: Answer) -> Answer:
    """Write the contents to the volume after each request that changes them."""
    if request.method != "GET":
        new = SAVED.with_suffix(".new")
        new.write_bytes(pickle.dumps((store.folders, store.boards)))
        new.replace(SAVED)
    return answer


if __name__ == "__main__":
    sys.exit(main())
