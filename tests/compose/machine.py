"""A machine with the repository's scripts, and a `docker` that records its calls."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from machines import add_program
from stack.servers import free_port

TOOLS = (
    *("bash", "cat", "chmod", "cut", "dirname", "env", "find", "grep", "head"),
    *("mv", "od", "sed", "sleep", "tail", "timeout", "tr"),
)
DOCKER = """\
#!/bin/sh
echo "$*" >>docker.log
[ -z "$GRAFANA_ADMIN_PASSWORD" ] || echo "with GRAFANA_ADMIN_PASSWORD" >>docker.log
case "$*" in
--version) echo "${VERSION:-Docker version 28.0.4, build b8034c0}" ;;
"context inspect "*) echo "$HOST" ;;
info)
    echo "Server: ${ENGINE:-nothing}"
    [ "$FAILS" != info ] || { echo 'Cannot connect.' >&2; exit 1; } ;;
"compose version "*) echo "${COMPOSE_VERSION:-2.40.3}"; [ "$FAILS" != compose ] ;;
*"config --images") echo an-image ;;
"image inspect "*) [ "$FAILS" != pull ] ;;
"pull "*) [ "$FAILS" != pull ] ;;
*" ps "*) printf '%s\\n' $RUNNING ;;
*" up "*) [ "$FAILS" != up ] || { echo "$ERROR" >&2; exit 1; } ;;
esac
"""
PORTS = ("PROMETHEUS_PORT", "GRAFANA_PORT", "NODE_EXPORTER_PORT", "CADVISOR_PORT")


@dataclass(frozen=True, kw_only=True)
class Machine:
    """A folder that acts as a machine: it contains the repository and only the named programs.

    Attributes:
        root: Folder of the repository.
        ports: Name of a setting -> free port.
    """

    root: Path
    ports: Mapping[str, int] = field(default_factory=lambda: {name: free_port() for name in PORTS})

    @property
    def environ(self) -> dict[str, str]:
        """The environment variables: PATH contains only the programs that the test installed."""
        ports = {name: str(port) for name, port in self.ports.items()}
        return {"PATH": str(self.root / "bin"), "FAILS": "", "RUNNING": "", **ports}

    @property
    def env_file(self) -> Path:
        """The stack's `.env`."""
        return self.root / ".env"

    def script(self, name: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a script of the repository's folder `scripts`."""
        return subprocess.run(
            [str(self.root / "scripts" / name)],
            env=self.environ | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def read_requests(self) -> list[str]:
        """Return the recorded calls of `docker`, one line per call."""
        log = Path(self.root / "docker.log")
        return log.read_text().splitlines() if log.exists() else []

    def install(self, name: str, text: str) -> None:
        """Write an executable file into the folder."""
        add_program(self.root / name, text)

    def settings(self) -> dict[str, str]:
        """Return name -> value for the lines in `.env`."""
        lines = self.env_file.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)
