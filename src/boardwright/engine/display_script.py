"""Runs JavaScript code of the preview in the engine V8, to compute the values that a panel
displays.

The Python package mini-racer contains V8. The module runs V8 in a separate process, because it must
be able to stop V8: a regular expression in a dashboard may take hours.
"""

from __future__ import annotations

import select
import subprocess
import sys
import time
from contextlib import suppress
from importlib.util import find_spec

import orjson

from boardwright.engine.engine_errors import EngineError, EngineMissingError
from boardwright.engine.shown_values import ShownPanel
from boardwright.schema.document import Json

SECONDS = 10.0
"""The time limit for the values of one panel, in seconds."""

_CHUNK = 2**20
_WORKER = (sys.executable, "-P", "-m", "boardwright.engine.display_worker")
"""With the option `-P`, Python does not import modules from the current folder."""


class DisplayScript:
    """Runs the preview's script in V8.

    Raises:
        EngineMissingError: mini-racer is not installed.
    """

    def __init__(self, source: str) -> None:
        if find_spec("py_mini_racer") is None:
            raise EngineMissingError(
                "mini-racer, which runs the script that formats values, is not installed",
                hint='Install it: pip install "boardwright[test]"',
            )
        self._source = source
        self._process: subprocess.Popen[bytes] | None = None

    def compute_shown_values(self, request: Json) -> ShownPanel:
        """Return the values that a panel displays.

        Args:
            request: The panel, the results of its queries, and its variables, as the type `Request`
                in `preview/src/shown/model.ts` defines them.

        Raises:
            EngineError: The script failed, or took longer than `SECONDS`.
        """
        process = self._process or self._start_worker()
        answer = orjson.loads(self._read_answer(process, orjson.dumps(request)))
        if "error" in answer:
            raise EngineError(f"the values of the panel cannot be formatted: {answer['error']}")
        values: ShownPanel = answer["values"]
        return values

    def close(self) -> None:
        """Stop V8."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _start_worker(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - our own module
            _WORKER, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._process = process
        self._send_line(process, orjson.dumps(self._source))
        return process

    def _read_answer(self, process: subprocess.Popen[bytes], request: bytes) -> bytes:
        """Send a request to the worker process, and return the line that the process answers."""
        self._send_line(process, request)
        stream, line, deadline = process.stdout, bytearray(), time.monotonic() + SECONDS
        if stream is None:
            raise AssertionError("the worker process has no pipe for its answers")
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([stream], [], [], max(deadline - time.monotonic(), 0))
            chunk = stream.read(_CHUNK) if ready else b""
            if not chunk:
                self.close()
                raise _build_ended_error() if ready else _build_slow_error()
            line += chunk
        return bytes(line)

    def _send_line(self, process: subprocess.Popen[bytes], line: bytes) -> None:
        if process.stdin is None:
            raise AssertionError("the worker process has no pipe for requests")
        rest = memoryview(line + b"\n")
        with suppress(BrokenPipeError):  # reading the answer reports the end of the process
            while rest:
                rest = rest[process.stdin.write(rest) or 0 :]


def _build_ended_error() -> EngineError:
    return EngineError(
        "the values of the panel cannot be formatted: the JavaScript engine V8 ended without an "
        "answer"
    )


def _build_slow_error() -> EngineError:
    return EngineError(
        f"formatting the values of the panel took longer than {SECONDS:g} s",
        hint="A regular expression in an override, a value mapping or a transformation may "
        "take too long. In regular expressions, avoid a repetition inside a repetition, "
        "such as (a+)+.",
    )
