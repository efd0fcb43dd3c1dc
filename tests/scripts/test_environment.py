"""`scripts/environment` explains why it failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support import ROOT


def set_up(python: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "scripts/environment", python, str(folder)],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_failed_download_is_reported_as_a_network_error(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9/simple"
    result = set_up(
        sys.executable,
        tmp_path / "venv",
        PIP_INDEX_URL=nowhere,
        PIP_RETRIES="0",
        PIP_NO_CACHE_DIR="1",
        PIP_CONFIG_FILE=os.devnull,
    )
    assert result.returncode == 2
    last = result.stderr.splitlines()[-1]
    assert last.startswith("environment: the package index cannot be reached: check the network")


def test_a_python_that_is_too_old_is_reported(tmp_path: Path) -> None:
    result = set_up("/bin/false", tmp_path / "venv")
    assert result.returncode == 2
    assert "is not Python 3.11 or later" in result.stderr
