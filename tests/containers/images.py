"""Builds the images that `docker-compose.yml` names from files of this machine.

Prometheus and node-exporter are the real programs in Debian's version. Debian has neither Grafana
nor cAdvisor. Therefore, the image of Grafana contains the stand-in of `tests/standin`, and the
image of cAdvisor serves a recorded /metrics page with busybox. A label on each of the two images
states this.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from containers.engine import HOME, Engine
from stack.servers import RECORDINGS, remove_stamps
from support import ROOT, server_program

SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
NOBODY = 65534
LEFT_OUT = re.compile(
    r"/(test|tests|idlelib|turtledemo|tkinter|lib2to3|config-[^/]*|__pycache__|site-packages|"
    r"dist-packages)(/|$)"
)
CADVISOR = """\
#!/bin/sh
for flag in "$@"; do
    case $flag in --listen_ip=*) host=${flag#*=} ;; --port=*) port=${flag#*=} ;; esac
done
busybox httpd -f -p "$host:$port" -h /www &
trap "kill $!" TERM
wait
"""


class Tree:
    """The root file system of an image, as a tar archive."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._tar = tarfile.TarFile(fileobj=self._bytes, mode="w")
        self._names: set[str] = set()
        self.add(HOME / "root/bin/busybox", "/bin/busybox")
        for name in ("sh", "wget"):
            self.link(f"/bin/{name}", "busybox")
        self.folder("/tmp", mode=0o1777)

    def add(self, path: Path, to: str | None = None) -> None:
        """Add a file, or a folder with its content, at the same path or at another path."""
        self._tar.add(path.resolve(), to or str(path), filter=_keep)

    def link(self, name: str, target: str) -> None:
        """Add a symbolic link."""
        member = tarfile.TarInfo(name)
        member.type, member.linkname = tarfile.SYMTYPE, target
        self._tar.addfile(member)

    def write(self, name: str, text: str, mode: int = 0o644) -> None:
        """Add a file with a text."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(text.encode()), mode
        self._tar.addfile(member, io.BytesIO(text.encode()))

    def folder(self, name: str, *, owner: int = 0, mode: int = 0o755) -> None:
        """Add an empty folder."""
        member = tarfile.TarInfo(name)
        member.type, member.mode, member.uid, member.gid = tarfile.DIRTYPE, mode, owner, owner
        self._tar.addfile(member)

    def add_program(self, path: Path, to: str | None = None) -> None:
        """Add a program with the libraries to which it is linked."""
        self.add(path, to)
        self.add_libraries([path])

    def add_python(self) -> str:
        """Add this Python and its standard library, and return the path of the program."""
        program = Path(sys.executable).resolve()
        folder = Path(sysconfig.get_path("stdlib", vars=_BASE))
        self.add_program(program)
        self.add(folder)
        self.add_libraries(sorted(folder.glob("lib-dynload/*.so")))
        return str(program)

    def add_libraries(self, programs: Iterable[Path]) -> None:
        """Add the libraries to which these programs are linked."""
        for library in sorted(find_libraries(programs) - self._names):
            self._names.add(library)
            self.add(Path(library), library)

    def load(self, engine: Engine, name: str, *changes: str) -> None:
        """Load the tree as the image `name` into the engine."""
        self._tar.close()
        flags = [word for change in changes for word in ("--change", change)]
        result = subprocess.run(
            ["docker", "import", *flags, "-", name],
            env=engine.environ,
            input=self._bytes.getvalue(),
            capture_output=True,
            timeout=120,
        )
        assert result.returncode == 0, result.stderr.decode()


_BASE = {"base": sys.base_prefix, "installed_base": sys.base_prefix}


def _keep(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if LEFT_OUT.search(f"/{member.name}") else member


def find_libraries(programs: Iterable[Path]) -> set[str]:
    """Return the paths of the shared libraries of programs, as the dynamic linker finds them."""
    result = subprocess.run(["ldd", *programs], capture_output=True, text=True)
    return set(re.findall(r"(?:=> |^\s+)(/\S+) \(0x", result.stdout, re.MULTILINE))


def load_images(engine: Engine, names: Iterable[str] = SERVICES) -> None:
    """Build and load the images of these services."""
    for name in names:
        _MAKERS[name](engine, SERVICES[name]["image"])


def read_recording(name: str) -> str:
    """Return a /metrics page that was recorded from a real server."""
    return remove_stamps((RECORDINGS / f"{name}.prom").read_text())


def _load_prometheus(engine: Engine, name: str) -> None:
    tree = Tree()
    tree.add_program(Path(server_program("prometheus")), "/bin/prometheus")
    tree.folder("/prometheus", owner=NOBODY)
    tree.load(engine, name, 'ENTRYPOINT ["/bin/prometheus"]', f"USER {NOBODY}")


def _load_node_exporter(engine: Engine, name: str) -> None:
    tree = Tree()
    tree.add_program(Path(server_program("prometheus-node-exporter")), "/bin/node_exporter")
    tree.load(engine, name, 'ENTRYPOINT ["/bin/node_exporter"]', f"USER {NOBODY}")


def _load_cadvisor(engine: Engine, name: str) -> None:
    tree = Tree()
    tree.write("/bin/cadvisor", CADVISOR, 0o755)
    tree.write("/www/metrics", read_recording("cadvisor"))
    tree.write("/www/healthz", "ok")
    label = 'LABEL stand-in="a recording of cAdvisor behind busybox httpd"'
    tree.load(engine, name, 'ENTRYPOINT ["/bin/cadvisor"]', label)


def _load_grafana(engine: Engine, name: str) -> None:
    tree = Tree()
    python = tree.add_python()
    for path in _stand_in_files():
        tree.add(path, f"/srv/{path.name}")
    tree.write("/srv/metrics", read_recording("grafana"))
    tree.folder("/var/lib/grafana", owner=472)
    entry = f'ENTRYPOINT ["{python}", "-B", "/srv/containers/grafana_process.py"]'
    label = 'LABEL stand-in="tests/standin, not Grafana"'
    tree.load(engine, name, entry, "ENV PYTHONPATH=/srv", "USER 472", label)


def _stand_in_files() -> Iterator[Path]:
    yield ROOT / "tests/standin"
    yield ROOT / "tests/containers"
    yield (
        ROOT / "src/boardwright"
    )  # the stand-in converts boards between the schemas with boardwright's code
    yield Path(yaml.__file__).parent


_MAKERS = {
    "prometheus": _load_prometheus,
    "node-exporter": _load_node_exporter,
    "cadvisor": _load_cadvisor,
    "grafana": _load_grafana,
}
