"""A server that answers with arbitrary bytes or not at all."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class RawServer:
    """A running server. `requests` contains the received requests as bytes."""

    url: str
    requests: list[bytes] = field(default_factory=list)


@contextmanager
def raw_server(answer: Callable[[bytes], bytes | None]) -> Iterator[RawServer]:
    """Run a server on a free loopback port.

    Args:
        answer: Takes a request, and returns the whole answer; None for no answer.
    """
    stopping = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b"".join(iter(self.rfile.readline, b"\r\n"))
            length = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-l")]
            body = self.rfile.read(int(length[0].split(b":")[1])) if length else b""
            running.requests.append(head + b"\r\n" + body)
            content = answer(running.requests[-1])
            if content is None:
                stopping.wait(60)
            else:
                self.wfile.write(content)

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running = RawServer(url=f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield running
    finally:
        stopping.set()
        server.shutdown()
        server.server_close()


def http(
    status: str, body: str = "", content_type: str = "text/html; charset=UTF-8", **headers: str
) -> bytes:
    """Return an HTTP answer, such as `http("502 Bad Gateway", "<html>...")`."""
    content = body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if "Content_Length" not in headers:
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*lines, "", ""]).encode() + content
