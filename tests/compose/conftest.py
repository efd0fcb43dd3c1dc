"""Machines to run the stack's scripts on."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from compose.machine import DOCKER, TOOLS, Machine
from support import ROOT


@pytest.fixture
def bare_machine(tmp_path: Path) -> Machine:
    """A machine without Docker."""
    root = tmp_path / "machine"
    shutil.copytree(ROOT / "scripts", root / "scripts")
    shutil.copy(ROOT / "docker-compose.yml", root)
    (root / "provisioning/prometheus").mkdir(parents=True)
    (root / "provisioning/prometheus/prometheus.yml").write_text("global: {}\n")
    (root / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None, f"{tool} is not on this machine"
        (root / "bin" / tool).symlink_to(os.path.realpath(found))
    return Machine(root=root)


@pytest.fixture
def machine(bare_machine: Machine) -> Machine:
    """A machine with Docker, which starts nothing."""
    bare_machine.install("bin/docker", DOCKER)
    return bare_machine
