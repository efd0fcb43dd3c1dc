"""Reads a pipe to its end, with limits on size and time."""

from __future__ import annotations

import os
import select
import time


class TooLongError(Exception):
    """The pipe contains more bytes than allowed."""


def read_pipe(descriptor: int, *, seconds: float, most_bytes: int) -> bytes:
    """Return the content of a pipe. If the writing process does not close the pipe in time, raise
    an error.

    Args:
        descriptor: File descriptor of the pipe, opened for reading.
        seconds: Time limit for reading everything.
        most_bytes: Largest number of bytes that are read.

    Raises:
        TimeoutError: The writing process did not close the pipe in time.
        TooLongError: The pipe contains more than `most_bytes`.
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
