"""Controls a Chromium on this machine, to open pages and take pictures of the pages.

boardwright sends commands of the Chrome DevTools protocol to Chromium through a pipe and receives
answers through a second pipe. Therefore, Chromium opens no network port.

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
from boardwright.frozen import frozen
from boardwright.schema.document import Json

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VARIABLE = "BOARDWRIGHT_CHROMIUM"
SECONDS = 60.0
"""Time limit in seconds for drawing a page, and for each answer of Chromium."""

_CHUNK = 2**20


def find_chromium(environ: Mapping[str, str]) -> str:
    """Return the path of a Chromium on this machine.

    Raises:
        OutputError: boardwright finds no Chromium on this machine.
    """
    named = environ.get(VARIABLE)
    found = (shutil.which(name, path=environ.get("PATH")) for name in ([named] if named else NAMES))
    path = next(filter(None, found), None) or (
        None if named else _find_playwright_chromium(environ)
    )
    if path is None:
        raise OutputError(
            f"the program {named} does not exist" if named else "no Chromium found on this machine",
            where="--png",
            hint=f"Install chromium, or set {VARIABLE}=/path/to/chrome."
            " Without root: pip install playwright, then playwright install chromium.",
        )
    return path


def _find_playwright_chromium(environ: Mapping[str, str]) -> str | None:
    """Return the path of the newest Chromium that `playwright install` installed; None if
    Playwright has not installed Chromium.

    Source: https://playwright.dev/python/docs/browsers#managing-browser-binaries
    """
    default = Path(environ.get("HOME", "/nonexistent"), ".cache/ms-playwright")
    folder = Path(environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    paths = [*folder.glob("chromium-*/chrome-linux*/chrome")]
    paths += folder.glob("chromium_headless_shell-*/*/*headless*shell")
    numbered = [(int(path.parts[-3].rpartition("-")[2]), str(path)) for path in paths]
    return max(numbered)[1] if numbered else None


@frozen
class PageArea:
    """A rectangle on a page, in pixels from the upper left corner of the page."""

    left: int
    top: int
    width: int
    height: int


class Page:
    """The only page of a running Chromium. The first call of a method waits until Chromium has
    started.
    """

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._count, self._rest, self._session = 0, b"", ""
        self._width = 0
        self.faults: list[str] = []

    def _attach_to_page(self) -> None:
        targets = self._send_message("Target.getTargets")["targetInfos"]
        target = next(each["targetId"] for each in targets if each["type"] == "page")
        attached = self._send_message("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime"):
            self._send_message(f"{domain}.enable")

    def set_size(self, width: int, height: int) -> None:
        """Set the size of the window in pixels."""
        self._width = width
        self._call_method(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def open(self, address: str) -> None:
        """Open a page and wait until it is drawn.

        Raises:
            OutputError: The page cannot be drawn, or drawing takes too long.
        """
        self._call_method("Page.navigate", url="about:blank")
        self._call_method("Page.navigate", url=address)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            state = self.evaluate("document.documentElement.dataset.state || ''")
            if state == "ready":
                return
            if state == "failed":
                raise OutputError("the page could not be drawn", where=address)
            time.sleep(0.01)
        raise OutputError(f"the page was not drawn within {SECONDS:g} s", where=address)

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression in the page."""
        answer = self._call_method("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer.get("result", {}).get("value")

    def measure_height(self) -> int:
        """Return the height of the whole page in pixels."""
        return int(self.evaluate("Math.ceil(document.documentElement.scrollHeight)") or 1)

    def take_picture(self, area: PageArea) -> bytes:
        """Return an area of the page as a PNG image.

        The method first resizes and scrolls the window to the area. Chromium's option
        `captureBeyondViewport` is not used, because Chromium then sometimes takes the picture
        before it has painted the area.
        """
        self.set_size(self._width, area.height)
        self.evaluate(f"window.scrollTo(0, {area.top})")
        clip = {
            "x": area.left,
            "y": area.top,
            "width": area.width,
            "height": area.height,
            "scale": 1,
        }
        answer = self._call_method(
            "Page.captureScreenshot", format="png", clip=clip, optimizeForSpeed=True
        )
        return base64.b64decode(answer["data"])

    def _call_method(self, method: str, **params: Any) -> Json:
        try:
            if not self._session:
                self._attach_to_page()
            return self._send_message(method, **params)
        except OSError as error:
            raise _build_error(str(error)) from None

    def _send_message(self, method: str, **params: Any) -> Json:
        self._count += 1
        message: Json = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        for answer in self._read_messages():
            self._record_fault(answer)
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise _build_error(answer["error"].get("message", "Chromium gave no reason"))
                result: Json = answer.get("result", {})
                return result
        raise _build_error("the browser process ended")

    def _record_fault(self, message: Mapping[str, Any]) -> None:
        if message.get("method") == "Runtime.exceptionThrown":
            details = message["params"]["exceptionDetails"]
            thrown = details.get("exception", {}).get("description") or details.get("text")
            self.faults.append(str(thrown))

    def _read_messages(self) -> Iterator[Json]:
        deadline = time.monotonic() + SECONDS
        while True:
            while b"\0" in self._rest:
                line, _, self._rest = self._rest.partition(b"\0")
                yield json.loads(line)
            ready, _, _ = select.select([self._read], [], [], deadline - time.monotonic())
            chunk = os.read(self._read, _CHUNK) if ready else b""
            if not chunk:
                state = "ended" if ready else "does not answer"
                raise _build_error(f"the browser process {state}")
            self._rest += chunk


def _build_error(what: str) -> BoardwrightError:
    return OutputError(f"Chromium failed: {what}", where="--png")


@contextmanager
def start_chromium(program: str) -> Iterator[Page]:
    """Start a Chromium with a temporary profile, and yield its page. The function does not wait
    until Chromium has started.
    """
    our_read, its_write = os.pipe()
    its_read, our_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = os.posix_spawn(
            program,
            [program, *_list_flags(Path(profile))],
            _with_language(os.environ),
            file_actions=[
                *((os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)),
                # Chromium reads from file descriptor 3 and writes to file descriptor 4
                (os.POSIX_SPAWN_DUP2, its_read, 3),
                (os.POSIX_SPAWN_DUP2, its_write, 4),
            ],
            setpgroup=0,  # one group, so that all processes of Chromium can be ended together
        )
        os.close(its_read)
        os.close(its_write)
        try:
            yield Page(our_write, our_read)
        finally:
            os.close(our_write)
            os.close(our_read)
            _end_process(process)
            _remove_socket(Path(profile))


def _with_language(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment variables for Chromium, with English as the language if the locale is
    C.

    In the locale C, Chromium uses the language "en-US@posix". Then the page's script would fail,
    because JavaScript's `Intl` rejects this language.
    """
    locale = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "C")
    if locale.partition(".")[0] in ("C", "POSIX"):
        return {**environ, "LC_ALL": "en_US.UTF-8"}
    return environ


def _list_flags(profile: Path) -> list[str]:
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
        flags.append("--no-sandbox")  # Chromium's sandbox does not work for the user root
    return [*flags, "about:blank"]


def _end_process(process: int) -> None:
    """Kill the Chromium process, whose profile is temporary."""
    with suppress(ProcessLookupError, ChildProcessError):
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _remove_socket(profile: Path) -> None:
    """Remove the socket that Chromium leaves behind outside of the profile directory."""
    with suppress(OSError):
        folder = (profile / "SingletonSocket").readlink().parent
        for name in ("SingletonSocket", "SingletonCookie"):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
