"""Evaluates many test files with one promtool process, because starting a process is slow.

`promtool test rules A B C` evaluates the files one after another. This module passes pipes instead
of files. promtool waits at each pipe until boardwright writes a test file into the pipe. Before
promtool reads a file, it prints a heading that contains the path of the file. The report about a
test file therefore ends at the heading of the next file.
"""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import time
from collections.abc import Sequence

from boardwright.engine.engine_errors import EngineError

_SECONDS = 120
_CHUNK = 65_536
_GARBAGE_COLLECTION = "GOGC"
_HEADING = re.compile(rb"[^\n]*: +")


class PromtoolSession:
    """A promtool process that waits for test files.

    Args:
        command: The path of promtool with its flags, without a subcommand.
        count: The number of test files that the process evaluates at most.

    Raises:
        EngineError: promtool cannot be run.
    """

    def __init__(self, command: Sequence[str], count: int) -> None:
        # After the last report, promtool prints the heading of one more file and waits for it.
        pipes = [os.pipe() for _ in range(count + 1)]
        readers = [reader for reader, _ in pipes]
        self._writers = [writer for _, writer in pipes]
        self._paths = [f"/dev/fd/{reader}" for reader in readers]
        self._output, output = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the user's own program
                [*command, "test", "rules", *self._paths],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=readers,
                env={_GARBAGE_COLLECTION: "400", **os.environ},
            )
        except OSError as error:
            self._close_pipes()
            raise EngineError(f"cannot be run: {error.strerror}", where=command[0]) from None
        finally:
            for descriptor in (*readers, output):
                os.close(descriptor)
        self._report = bytearray()
        self._has_started = False

    @property
    def has_files_left(self) -> bool:
        """Whether the process is waiting for another test file."""
        return len(self._writers) > 1

    def evaluate(self, content: bytes) -> str:
        """Return promtool's report about a test file.

        Raises:
            EngineError: promtool took too long, or ended before it had printed the report.
        """
        deadline = time.monotonic() + _SECONDS
        self._write_file(content, deadline)
        if not self._has_started:
            self._read_to_heading(deadline)
            self._has_started = True
        return self._read_to_heading(deadline)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._close_pipes()
        self._process.wait()

    def leave_to_parent(self) -> None:
        """Close the pipes after a fork, and leave the promtool process to the parent process."""
        self._close_pipes()
        self._process.returncode = 0  # The child process must not wait for promtool.

    def _write_file(self, content: bytes, deadline: float) -> None:
        writer = self._writers.pop(0)
        os.set_blocking(writer, False)
        unwritten = memoryview(content)
        try:
            while unwritten:
                self._wait_for_pipe(writer, selectors.EVENT_WRITE, deadline)
                unwritten = unwritten[os.write(writer, unwritten[:_CHUNK]) :]
        except BrokenPipeError:
            pass  # The process has ended. Its output contains the reason.
        finally:
            os.close(writer)

    def _read_to_heading(self, deadline: float) -> str:
        """Return the output up to the heading of the next file."""
        path = self._paths.pop(0).encode() + b"\n"
        searched = 0
        while (start := self._find_heading(path, searched)) < 0:
            searched = max(0, len(self._report) - len(path))
            if not self._read_chunk(deadline):
                raise self._build_ended_error()
        before = self._report[:start].decode(errors="replace")
        del self._report[: self._report.index(path, start) + len(path)]
        return before

    def _find_heading(self, path: bytes, searched: int) -> int:
        """Return the start of the heading that ends with `path`; -1 if the report has no heading.

        The search begins at index `searched`, because a report can have many megabytes.
        """
        while (index := self._report.find(path, searched)) >= 0:
            start = self._report.rfind(b"\n", 0, index) + 1
            if _HEADING.fullmatch(self._report, start, index):
                return start
            searched = index + 1
        return -1

    def _read_chunk(self, deadline: float) -> bool:
        """Read output of promtool. Return False at the end of the output."""
        self._wait_for_pipe(self._output, selectors.EVENT_READ, deadline)
        chunk = os.read(self._output, _CHUNK)
        self._report += chunk
        return bool(chunk)

    def _wait_for_pipe(self, pipe: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise EngineError(
                    f"promtool did not end within {_SECONDS} s",
                    hint="Declare fewer series, or evaluate the queries at fewer times.",
                )

    def _build_ended_error(self) -> EngineError:
        code = self._process.wait()
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        text = self._report.decode(errors="replace").strip()[-500:]
        return EngineError(f"promtool {how}: {text}" if text else f"promtool {how}")

    def _close_pipes(self) -> None:
        for descriptor in (*self._writers, self._output):
            os.close(descriptor)
