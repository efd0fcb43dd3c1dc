"""Reads a pipe to its end, with a size limit and a time limit."""

from __future__ import annotations

import os
import select
import time


class TooLongError(Exception):
    """Raised if the content of a pipe is longer than the size limit."""


def read_pipe(descriptor: int, *, seconds: float, most_bytes: int) -> bytes:
    """Return the content of a pipe, after the writing process has closed the pipe.

    Args:
        descriptor: File descriptor of the pipe, opened for reading.
        seconds: Time limit, in seconds.
        most_bytes: Size limit, in bytes.

    Raises:
        TimeoutError: The writing process did not close the pipe within the time limit.
        TooLongError: The content is longer than `most_bytes`.
        OSError: The pipe cannot be read.
    """
    end, content = time.monotonic() + seconds, bytearray()
    while True:
        ready, _, _ = select.select([descriptor], [], [], max(0, end - time.monotonic()))
        if not ready:
            raise TimeoutError
        chunk = os.read(descriptor, 1 << 16)
        if not chunk:
            return bytes(content)
        content += chunk
        if len(content) > most_bytes:
            raise TooLongError
