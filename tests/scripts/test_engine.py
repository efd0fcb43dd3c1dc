"""`scripts/engine` and the tests' engine: the messages of machines that cannot have one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from containers import engine
from machines import add_program, bare_machine
from support import ROOT

TOOLS = ("sh", "uname", "mkdir", "mktemp", "rm", "cat", "id")


def run_script(machine: Path, tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "scripts/engine", tmp_path / "engine", tmp_path / "environment"],
        env={"PATH": str(machine), **env},
        capture_output=True,
        text=True,
    )


def test_a_machine_without_debian_packages_is_reported_and_fails_only_in_ci(
    tmp_path: Path,
) -> None:
    machine = bare_machine(tmp_path, TOOLS)
    result = run_script(machine, tmp_path)
    assert result.returncode == 0
    assert "cannot be downloaded. Tests with containers are skipped." in result.stderr
    assert run_script(machine, tmp_path, CI="true").returncode == 1
    assert list((tmp_path / "engine").iterdir()) == []


def test_an_unsupported_machine_does_not_fail_in_ci(tmp_path: Path) -> None:
    machine = bare_machine(tmp_path, ("sh",))
    add_program(machine / "uname", "#!/bin/sh\necho Linux aarch64\n")
    result = run_script(machine, tmp_path, CI="true")
    assert result.returncode == 0
    assert "supports only Linux on x86_64" in result.stderr


def test_a_user_without_root_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.skip.Exception, match="only root can start a Docker engine"):
        engine.need_engine()


@pytest.mark.parametrize(("ci", "outcome"), [("true", "Failed"), ("", "Skipped")])
def test_a_missing_engine_fails_only_in_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ci: str, outcome: str
) -> None:
    monkeypatch.setattr(engine, "find_obstacle", lambda: None)
    monkeypatch.setattr(engine, "HOME", tmp_path)
    monkeypatch.setenv("CI", ci)
    kind = {"Failed": pytest.fail.Exception, "Skipped": pytest.skip.Exception}[outcome]
    with pytest.raises(kind, match="has no Docker engine; `make test` brings it"):
        engine.need_engine()
