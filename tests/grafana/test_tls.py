"""Certificates: verified always, against the system's authorities or a file of one's own."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from boardwright.errors import ConfigError
from boardwright.grafana.grafana_connection import connect_to_grafana
from boardwright.grafana.server import GrafanaServer
from boardwright.http.credentials import Certificates
from boardwright.http.exchange import Route
from boardwright.http.request_errors import NoAnswerError, UntrustedError
from boardwright.http.sessions import create_session
from grafana.helpers import CREDENTIALS, TOKEN, client
from standin.server import StandIn, stand_in
from support import server_program


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two self-signed certificates: for this machine, and for another."""
    folder = tmp_path_factory.mktemp("certificates")
    openssl = server_program("openssl")
    for name, alternative in (("here", "IP:127.0.0.1"), ("there", "DNS:grafana.example.org")):
        subprocess.run(
            [
                *(openssl, "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2"),
                *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", f"/CN={name}"),
                *("-addext", f"subjectAltName={alternative}"),
                *("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"),
            ],
            check=True,
            capture_output=True,
        )
    return folder


def context(certificates: Path, name: str) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
    return tls


@pytest.fixture
def here(certificates: Path) -> Iterator[StandIn]:
    with stand_in(context(certificates, "here")) as server:
        server.store.add_token(TOKEN, "Admin")
        yield server


def test_an_unverified_certificate_is_refused(here: StandIn) -> None:
    with pytest.raises(UntrustedError) as caught:
        client(here.url).get("/api/org")
    expected = "the server's certificate cannot be verified: self-signed certificate"
    assert caught.value.what.startswith(expected)
    assert "ca_file" in str(caught.value.hint)
    assert here.log == []


def test_a_configured_authority_is_used(here: StandIn, certificates: Path) -> None:
    """It counts over REQUESTS_CA_BUNDLE and its kin."""
    server = GrafanaServer(url=here.url, certificates=Certificates(ca_file="here.pem"))
    session = create_session()
    connected = connect_to_grafana(
        server, credentials=CREDENTIALS, session=session, root=certificates
    )
    assert connected.version == "12.2.0"


def test_the_certificate_of_another_host_is_refused(certificates: Path) -> None:
    route = Route(verify=str(certificates / "there.pem"))
    with (
        stand_in(context(certificates, "there")) as server,
        pytest.raises(UntrustedError) as caught,
    ):
        client(server.url, route=route).get("/api/org")
    assert "cannot be verified: IP address mismatch" in caught.value.what


def test_a_server_without_tls_is_reported() -> None:
    with stand_in() as server, pytest.raises(UntrustedError) as caught:
        client(server.url.replace("http:", "https:")).get("/api/org")
    assert caught.value.what.startswith("no TLS connection could be made: ")
    assert "write http:// instead of https://" in str(caught.value.hint)


def test_a_missing_authority_file_is_reported(tmp_path: Path) -> None:
    server = GrafanaServer(url="https://127.0.0.1:1", certificates=Certificates(ca_file="none.pem"))
    with pytest.raises(ConfigError, match=r"ca_file 'none\.pem' is not a file"):
        connect_to_grafana(server, credentials=CREDENTIALS, session=create_session(), root=tmp_path)


def test_an_authority_file_without_a_certificate_is_reported(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    server = GrafanaServer(url="https://127.0.0.1:1", certificates=Certificates(ca_file="ca.pem"))
    with pytest.raises(ConfigError, match=r"ca_file 'ca\.pem' contains no certificate"):
        connect_to_grafana(server, credentials=CREDENTIALS, session=create_session(), root=tmp_path)


def test_a_client_certificate_is_presented(certificates: Path) -> None:
    """The server refuses every client without a certificate."""
    tls = context(certificates, "here")
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_verify_locations(certificates / "there.pem")
    with stand_in(tls) as running:
        running.store.add_token(TOKEN, "Admin")
        files = Certificates(ca_file="here.pem")
        server = GrafanaServer(url=running.url, certificates=files)
        files = replace(files, client_cert="there.pem", client_key="there.key")
        shown = replace(server, certificates=files)
        for each in (server, shown):
            with nullcontext() if each is shown else pytest.raises(NoAnswerError):
                connect_to_grafana(
                    each, credentials=CREDENTIALS, session=create_session(), root=certificates
                )


def test_a_missing_key_of_a_client_certificate_is_reported(certificates: Path) -> None:
    files = Certificates(client_cert="here.pem", client_key="none.key")
    server = GrafanaServer(url="https://127.0.0.1:1", certificates=files)
    with pytest.raises(ConfigError, match=r"client_key 'none\.key' is not a file"):
        connect_to_grafana(
            server, credentials=CREDENTIALS, session=create_session(), root=certificates
        )
