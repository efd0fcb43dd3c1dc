"""`scripts/versions`: one place for versions, and newer releases from real git repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from support import ROOT

TAGS = {
    "prometheus/prometheus": ("v3.13.3", "v3.13.4", "v3.14.0", "v4.0.0-rc.1"),
    "prometheus/node_exporter": ("v1.12.1", "v1.9.9"),
    "google/cadvisor": ("v0.60.5",),
    "grafana/grafana": ("v12.4.10", "v12.4.9", "v13.3.1"),
}
COMPOSE = """\
services:
  prometheus:
    image: prom/prometheus:v3.13.3
  node-exporter:
    image: prom/node-exporter:v1.12.1
  cadvisor:
    image: ghcr.io/google/cadvisor:v0.60.5
  grafana:
    image: grafana/grafana:12.4.10
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a repository with the script and pins of the test."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "docs/how-to").mkdir(parents=True)
    shutil.copy(ROOT / "scripts/versions", tmp_path / "scripts")
    (tmp_path / "docker-compose.yml").write_text(COMPOSE)
    (tmp_path / "docs/how-to/stack.md").write_text("Grafana 12.4.10\n")
    return tmp_path


def run_versions(checkout: Path, *args: str) -> subprocess.CompletedProcess[str]:
    hosted = checkout / "hosted"
    config = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{hosted}/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/",
    }
    return subprocess.run(
        [checkout / "scripts/versions", *args],
        env=os.environ | config,
        capture_output=True,
        text=True,
    )


def host_repositories(checkout: Path) -> None:
    for name, tags in TAGS.items():
        folder = checkout / "hosted" / name
        identity = ("-c", "user.name=x", "-c", "user.email=x@localhost")
        subprocess.run(["git", "init", "-q", folder], check=True)
        git = ("git", "-C", folder, *identity)
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True)
        for tag in tags:
            subprocess.run([*git, "tag", tag], check=True)


def test_the_documents_have_the_versions_of_the_compose_file() -> None:
    result = subprocess.run([ROOT / "scripts/versions"], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_another_version_in_a_document_is_reported_and_corrected(checkout: Path) -> None:
    page = checkout / "docs/how-to/stack.md"
    page.write_text("Run it.\nGrafana 12.3.1 answers, cAdvisor 0.60.5 too.\n")
    result = run_versions(checkout)
    assert result.returncode == 1
    line = "docs/how-to/stack.md:2: Grafana 12.3.1, but docker-compose.yml has 12.4.10"
    assert result.stdout.splitlines()[-1] == line
    assert run_versions(checkout, "--write").returncode == 0
    assert page.read_text() == "Run it.\nGrafana 12.4.10 answers, cAdvisor 0.60.5 too.\n"


def test_newer_releases_are_listed_without_candidates(checkout: Path) -> None:
    """Versions compare by number: 12.4.9 is older than 12.4.10, and 1.9.9 than 1.12.1."""
    host_repositories(checkout)
    result = run_versions(checkout, "--newer")
    assert result.returncode == 1
    assert result.stdout.splitlines()[4:] == [
        "Prometheus     newest 3.14.0, same series 3.13.4",
        "Grafana        newest 13.3.1",
    ]


def test_a_repository_that_does_not_answer_is_an_error(checkout: Path) -> None:
    result = run_versions(checkout, "--newer")
    assert result.returncode == 2
    assert result.stderr.startswith("https://github.com/prometheus/prometheus: fatal:")


def test_every_image_of_the_compose_file_has_a_repository() -> None:
    result = subprocess.run([ROOT / "scripts/versions"], capture_output=True, text=True)
    assert len(result.stdout.splitlines()) == (ROOT / "docker-compose.yml").read_text().count(
        "image:"
    )
