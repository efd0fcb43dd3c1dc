"""The server of `boardwright watch`: loopback only, GET only, for this machine's own browser."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from boardwright.commands.previewing.watched_pages import Shown, Watched

ADDRESS = "127.0.0.1"
_HEARTBEAT = 15.0
"""Seconds after which an idle stream of events says that it is there."""


class WatchServer(ThreadingHTTPServer):
    """Serves the pages that are watched.

    Args:
        watched: The pages.
        port: Where; 0 for any free one.
    """

    daemon_threads = True

    def __init__(self, watched: Watched, port: int) -> None:
        self.watched = watched
        super().__init__((ADDRESS, port), _Handler)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{ADDRESS}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which it answers: another one is a page elsewhere that was pointed here."""
        return frozenset({f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")})


class _Handler(BaseHTTPRequestHandler):
    server: WatchServer
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        if self.headers.get("Host") not in self.server.hosts:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "Not by this name")
            return
        asked = urlsplit(self.path)
        if asked.path == "/events":
            self._events(parse_qs(asked.query).get("page", [""])[0])
            return
        name = unquote(asked.path).strip("/") or "index.html"
        page = self.server.watched.shown.pages.get(name)
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND, "No such page")
            return
        self._page(page)

    def _page(self, page: str) -> None:
        body = page.encode("utf-8", "replace")
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def _events(self, name: str) -> None:
        """Tell a page what is wrong, and when it was made anew, until its browser goes."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        known = self.server.watched.shown
        try:
            self._event("trouble", known.trouble)
            while True:
                now = self.server.watched.wait(known.count, _HEARTBEAT)
                self._tell(name, known, now)
                known = now
        except (BrokenPipeError, ConnectionResetError):
            return

    def _tell(self, name: str, before: Shown, now: Shown) -> None:
        if now.count == before.count:
            self.wfile.write(b": still here\n\n")
            return
        if now.trouble != before.trouble:
            self._event("trouble", now.trouble)
        file = f"{name}.html"
        if now.pages.get(file) != before.pages.get(file):
            self._event("reload", "")

    def _event(self, kind: str, text: str) -> None:
        lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
        self.wfile.write(f"event: {kind}\n{lines}\n".encode("utf-8", "replace"))
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing of each request."""
