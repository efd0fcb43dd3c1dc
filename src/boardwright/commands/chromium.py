"""A Chromium of this machine, asked over a pipe: it opens a page and gives its picture.

The protocol is Chrome's DevTools protocol, which Chromium speaks over two file descriptors; nothing
listens on a port.

Source: https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from boardwright.errors import BoardwrightError, OutputError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VARIABLE = "BOARDWRIGHT_CHROMIUM"
SECONDS = 60.0
"""What drawing a page may take."""

_CHUNK = 2**20
_SIDE = 16_384
"""Pixels of a picture's side at most."""


def find_chromium(environ: Mapping[str, str]) -> str:
    """Return the path of a Chromium.

    Raises:
        OutputError: There is none.
    """
    named = environ.get(VARIABLE)
    found = (shutil.which(name, path=environ.get("PATH")) for name in ([named] if named else NAMES))
    path = next(filter(None, found), None)
    if path is None:
        raise OutputError(
            f"there is no {named}" if named else "no Chromium is found on this machine",
            where="--png",
            hint=f"Install chromium, or name a program: {VARIABLE}=/path/to/chrome",
        )
    return path


class Page:
    """The one page of a running Chromium."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._count, self._rest, self._session = 0, b"", ""
        self.faults: list[str] = []

    def attach(self) -> None:
        """Take hold of the page."""
        found = self._call("Target.getTargets")["targetInfos"]
        target = next(each["targetId"] for each in found if each["type"] == "page")
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime"):
            self._call(f"{domain}.enable")

    def size(self, width: int, height: int) -> None:
        """Give the page a size in pixels."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def open(self, address: str) -> None:
        """Open a page and wait until it is drawn.

        Raises:
            OutputError: It cannot be drawn, or not in time.
        """
        self._call("Page.navigate", url="about:blank")
        self._call("Page.navigate", url=address)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            state = self.value("document.documentElement.dataset.state || ''")
            if state == "ready":
                return
            if state == "failed":
                raise OutputError("the page could not be drawn", where=address)
            time.sleep(0.03)
        raise OutputError(f"the page was not drawn within {SECONDS:g} s", where=address)

    def value(self, expression: str) -> Any:
        """Return what an expression of JavaScript comes to in the page."""
        found = self._call("Runtime.evaluate", expression=expression, returnByValue=True)
        return found.get("result", {}).get("value")

    def height(self) -> int:
        """Return how high all of the page is."""
        return int(self.value("Math.ceil(document.documentElement.scrollHeight)") or 1)

    def picture(self, width: int, height: int) -> bytes:
        """Return the page's upper left part as PNG."""
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, _SIDE), "scale": 1}
        found = self._call(
            "Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True
        )
        return base64.b64decode(found["data"])

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        for answer in self._messages():
            self._note(answer)
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise _broken(answer["error"].get("message", "an error"))
                result: dict[str, Any] = answer.get("result", {})
                return result
        raise _broken("it ended")

    def _note(self, message: Mapping[str, Any]) -> None:
        if message.get("method") == "Runtime.exceptionThrown":
            details = message["params"]["exceptionDetails"]
            thrown = details.get("exception", {}).get("description") or details.get("text")
            self.faults.append(str(thrown))

    def _messages(self) -> Iterator[dict[str, Any]]:
        deadline = time.monotonic() + SECONDS
        while True:
            while b"\0" in self._rest:
                line, _, self._rest = self._rest.partition(b"\0")
                yield json.loads(line)
            ready, _, _ = select.select([self._read], [], [], deadline - time.monotonic())
            chunk = os.read(self._read, _CHUNK) if ready else b""
            if not chunk:
                raise _broken("it ended" if ready else "it does not answer")
            self._rest += chunk


def _broken(what: str) -> BoardwrightError:
    return OutputError(f"Chromium failed: {what}", where="--png")


@contextmanager
def chromium(program: str) -> Iterator[Page]:
    """Run a Chromium with a profile of its own; yield its page."""
    our_read, its_write = os.pipe()
    its_read, our_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = os.posix_spawn(
            program,
            [program, *_flags(Path(profile))],
            os.environ,
            file_actions=[
                *((os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)),
                (os.POSIX_SPAWN_DUP2, its_read, 3),  # Chromium reads from 3 and writes to 4
                (os.POSIX_SPAWN_DUP2, its_write, 4),
            ],
        )
        os.close(its_read)
        os.close(its_write)
        page = Page(our_write, our_read)
        try:
            page.attach()
            yield page
        except OSError as error:
            raise _broken(str(error)) from None
        finally:
            os.close(our_write)
            os.close(our_read)
            _end(process)


def _flags(profile: Path) -> list[str]:
    flags = [
        "--headless=new",
        "--remote-debugging-pipe",
        f"--user-data-dir={profile}",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-extensions",
        "--disable-sync",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
    ]
    if sys.platform == "linux" and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium has none for root
    return [*flags, "about:blank"]


def _end(process: int) -> None:
    """End Chromium: politely, then not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(process, number)
            for _ in range(100):
                if os.waitpid(process, os.WNOHANG)[0]:
                    return
                time.sleep(0.05)
