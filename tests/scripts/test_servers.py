"""`scripts/servers`: where real programs come from, and the messages without them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from machines import add_program, bare_machine
from support import ROOT

TOOLS = (
    *(
        "sh",
        "sed",
        "dirname",
        "mktemp",
        "rm",
        "ln",
        "mkdir",
        "mv",
        "id",
        "cat",
        "chmod",
        "tr",
        "env",
    ),
)
FAKE_DOCKER = """\
#!/bin/sh
[ "$1" = info ] && exit 0
echo docker "$@"
"""

FAKE_GO = """\
#!/bin/sh
echo "$@" >>"$(dirname "$0")/go-was-called"
for program in promtool actionlint; do
    printf '#!/bin/sh\n' >"$GOBIN/$program"
    chmod +x "$GOBIN/$program"
done
"""

FAKE_UNPACKER = """\
#!/bin/sh
mkdir -p "$3/usr/bin"
for name in prometheus promtool prometheus-node-exporter; do
    echo "#!/bin/sh" >"$3/usr/bin/$name"
    chmod +x "$3/usr/bin/$name"
done
"""

Servers = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Return the folder of programs of a machine that has next to none."""
    return bare_machine(tmp_path, TOOLS)


@pytest.fixture
def servers(machine: Path, tmp_path: Path) -> Servers:
    def run(**env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / "scripts/servers", tmp_path / "servers"],
            env={"PATH": str(machine), "HOME": str(tmp_path), **env},
            capture_output=True,
            text=True,
        )

    return run


def test_installed_programs_are_used(machine: Path, servers: Servers, tmp_path: Path) -> None:
    for name in (
        "prometheus",
        "promtool",
        "prometheus-node-exporter",
        "promtool-3.16",
        "actionlint-1.7.12",
    ):
        add_program(machine / name, "#!/bin/sh\n")
    result = servers(CI="true")
    assert (result.returncode, result.stderr) == (0, "")
    assert list((tmp_path / "servers/bin").iterdir()) == []


def test_missing_servers_are_reported_and_fail_only_in_ci(servers: Servers) -> None:
    result = servers()
    assert result.returncode == 0
    assert (
        "these programs are missing: prometheus promtool prometheus-node-exporter" in result.stderr
    )
    assert "sudo apt-get install prometheus prometheus-node-exporter" in result.stderr
    assert "promtool-3.16 cannot be built here" in result.stderr
    assert servers(CI="true").returncode == 1


def test_the_newest_promtool_is_built_once_and_kept_for_other_checkouts(
    machine: Path, servers: Servers, tmp_path: Path
) -> None:
    for name in ("prometheus", "promtool", "prometheus-node-exporter"):
        add_program(machine / name, "#!/bin/sh\n")
    assert servers(CI="true").returncode == 1, "there is no Go"
    add_program(machine / "go", FAKE_GO)
    first = servers(CI="true")
    assert first.returncode == 0
    assert "building promtool-3.16" in first.stderr
    (tmp_path / "servers/bin/promtool-3.16").unlink()
    again = servers(CI="true")
    assert (again.returncode, again.stderr) == (0, "")
    calls = (machine / "go-was-called").read_text().splitlines()
    assert calls == [
        "install -tags remove_all_sd github.com/prometheus/prometheus/cmd/promtool@v0.316.0",
        "install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12",
    ]


def test_docker_images_are_used_for_missing_programs(
    machine: Path, servers: Servers, tmp_path: Path
) -> None:
    add_program(machine / "docker", FAKE_DOCKER)
    add_program(machine / "promtool-3.16", "#!/bin/sh\n")
    add_program(machine / "actionlint-1.7.12", "#!/bin/sh\n")
    assert servers(CI="true").returncode == 0
    result = subprocess.run(
        [tmp_path / "servers/bin/promtool", "check", "config", "x.yml"],
        env={"PATH": str(machine)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    compose = (ROOT / "docker-compose.yml").read_text()
    (image,) = (
        line.split()[-1] for line in compose.splitlines() if "image: prom/prometheus" in line
    )
    assert f"--entrypoint /bin/promtool {image} check config x.yml" in result.stdout
    assert f"-v {tmp_path}:{tmp_path}" in result.stdout


def test_packages_are_unpacked_without_an_installation(
    machine: Path, servers: Servers, tmp_path: Path
) -> None:
    """apt is asked for the packages; nothing is started, and nothing outside the folder written."""
    add_program(machine / "dpkg-deb", FAKE_UNPACKER)
    add_program(machine / "promtool-3.16", "#!/bin/sh\n")
    add_program(machine / "actionlint-1.7.12", "#!/bin/sh\n")
    add_program(
        machine / "apt-get", '#!/bin/sh\n[ "$1" = download ] || exit 1\n: >prometheus.deb\n'
    )
    assert servers(CI="true").returncode == 0
    found = {path.name for path in (tmp_path / "servers/bin").iterdir() if os.access(path, os.X_OK)}
    assert found == {"prometheus", "promtool", "prometheus-node-exporter"}
