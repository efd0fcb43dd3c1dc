"""`scripts/browser`: one Chromium from npm by its hash, else the machine's own."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from machines import add_program, bare_machine
from support import ROOT

TOOLS = (
    "sh", "dirname", "mktemp", "rm", "mkdir", "id", "cat", "chmod", "tr", "env", "tar", "gzip",
    "grep", "sha512sum", "cp",
)  # fmt: skip
NODE = '#!/bin/sh\n[ $# = 4 ] && cp "$3" "$4"\nexit 0\n'
NPM = '#!/bin/sh\necho "npm $*" >>"$LOG"\ncp "$PACKED" chromium.tgz && echo chromium.tgz\n'
CHROMIUM = '#!/bin/sh\necho "pinned $* $LC_ALL $FONTCONFIG_FILE"\n'

Browser = Callable[..., "subprocess.CompletedProcess[str]"]


def make_package() -> bytes:
    """Return a package like ours: a program, and archives of its libraries."""
    empty = io.BytesIO()
    tarfile.open(fileobj=empty, mode="w").close()
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        for name in ("chromium", "al2023.tar", "fonts.tar", "swiftshader.tar"):
            content = CHROMIUM.encode() if name == "chromium" else empty.getvalue()
            entry = tarfile.TarInfo(f"package/bin/{name}.br")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return whole.getvalue()


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Return the folder of programs of a machine with npm; the script pins the packed Chromium."""
    folder = bare_machine(tmp_path, TOOLS)
    add_program(folder / "uname", "#!/bin/sh\necho Linux x86_64\n")
    add_program(folder / "node", NODE)
    add_program(folder / "npm", NPM)
    (tmp_path / "chromium.tgz").write_bytes(make_package())
    pinned = hashlib.sha512((tmp_path / "chromium.tgz").read_bytes()).hexdigest()
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/node.sh", tmp_path / "scripts")
    script = (ROOT / "scripts/browser").read_text()
    script = re.sub("(?m)^SHA512=.*", f"SHA512={pinned}", script)
    add_program(tmp_path / "scripts/browser", script)
    return folder


@pytest.fixture
def browser(machine: Path, tmp_path: Path) -> Browser:
    def run(**env: str) -> subprocess.CompletedProcess[str]:
        paths = {"LOG": str(tmp_path / "log"), "PACKED": str(tmp_path / "chromium.tgz")}
        return subprocess.run(
            [tmp_path / "scripts/browser", tmp_path / "browser", tmp_path / "venv"],
            env={"PATH": str(machine), **paths, **env},
            capture_output=True,
            text=True,
        )

    return run


def test_the_pinned_chromium_is_downloaded_once(
    machine: Path, browser: Browser, tmp_path: Path
) -> None:
    add_program(machine / "chromium", "#!/bin/sh\n")
    for _ in range(2):
        result = browser(CI="true")
        assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "log").read_text() == "npm pack --silent @sparticuz/chromium@153.0.0\n"
    message = subprocess.run(
        [tmp_path / "browser/bin/chromium", "--version"],
        env={"PATH": str(machine), "LC_ALL": "C"},
        capture_output=True,
        text=True,
    ).stdout
    fonts = tmp_path / "browser/pinned/fonts.conf"
    assert message == f"pinned --version en_US.UTF-8 {fonts}\n"
    assert fonts.exists()


def test_a_package_with_another_hash_is_not_run(
    machine: Path, browser: Browser, tmp_path: Path
) -> None:
    add_program(machine / "chromium", "#!/bin/sh\n")
    with (tmp_path / "chromium.tgz").open("ab") as file:
        file.write(b"more")
    result = browser()
    assert result.returncode == 0
    assert "differs from the pinned hash" in result.stderr
    assert not (tmp_path / "browser/bin/chromium").exists()


@pytest.mark.parametrize("lacking", ["node", "uname"])
def test_the_installed_chromium_is_used_if_the_pinned_one_cannot_run(
    machine: Path, browser: Browser, tmp_path: Path, lacking: str
) -> None:
    add_program(machine / "chromium", "#!/bin/sh\n")
    add_program(machine / lacking, "#!/bin/sh\necho Darwin arm64\nexit 1\n")
    result = browser()
    assert result.returncode == 0
    assert "Golden pictures are compared with a wider tolerance" in result.stderr
    assert not (tmp_path / "browser/bin/chromium").exists()


def test_a_chromium_named_in_the_environment_is_used(
    machine: Path, browser: Browser, tmp_path: Path
) -> None:
    add_program(machine / "my-chromium", "#!/bin/sh\n")
    result = browser(BOARDWRIGHT_CHROMIUM="my-chromium")
    assert (result.returncode, result.stderr) == (0, "")
    assert not (tmp_path / "log").exists()


def test_a_missing_chromium_is_reported_and_fails_only_in_ci(
    machine: Path, browser: Browser
) -> None:
    add_program(machine / "npm", "#!/bin/sh\nexit 1\n")
    result = browser()
    assert result.returncode == 0
    assert "no Chromium can be installed here" in result.stderr
    assert browser(CI="true").returncode == 1
