"""A request has one deadline and one size, however a server spreads its answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from boardwright.http.exchange import (
    HttpRequest,
    Limits,
    UnreadableJsonError,
    parse_json_body,
    send_request,
)
from boardwright.http.failures import Peer
from boardwright.http.request_errors import OutOfTimeError, OversizedError, SlowError
from boardwright.http.sessions import create_session

PEER = Peer(name="the server", table="[server]")
BODY = b"x" * 400
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\nX-Filler: " + b"y" * 200 + b"\r\n\r\n"


@contextmanager
def dripping(at_once: bytes, slowly: bytes) -> Iterator[str]:
    """Serve an answer whose second part comes one byte every 50 ms, over twenty seconds."""
    listening = socket.create_server(("127.0.0.1", 0))
    stopping = threading.Event()

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(at_once)
            for byte in slowly:
                if stopping.wait(0.05):
                    return
                try:
                    connection.sendall(bytes([byte]))
                except OSError:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        stopping.set()
        listening.close()


def _get(session: requests.Session, url: str, limits: Limits) -> None:
    send_request(session, HttpRequest(method="GET", url=url), peer=PEER, limits=limits)


@pytest.mark.parametrize(("at_once", "slowly"), [(b"", HEAD), (HEAD, BODY)], ids=["head", "body"])
def test_one_byte_at_a_time_does_not_extend_the_deadline(at_once: bytes, slowly: bytes) -> None:
    with dripping(at_once, slowly) as url:
        begin = time.monotonic()
        with pytest.raises(SlowError) as caught:
            _get(create_session(), url, Limits(seconds=0.5))
    assert time.monotonic() - begin < 1.5
    assert caught.value.what == "no answer in 0.5 s"
    assert caught.value.hint == "[server] timeout sets the time limit in seconds."


def test_all_requests_of_a_session_share_one_time_limit() -> None:
    with dripping(HEAD, BODY) as url:
        session = create_session(total_seconds=0.3)
        begin = time.monotonic()
        with pytest.raises(SlowError):
            _get(session, url, Limits(seconds=30))
        with pytest.raises(OutOfTimeError, match="the time limit for the whole run is over"):
            _get(session, url, Limits(seconds=30))
    assert time.monotonic() - begin < 1.5


def test_a_body_longer_than_the_limit_is_not_read_completely() -> None:
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000
    with dripping(endless, BODY) as url, pytest.raises(OversizedError):
        _get(create_session(), url, Limits(seconds=5, most_bytes=2000))


@pytest.mark.parametrize("body", [b"[" * 255 + b"]" * 255, b"[" * 100_000, b"\xff", b"{", b""])
def test_invalid_json_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableJsonError):
        parse_json_body(body)


@pytest.mark.parametrize(
    ("body", "data"),
    [(b'{"n": 9007199254740993123456}', {"n": 9007199254740993123456}), (b'"\\ud800"', "\ud800")],
)
def test_large_numbers_and_single_surrogates_in_json_are_read(body: bytes, data: object) -> None:
    assert parse_json_body(body) == data
