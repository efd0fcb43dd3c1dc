"""The image of `Dockerfile`: built from a base made here, and used as a CI job uses it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import re2

from containers.engine import Engine
from containers.images import Tree
from support import BOARD, ROOT, TOML

pytestmark = [pytest.mark.xdist_group("engine"), pytest.mark.real]

BASE = "boardwright-base:test"
IMAGE = "boardwright:test"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the Dockerfile and the wheels of boardwright and its dependencies."""
    context = tmp_path_factory.mktemp("context")
    for name in ("Dockerfile", ".dockerignore"):
        shutil.copy(ROOT / name, context)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d"]
    subprocess.run([*command, str(context / "dist")], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (context / "dist").glob("*.whl")
    command = [sys.executable, "-m", "pip", "download", "-q", "-d", str(context / "dist")]
    result = subprocess.run([*command, str(wheel)], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return context


@pytest.fixture(scope="module")
def image(engine: Engine, wheels: Path) -> str:
    tree = Tree()
    python = tree.add_python()
    tree.link("/bin/python3", python)
    tree.add_libraries([Path(re2._re2.__file__)])  # libstdc++, which images of Python contain
    tree.load(engine, BASE)
    flags = ("--build-arg", f"BASE={BASE}", "--build-arg", "PIP_NO_INDEX=1", "--network=none")
    result = subprocess.run(
        ["docker", "build", "--quiet", *flags, "--tag", IMAGE, str(wheels)],
        env=engine.environ | {"DOCKER_BUILDKIT": "0"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return IMAGE


@pytest.fixture
def job(engine: Engine, image: str, tmp_path: Path) -> Path:
    """Return a project of the user 1000, as a CI job has one."""
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards/demo.py").write_text(BOARD)
    (tmp_path / "boardwright.toml").write_text(TOML)
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.chown(path, 1000, 1000)
    return tmp_path


def run_job(
    engine: Engine, job: Path, *words: str, user: str = "1000:1000"
) -> subprocess.CompletedProcess[str]:
    """Run a command of the image on a project, with a read-only root and without a network."""
    flags = ("--rm", "--read-only", "--tmpfs", "/tmp", "--network=none", "--user", user)
    return engine.docker("run", *flags, "--volume", f"{job}:/work", IMAGE, *words)


def test_the_image_builds_and_checks_boards_as_the_jobs_user(engine: Engine, job: Path) -> None:
    built = run_job(engine, job, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    board = job / "provisioning/dashboards/demo/demo.json"
    assert json.loads(board.read_text())["uid"] == "demo"
    assert board.stat().st_uid == 1000
    assert run_job(engine, job, "build", "--check").returncode == 0
    checked = run_job(engine, job, "check", "--format", "json")
    assert json.loads(checked.stdout)["problems"] == []


def test_the_image_runs_without_root_by_default(engine: Engine, image: str) -> None:
    config = json.loads(engine.docker("image", "inspect", image).stdout)[0]["Config"]
    assert config["User"] == "65532:65532"
    assert config["Entrypoint"] == ["boardwright"]
    helped = engine.docker("run", "--rm", "--network=none", image)
    assert helped.returncode == 0
    assert helped.stdout.startswith("Usage: boardwright")


def test_the_image_has_no_compiler_and_no_installer(engine: Engine, image: str) -> None:
    """`docker export` lists every file of a container of the image."""
    name = engine.docker("create", image).stdout.strip()
    exported = subprocess.Popen(
        ["docker", "export", name], env=engine.environ, stdout=subprocess.PIPE
    )
    listed = subprocess.run(
        ["tar", "-t"], stdin=exported.stdout, capture_output=True, text=True, check=True
    )
    exported.wait()
    engine.docker("rm", name)
    files = listed.stdout.splitlines()
    assert "opt/boardwright/bin/boardwright" in files
    programs = {path.rpartition("/")[2] for path in files if "/bin/" in f"/{path}"}
    assert not programs & {"cc", "gcc", "g++", "clang", "ld", "make", "pip", "pip3"}
