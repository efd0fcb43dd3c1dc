"""A real Prometheus behind a TLS server that demands a client certificate and a tenant.

Every verb that queries Prometheus logs in to it; without the certificate or the tenant each fails.
"""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from preview.helpers import model_of, stub_bundle
from serving import Handler
from stack.servers import Prometheus, free_port, running, wait_until
from support import TOML, MakeProject, Run, server_program

TENANT = "team-a"
BOARD = {
    "title": "Demo",
    "uid": "demo",
    "time": {"from": "now-1m", "to": "now"},
    "panels": [
        {
            "id": number,
            "type": "stat",
            "title": f"Up {number}",
            "datasource": {"type": "prometheus", "uid": "prometheus"},
            "targets": [{"refId": "A", "expr": "sum by (job) (up)", "interval": "1s"}],
        }
        for number in (1, 2)
    ],
}


@dataclass(frozen=True, kw_only=True)
class Gate:
    """The TLS server in front of Prometheus, and the subjects of the certificates that it saw."""

    url: str
    folder: Path
    subjects: list[str] = field(default_factory=list)


def openssl(*args: str, folder: Path) -> None:
    command = [server_program("openssl"), *args]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def make_certificates(folder: Path) -> None:
    """Write an authority, and certificates that it signed for the server and for a client."""
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(*("req", "-x509", *key, "-days", "2", "-subj", "/CN=authority"),
            *("-keyout", "ca.key", "-out", "ca.pem"), folder=folder)  # fmt: skip
    for name in ("server", "client"):
        extension = folder / f"{name}.ext"
        extension.write_text("subjectAltName=IP:127.0.0.1\n")
        openssl(*("req", *key, "-subj", f"/CN={name}"),
                *("-keyout", f"{name}.key", "-out", f"{name}.csr"), folder=folder)  # fmt: skip
        openssl(*("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key"),
                *("-CAcreateserial", "-days", "2", "-extfile", extension.name),
                *("-out", f"{name}.pem"), folder=folder)  # fmt: skip


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """A Prometheus that scrapes itself each second."""
    folder = tmp_path_factory.mktemp("prometheus")
    address = f"127.0.0.1:{free_port()}"
    job = f"  - {{job_name: prometheus, static_configs: [{{targets: ['{address}']}}]}}\n"
    (folder / "prometheus.yml").write_text(
        f"global: {{scrape_interval: 1s}}\nscrape_configs:\n{job}"
    )
    command = [
        server_program("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
        "--log.level=error",
    ]
    with running(command, folder / "prometheus.log"):
        server = Prometheus(url=f"http://{address}")
        wait_until(lambda: server.query("up == 1"), 30, "Prometheus has scraped itself")
        yield server


@pytest.fixture(scope="module")
def gate(real: Prometheus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """Pass requests on to Prometheus if they have a client certificate and the tenant."""
    folder = tmp_path_factory.mktemp("certificates")
    make_certificates(folder)
    opener = build_opener(ProxyHandler({}))

    class PassOn(Handler):
        def do_GET(self) -> None:
            self.pass_on(None)

        def do_POST(self) -> None:
            self.pass_on(self.rfile.read(int(self.headers["Content-Length"])))

        def pass_on(self, body: bytes | None) -> None:
            if self.headers["X-Scope-OrgID"] != TENANT:
                self.answer(401, "text/plain", "no org id")
                return
            subject = dict(pair for (pair,) in self.connection.getpeercert()["subject"])  # type: ignore[attr-defined]
            found.subjects.append(subject["commonName"])
            with opener.open(Request(real.url + self.path, data=body)) as answer:
                self.answer(200, "application/json", answer.read().decode())

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "server.pem", folder / "server.key")
    tls.load_verify_locations(folder / "ca.pem")
    tls.verify_mode = ssl.CERT_REQUIRED
    server = ThreadingHTTPServer(("127.0.0.1", 0), PassOn)
    server.daemon_threads = True
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    found = Gate(url=f"https://127.0.0.1:{server.server_port}", folder=folder)
    Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def project(gate: Gate, make_project: MakeProject) -> Path:
    gate.subjects.clear()
    settings = f"""
[prometheus]
url = "{gate.url}"
ca_file = "{gate.folder}/ca.pem"
client_cert = "{gate.folder}/client.pem"
client_key = "{gate.folder}/client.key"
headers = {{ X-Scope-OrgID = "{TENANT}" }}
"""
    return make_project({"dashboards/demo.json": json.dumps(BOARD)}, toml=TOML + settings)


VERBS = {
    "preview --data live --prometheus {url}": 0,
    "check --select unknown-metric --metrics {url}": 0,
    "stack check prometheus": 1,  # it scrapes other targets than the project's
    "suggest-rules --prometheus {url}": 0,
}


def without(root: Path, setting: str) -> None:
    """Remove a setting of `[prometheus]`."""
    path = root / "boardwright.toml"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(setting)))


@pytest.mark.parametrize("command", VERBS)
def test_a_verb_logs_in_with_the_client_certificate(
    project: Path, gate: Gate, run: Run, tmp_path: Path, command: str
) -> None:
    bundle = stub_bundle(tmp_path / "bundle")
    result = run(*command.format(url=gate.url).split(), cwd=project, env=bundle)
    assert (result.returncode, result.stderr) == (VERBS[command], ""), result.stdout
    assert "Prometheus 2." in result.stdout or command != "stack check prometheus"
    assert set(gate.subjects) == {"client"}


@pytest.mark.parametrize("command", VERBS)
@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("client_", "client certificate"),
        ("headers", "the server answers with status 401"),
        ("ca_file", "the server's certificate cannot be verified"),
    ],
)
def test_a_verb_without_the_login_fails(
    project: Path, gate: Gate, run: Run, tmp_path: Path, command: str, setting: str, reason: str
) -> None:
    without(project, setting)
    bundle = stub_bundle(tmp_path / "bundle")
    result = run(*command.format(url=gate.url).split(), cwd=project, env=bundle)
    assert result.returncode in {1, 2}, result.stdout
    assert reason in result.stdout + result.stderr
    assert gate.subjects == []


def test_watch_logs_in_with_the_client_certificate(
    project: Path, gate: Gate, tmp_path: Path
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "boardwright", "watch", "--port", str(port)]
    environment = os.environ | stub_bundle(tmp_path / "bundle")
    with subprocess.Popen(
        [*command, "--prometheus", gate.url],
        cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            assert b"1 board, no errors" in process.stdout.readline()
            with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}/demo.html") as page:
                model = model_of(page.read().decode())
        finally:
            process.send_signal(signal.SIGINT)
    assert model["data"] == "live"
    (frame,) = model["results"]["r0"]["frames"]
    assert frame["data"]["values"][-1][-1] == 1.0
    assert set(gate.subjects) == {"client"}
