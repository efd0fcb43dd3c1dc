"""Fixtures: machines on which the scripts of the stack run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compose.machine import DOCKER, TOOLS, Machine
from machines import bare_machine
from support import ROOT


@pytest.fixture
def machine_without_docker(tmp_path: Path) -> Machine:
    """Return a machine without Docker."""
    root = tmp_path / "machine"
    shutil.copytree(ROOT / "scripts", root / "scripts")
    shutil.copy(ROOT / "docker-compose.yml", root)
    (root / "provisioning/prometheus").mkdir(parents=True)
    (root / "provisioning/prometheus/prometheus.yml").write_text("global: {}\n")
    bare_machine(root, TOOLS)
    return Machine(root=root)


@pytest.fixture
def machine(machine_without_docker: Machine) -> Machine:
    """Return a machine with a `docker` command that starts nothing."""
    machine_without_docker.install("bin/docker", DOCKER)
    return machine_without_docker
