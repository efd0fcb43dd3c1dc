"""Small HTTP servers on loopback that run as long as a test needs them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Page = tuple[int, str, str]
"""An answer: status, content type and text."""

_NO_PAGE: Page = (404, "text/plain", "no such page")


def as_json(data: Any, status: int = 200) -> Page:
    """Return data as a JSON page."""
    return status, "application/json", json.dumps(data)


class Handler(BaseHTTPRequestHandler):
    """Answers requests without logging them."""

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

    def answer(self, status: int, kind: str, text: str) -> None:
        """Send a page. A redirect leads to an address where no server listens."""
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a server on a free port; yield `127.0.0.1:PORT`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serving_pages(pages: Mapping[str, Page], *, seconds: float = 0) -> Iterator[str]:
    """Serve pages by path, ignoring the query string, each after some seconds."""

    class Pages(Handler):
        def do_GET(self) -> None:
            time.sleep(seconds)
            path = self.path.partition("?")[0]
            self.answer(*pages.get(self.path, pages.get(path, _NO_PAGE)))

    with serving(Pages) as address:
        yield address
