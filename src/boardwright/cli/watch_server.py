"""The HTTP server of `boardwright watch`. It answers only GET requests from this machine."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from boardwright.commands.previewing.watched_pages import WatchedPages, WatchState

ADDRESS = "127.0.0.1"
_HEARTBEAT = 15.0
"""Interval in seconds at which the server sends an SSE comment, so that an idle event stream stays
open."""

_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


class WatchServer(ThreadingHTTPServer):
    """Serves the pages of a watched project at 127.0.0.1.

    Args:
        pages: The pages, which are redrawn when a file changes.
        port: TCP port to listen on; 0 for any free port.
    """

    daemon_threads = True

    def __init__(self, pages: WatchedPages, port: int) -> None:
        self.pages = pages
        super().__init__((ADDRESS, port), _PageHandler)

    @property
    def url(self) -> str:
        """The server's URL, with a slash at the end."""
        return f"http://{ADDRESS}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The `Host` headers that the server accepts. Requests with other `Host` headers are
        refused, because a web page may have sent them in a DNS rebinding attack.
        """
        return frozenset({f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")})


class _PageHandler(BaseHTTPRequestHandler):
    server: WatchServer
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        if self.headers.get("Host") not in self.server.hosts:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "Unexpected Host header")
            return
        address = urlsplit(self.path)
        if address.path == "/events":
            self._send_events(parse_qs(address.query).get("page", [""])[0])
            return
        name = unquote(address.path).strip("/") or "index.html"
        content = self.server.pages.state.files.get(name)
        if content is None:
            errors = _format_errors(self.server.pages.state)
            self.send_error(HTTPStatus.NOT_FOUND, "No such page", errors or None)
            return
        self._send_file(name, content)

    def _send_file(self, name: str, content: str | bytes) -> None:
        body = content.encode("utf-8", "replace") if isinstance(content, str) else content
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", _TYPES[f".{name.rpartition('.')[2]}"])
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def _send_events(self, name: str) -> None:
        """Send an event for each new error and each redraw of a page, until the browser closes the
        connection."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        known = self.server.pages.state
        try:
            self._send_event("errors", _format_errors(known))
            while True:
                state = self.server.pages.wait(known.count, _HEARTBEAT)
                self._send_changes(name, known, state)
                known = state
        except (BrokenPipeError, ConnectionResetError):
            return

    def _send_changes(self, name: str, before: WatchState, now: WatchState) -> None:
        if now.count == before.count:
            self.wfile.write(b": still here\n\n")
            return
        if now.errors != before.errors:
            self._send_event("errors", _format_errors(now))
        file = f"{name}.html"
        if now.files.get(file) != before.files.get(file):
            self._send_event("reload", "")

    def _send_event(self, kind: str, text: str) -> None:
        lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
        self.wfile.write(f"event: {kind}\n{lines}\n".encode("utf-8", "replace"))
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Write no log of the requests."""


def _format_errors(state: WatchState) -> str:
    return "\n\n".join(state.errors)
