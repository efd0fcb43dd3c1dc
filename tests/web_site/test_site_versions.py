"""The site of all versions, as the release workflow builds it with mike."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from real_browser import BUNDLE
from support import ROOT

from .conftest import serve


def git(*args: str, cwd: Path) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    ran = subprocess.run(["git", *identity, *args], cwd=cwd, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def add_version(clone: Path, version: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "scripts/site-version", version], cwd=clone, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def versions(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the files of the branch gh-pages after the releases 0.1.4 and 0.2.0."""
    clone = tmp_path_factory.mktemp("site") / "clone"
    git("clone", "-q", "--shared", str(ROOT), str(clone), cwd=ROOT)
    git("config", "user.name", "a", cwd=clone)
    git("config", "user.email", "a@example.org", cwd=clone)
    (clone / ".venv").symlink_to(ROOT / ".venv")
    bundle = clone / BUNDLE.relative_to(ROOT)
    bundle.mkdir(exist_ok=True)
    for file in BUNDLE.iterdir():
        (bundle / file.name).write_bytes(file.read_bytes())
    for version in ("v0.1.4", "0.2.0"):
        ran = add_version(clone, version)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    assert add_version(clone, "newest").returncode == 2
    pages = clone.parent / "pages"
    git("worktree", "add", "-q", str(pages), "gh-pages", cwd=clone)
    return pages


@pytest.fixture
def address_of_versions(versions: Path) -> Iterator[str]:
    with serve(versions) as url:
        yield url


def test_each_release_has_a_folder_and_the_newest_is_latest(versions: Path) -> None:
    listed = json.loads((versions / "versions.json").read_text())
    assert [(each["version"], each["aliases"]) for each in listed] == [
        ("0.2", ["latest"]),
        ("0.1", []),
    ]
    assert {"0.1", "0.2", "latest"} <= {each.name for each in versions.iterdir()}
    assert "latest/" in (versions / "index.html").read_text()


def test_a_page_lists_the_versions(browser: Browser, address_of_versions: str) -> None:
    page = browser.new_page()
    page.goto(f"{address_of_versions}/")
    page.wait_for_selector(".md-version__current")
    assert page.url == f"{address_of_versions}/latest/"
    links = page.locator(".md-version__link")
    assert links.all_text_contents() == ["0.2", "0.1"]
    page.close()
