"""`boardwright new --grafana URL` writes the data source that the server has."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from standin.server import StandIn
from support import TOKEN, Run


def settings(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "boardwright.toml").read_text())


def test_the_uid_is_read_from_the_server_and_a_deploy_succeeds(
    server: StandIn, run: Run, tmp_path: Path
) -> None:
    server.store.data_sources[:] = [
        ("L1", "Logs", "loki"),
        ("P1", 'Mimir "live"', "prometheus"),
        ("P2", "Second", "grafana-amazonprometheus-datasource"),
    ]
    env = {"GRAFANA_TOKEN": TOKEN}
    result = run("new", "shop", "--grafana", f"{server.url}/", cwd=tmp_path, env=env)
    assert result.returncode == 0, result.stderr
    written = settings(tmp_path / "shop")
    assert written["grafana"] == {"url": server.url}
    (source,) = written["datasources"]
    assert (source["uid"], source["name"], source["type"]) == ("P1", 'Mimir "live"', "prometheus")
    assert (
        "which also has the data sources Second (P2)"
        in (tmp_path / "shop/boardwright.toml").read_text()
    )
    assert run("build", cwd=tmp_path / "shop").returncode == 0
    assert run("deploy", "--yes", cwd=tmp_path / "shop", env=env).returncode == 0


def test_the_default_data_source_is_preferred(server: StandIn, run: Run, tmp_path: Path) -> None:
    server.store.data_sources.insert(0, ("P0", "Another", "prometheus"))
    run("new", "shop", "--grafana", server.url, cwd=tmp_path, env={"GRAFANA_TOKEN": TOKEN})
    assert settings(tmp_path / "shop")["datasources"][0]["uid"] == "prometheus"


def test_a_grafana_without_prometheus_writes_nothing(
    server: StandIn, run: Run, tmp_path: Path
) -> None:
    server.store.data_sources[:] = [("L1", "Logs", "loki")]
    result = run("new", "shop", "--grafana", server.url, cwd=tmp_path, env={"GRAFANA_TOKEN": TOKEN})
    assert result.returncode == 2
    assert 'no data source for PromQL. Its data sources: "Logs" (loki)' in result.stderr
    assert not (tmp_path / "shop").exists()


def test_missing_credentials_and_an_invalid_address_are_reported(
    server: StandIn, run: Run, tmp_path: Path
) -> None:
    env = {"GRAFANA_TOKEN": ""}
    result = run("new", "shop", "--grafana", server.url, cwd=tmp_path, env=env)
    assert (result.returncode, "GRAFANA_TOKEN" in result.stderr) == (2, True)
    result = run("new", "shop", "--grafana", "grafana.example.org", cwd=tmp_path)
    assert "it must begin with http:// or https://" in result.stderr
    assert not (tmp_path / "shop").exists()


def test_without_a_grafana_the_file_explains_where_to_find_the_uid(
    run: Run, tmp_path: Path
) -> None:
    assert run("new", "shop", cwd=tmp_path).returncode == 0
    text = (tmp_path / "shop/boardwright.toml").read_text()
    assert ".../connections/datasources/edit/UID" in text
    assert 'uid = "prometheus"\n' in text
