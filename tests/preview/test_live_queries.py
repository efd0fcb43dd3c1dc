"""Live data, from a real Prometheus that scrapes itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from preview.helpers import model_of, panels_of, stub_bundle
from stack.servers import Prometheus, free_port, running, wait_until
from support import TOML, MakeProject, Run, files_of, server_program

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("stack")]

VARIABLE = {
    "name": "quantile",
    "type": "query",
    "query": "label_values(go_gc_duration_seconds, quantile)",
    "regex": "/0\\.(?:25|5|75)/",
    "sort": 3,
}
BOARD = {
    "title": "Live",
    "uid": "live",
    "templating": {"list": [VARIABLE]},
    "annotations": {"list": [{"name": "Up", "expr": "up", "step": "2s", "textFormat": "{{job}}"}]},
    "panels": [
        {"id": 1, "type": "timeseries", "targets": [{"refId": "A", "expr": "up"}]},
        {
            "id": 2,
            "type": "table",
            "targets": [{"refId": "A", "expr": "up", "instant": True, "format": "table"}],
        },
        {"id": 3, "type": "stat", "targets": [{"refId": "A", "expr": "sum(up"}]},
        {
            "id": 4,
            "type": "timeseries",
            "targets": [
                {"refId": "A", "expr": 'go_gc_duration_seconds{quantile="$quantile"}'},
            ],
        },
    ],
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    folder = tmp_path_factory.mktemp("prometheus")
    address = f"127.0.0.1:{free_port()}"
    job = {"job_name": "self", "static_configs": [{"targets": [address]}]}
    config = {"global": {"scrape_interval": "1s"}, "scrape_configs": [job]}
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    command = [
        server_program("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
        "--log.level=error",
    ]
    with running(command, folder / "log"):
        found = Prometheus(url=f"http://{address}")
        found.wait_until_ready()
        wait_until(lambda: found.query("count_over_time(up[1m]) > 12"), 90, "scrapes")
        yield found


def test_queries_run_and_a_refused_query_is_shown_with_the_error(
    make_project: MakeProject, run: Run, server: Prometheus, tmp_path: Path
) -> None:
    env = stub_bundle(tmp_path / "bundle")
    toml = TOML.replace("http://prometheus:9090", server.url)
    root = make_project({"dashboards/live.json": json.dumps(BOARD)}, toml=toml)
    args = ("preview", "--data", "live", "--range", "1m", "-o", "live")
    result = run(*args, "--record", "recordings", cwd=root, env=env)
    assert (result.returncode, result.stderr) == (0, "")
    model = model_of((root / "live/live.html").read_text())
    panels = panels_of(model)
    instance = server.url.removeprefix("http://")
    labels = {"__name__": "up", "instance": instance, "job": "self"}
    (line,) = model["results"][panels["1"]["queries"][0]["result"]]["frames"]
    assert line["schema"]["fields"][1]["labels"] == labels
    assert set(line["data"]["values"][1]) == {1}
    (table,) = model["results"][panels["2"]["queries"][0]["result"]]["frames"]
    assert [column[0] for column in table["data"]["values"][1:]] == ["up", instance, "self", 1]
    refused = panels["3"]["queries"][0]
    assert refused["result"] is None
    assert refused["error"].startswith("bad_data: ")
    assert [s["variables"][0]["text"] for s in model["selections"]] == ["0.25", "0.5", "0.75"]
    assert panels["4"]["queries"][0]["sent"] == 'go_gc_duration_seconds{quantile="0.25"}'
    (_, up) = model["selections"][0]["annotations"]
    (marks,) = model["results"][up["query"]["result"]]["frames"]
    starts, ends, _, texts, _ = marks["data"]["values"]
    assert texts == ["self"]
    assert ends[0] - starts[0] >= 4_000
    _shows_the_recording(root, run, env)


def _shows_the_recording(root: Path, run: Run, env: dict[str, str]) -> None:
    """Pages of recorded answers need no server, and have the same bytes each time."""
    offline = (root / "boardwright.toml").read_text().replace("http://127", "http://0.0.0.0/127")
    (root / "boardwright.toml").write_text(offline)
    for name in ("one", "two"):
        result = run("preview", "-o", name, cwd=root, env=env)
        assert (result.returncode, result.stderr) == (0, "")
    assert files_of(root / "one") == files_of(root / "two")
    live = model_of((root / "live/live.html").read_text())
    kept = model_of((root / "one/live.html").read_text())
    assert kept["data"] == "recorded"
    assert kept["range"] == live["range"]
    assert kept["selections"] == live["selections"]
    assert kept["results"].keys() == live["results"].keys()
