"""Reading a pipe to its end, bounded in bytes and in time."""

from __future__ import annotations

import os
import select
import time


class TooLongError(Exception):
    """There are more bytes than allowed."""


def read_pipe(descriptor: int, *, seconds: float, most_bytes: int) -> bytes:
    """Return all that can be read; a writer that never ends is not waited for.

    Args:
        descriptor: The pipe, opened for reading.
        seconds: The time for everything.
        most_bytes: The most bytes.

    Raises:
        TimeoutError: It did not end in time.
        TooLongError: There are more bytes.
        OSError: It cannot be read.
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
