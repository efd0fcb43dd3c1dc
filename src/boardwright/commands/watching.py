"""`boardwright watch`: a page on loopback that is made anew when a file is saved."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

EVENTS = "/events"
INDEX = "index.html"
LOOK_EVERY = 0.2
"""Seconds between two looks at the files."""

_SUFFIXES = (".py", ".json", ".toml", ".yaml", ".yml", ".csv", ".prom")
_SKIPPED = frozenset({"__pycache__", "node_modules"})
_HEARTBEAT = 10.0
_SETTLED = 0.05

Stamp = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Made:
    """The pages by name, and what is wrong; empty when nothing is."""

    pages: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    trouble: str = ""


class Board:
    """What is served: the last good pages, and the trouble since."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._made = Made()
        self._count = 0

    def put(self, made: Made) -> None:
        """Serve what was made; pages that could not be made stay as they were."""
        with self._changed:
            before = self._made.pages
            pages = made.pages
            if made.trouble:
                pages = {**before, **pages, **{n: before[n] for n in (INDEX,) if n in before}}
            if pages != self._made.pages:
                self._count += 1
            self._made = Made(pages=pages, trouble=made.trouble)
            self._changed.notify_all()

    def page(self, name: str) -> bytes | None:
        """Return a page; None when there is none of that name."""
        return self._made.pages.get(name)

    def events(self) -> Iterator[bytes]:
        """Yield events for one viewer, for as long as it listens."""
        count, trouble = self._count, ""
        while True:
            if self._count != count:
                count = self._count
                yield b"event: reload\ndata:\n\n"
            if self._made.trouble != trouble:
                trouble = self._made.trouble
                yield _trouble(trouble)
            with self._changed:
                if self._count == count and self._made.trouble == trouble:
                    self._changed.wait(_HEARTBEAT)
            if self._count == count and self._made.trouble == trouble:
                yield b": still here\n\n"


def _trouble(text: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"event: trouble\n{lines}\n".encode("utf-8", "replace")


def watch(
    folder: Path,
    make: Callable[[], Made],
    *,
    port: int,
    started: Callable[[str], None],
    until: Callable[[], bool] = lambda: False,
) -> None:
    """Serve pages on loopback, and make them anew when a file below a folder changes.

    Args:
        folder: The folder.
        make: Makes the pages.
        port: The port; 0 for any that is free.
        started: Is told the address, once there is something to see.
        until: Tells whether to stop.

    Raises:
        OSError: The port is taken.
    """
    board = Board()
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(board))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        seen = stamp(folder)
        board.put(make())
        started(f"http://127.0.0.1:{server.server_port}/")
        while not until():
            time.sleep(LOOK_EVERY)
            now = stamp(folder)
            if now != seen:
                seen = _settled(folder, now)
                board.put(make())
    finally:
        server.shutdown()
        server.server_close()


def _settled(folder: Path, seen: Stamp) -> Stamp:
    """Wait until files stay as they are: an editor may be in the middle of writing one."""
    while True:
        time.sleep(_SETTLED)
        now = stamp(folder)
        if now == seen:
            return now
        seen = now


def stamp(folder: Path) -> Stamp:
    """Return when each file that could matter was changed, and its size."""
    found: dict[str, tuple[int, int]] = {}
    for here, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".") and f not in _SKIPPED]
        if "pyvenv.cfg" in files:
            folders.clear()
            continue
        for name in files:
            if name.endswith(_SUFFIXES):
                path = os.path.join(here, name)
                try:
                    status = os.stat(path)
                except OSError:
                    continue
                found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _handler(board: Board) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers GET, to those who came by a name of this machine's loopback."""

        protocol_version = "HTTP/1.1"
        server_version = "boardwright"
        sys_version = ""

        def do_GET(self) -> None:
            """Answer with a page, or with events."""
            if not _is_ours(self.headers.get("Host", ""), self.connection.getsockname()[1]):
                self._answer(403, b"Not this host.\n", "text/plain")
            elif self.path == EVENTS:
                self._events()
            else:
                path = self.path.partition("?")[0].removeprefix("/") or INDEX
                page = board.page(path)
                if page is None:
                    self._answer(404, b"No such page.\n", "text/plain")
                else:
                    self._answer(200, page, "text/html; charset=utf-8")

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self._head(status, kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _head(self, status: int, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")

        def _events(self) -> None:
            self._head(200, "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                for event in board.events():
                    self.wfile.write(event)
                    self.wfile.flush()
            except OSError:
                pass  # the viewer went away
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing of each request."""

    return Handler


def _is_ours(host: str, port: int) -> bool:
    """Tell whether a request came by a name of loopback: another one may be rebound to it."""
    return host.lower() in {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
