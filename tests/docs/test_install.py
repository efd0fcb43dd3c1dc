"""Installing works as docs/how-to/install.md describes, and the page is the only one about it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from boardwright import __version__
from support import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_no_page_describes_an_install_from_the_package_index() -> None:
    files = [*PAGES, *(ROOT / "docs/how-to/ci").iterdir()]
    found = [
        p
        for p in files
        if re.search(r"^\W*(- run: )?pip install [\"']?boardwright\b(?!-)", p.read_text(), re.M)
    ]
    assert found == []


def test_the_wheel_has_the_name_on_the_page() -> None:
    name = f"boardwright-{__version__}-py3-none-any.whl"
    assert name in (ROOT / "docs/how-to/install.md").read_text()
    assert name in (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a wheel and a source distribution of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return folder


@pytest.mark.slow
def test_the_command_runs_from_the_wheel(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); from boardwright.cli import main; main()"
    )
    for words in (["new", "shop"], ["build"]):
        cwd = tmp_path if words[0] == "new" else tmp_path / "shop"
        result = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "site"), *words],
            cwd=cwd,
            capture_output=True,
            text=True,
        )
        assert result.returncode == 0, result.stderr
    assert (tmp_path / "shop/provisioning/prometheus/prometheus.yml").exists()


@pytest.mark.slow
def test_the_distributions_contain_only_sources(built: Path) -> None:
    (wheel,), (source,) = built.glob("*.whl"), built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    top = {name.partition("/")[0] for name in names}
    wanted = {"src", "docs", "README.md", "LICENSE", "CHANGELOG.md", "hatch_build.py"}
    assert top == wanted | {"pyproject.toml", "PKG-INFO", ".gitignore"}
    with zipfile.ZipFile(wheel) as archive:
        names |= set(archive.namelist())
    assert [
        name for name in names if re.search(r"__pycache__|\.pyc|_cache/|node_modules", name)
    ] == []


@pytest.mark.slow
def test_the_readme_on_the_package_index_has_no_broken_link(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        text = archive.read(name).decode()
    assert "# boardwright" in text
    assert re.findall(r"\]\((?!https://|#)[^)]*\)", text) == []
    assert "Project-URL: grafanalib, https://github.com/weaveworks/grafanalib" in text


def test_links_of_a_released_readme_lead_to_the_repository() -> None:
    """Each relative link of the README names a file that the tag has."""
    code = (
        "from hatchling.metadata.core import ProjectMetadata\n"
        "from hatchling.plugin.manager import PluginManager\n"
        "core = ProjectMetadata('.', PluginManager()).core\n"
        "print(core.urls['Changelog'], core.readme, sep='\\n')\n"
    )
    address = "https://git.example.org/us/boardwright"
    command = [sys.executable, "-c", code]
    environment = os.environ | {"BOARDWRIGHT_REPOSITORY": f"{address}/"}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    changelog, _, readme = result.stdout.partition("\n")
    assert changelog == f"{address}/blob/v{__version__}/CHANGELOG.md"
    assert re.findall(r"\]\((?!https://|#)[^)]*\)", readme) == []
    links = re.findall(rf"\]\({address}/(blob|raw)/v{re.escape(__version__)}/([^)#]*)", readme)
    assert ("raw", "docs/pictures/node.png") in links
    assert ("blob", "docs/how-to/install.md") in links
    assert [path for _, path in links if not (ROOT / path).exists()] == []
