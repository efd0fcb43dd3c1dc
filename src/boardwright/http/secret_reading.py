"""Reading a secret from a file or a program, bounded in bytes and in time."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from boardwright.http.bounded_reading import TooLongError, read_pipe
from boardwright.http.request_errors import NoCredentialsError

MOST_BYTES = 64 * 1024
"""The longest secret, or file of variables, that is read."""
FILE_SECONDS = 10
COMMAND_SECONDS = 60
"""The time that a program has to print a token; it may ask its user."""

_READABLE_BY_OTHERS = 0o044


def read_secret_file(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and a warning when other users of this machine can read it.

    Args:
        path: The file; a FIFO is waited for.
        name: The file as the configuration names it, for messages.

    Raises:
        NoCredentialsError: It cannot be read, is not UTF-8, is too long, or takes too long.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            mode = os.fstat(descriptor).st_mode
            text = _read(descriptor, FILE_SECONDS).decode()
        finally:
            os.close(descriptor)
    except (OSError, UnicodeDecodeError, TooLongError) as error:
        raise NoCredentialsError(
            f"the file {name} cannot be read: {_reason(error, FILE_SECONDS)}",
            hint="boardwright.toml names it, relative to its own folder.",
        ) from None
    warning = f"others on this machine can read {name}: run `chmod 600 {name}`"
    return text, (warning,) if mode & _READABLE_BY_OTHERS else ()


def run_token_command(command: Sequence[str], *, environ: Mapping[str, str], root: Path) -> str:
    """Return the output of a program; its errors go to our own standard error.

    Args:
        command: The program and its arguments; no shell reads them.
        environ: The environment of the program.
        root: The folder in which it runs.

    Raises:
        NoCredentialsError: It cannot be run, fails, prints too much, or does not end in time.
    """
    name = f"the token_command {command[0]!r}"
    try:
        program = subprocess.Popen(  # noqa: S603 - named by the project, and run without a shell
            [*command], cwd=root, env={**environ}, stdout=subprocess.PIPE
        )
    except (OSError, ValueError) as error:
        raise NoCredentialsError(f"{name} cannot be run: {_reason(error, 0)}") from None
    try:
        with program.stdout or open(os.devnull, "rb") as output:
            end = time.monotonic() + COMMAND_SECONDS
            text = _read(output.fileno(), COMMAND_SECONDS)
            code = program.wait(max(0, end - time.monotonic()))
    except (TooLongError, TimeoutError, subprocess.TimeoutExpired) as error:
        raise NoCredentialsError(f"{name} failed: {_reason(error, COMMAND_SECONDS)}") from None
    finally:
        if program.poll() is None:
            program.kill()
            program.wait()
    if code != 0:
        raise NoCredentialsError(f"{name} ended with {code}")
    return text.decode("utf-8", "replace")


def _read(descriptor: int, seconds: float) -> bytes:
    return read_pipe(descriptor, seconds=seconds, most_bytes=MOST_BYTES)


def _reason(error: Exception, seconds: float) -> str:
    match error:
        case TooLongError():
            return f"it has more than {MOST_BYTES >> 10} KiB, which no secret has"
        case UnicodeDecodeError():
            return "it is not UTF-8"
        case TimeoutError() | subprocess.TimeoutExpired():
            return f"it did not end within {seconds} s"
        case OSError():
            return error.strerror or str(error)
        case _:
            return str(error)
