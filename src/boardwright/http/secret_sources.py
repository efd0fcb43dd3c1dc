"""Reads a token or password from a file or a program, with a size limit and a time limit."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from boardwright.http.pipe_reader import TooLongError, read_pipe
from boardwright.http.request_errors import NoCredentialsError

MOST_BYTES = 64 * 1024
"""Size limit for a file, or for the output of a program, in bytes."""
FILE_SECONDS = 10
COMMAND_SECONDS = 60
"""Time limit for a program that prints a token, in seconds. The program may prompt the user."""

_READABLE_BY_OTHERS = 0o044


def read_secret_file(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and a warning if other users of this machine can read the file.

    Args:
        path: Path of the file, which may be a named pipe.
        name: Path of the file in boardwright.toml, for messages.

    Raises:
        NoCredentialsError: The file cannot be read, is not UTF-8, is longer than `MOST_BYTES`, or
            is a pipe that is not closed within `FILE_SECONDS`.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            mode = os.fstat(descriptor).st_mode
            text = _read_secret(descriptor, FILE_SECONDS).decode()
        finally:
            os.close(descriptor)
    except (OSError, UnicodeDecodeError, TooLongError) as error:
        raise NoCredentialsError(
            f"the file {name} cannot be read: {_describe_read_error(error, FILE_SECONDS)}",
            hint="The path is set in boardwright.toml, and is relative to the folder of "
            "boardwright.toml.",
        ) from None
    warning = f"other users of this machine can read {name}: run `chmod 600 {name}`"
    return text, (warning,) if mode & _READABLE_BY_OTHERS else ()


def run_token_command(command: Sequence[str], *, environ: Mapping[str, str], root: Path) -> str:
    """Run a program and return its standard output.

    Args:
        command: The program and its arguments. The function does not use a shell.
        environ: The environment variables for the program.
        root: The working directory for the program.

    Raises:
        NoCredentialsError: The program cannot be run, fails, prints more than `MOST_BYTES`, or runs
            longer than `COMMAND_SECONDS`.
    """
    name = f"the token_command {command[0]!r}"
    try:
        program = subprocess.Popen(  # noqa: S603 - the command comes from boardwright.toml and is run without a shell
            [*command], cwd=root, env={**environ}, stdout=subprocess.PIPE
        )
    except (OSError, ValueError) as error:
        raise NoCredentialsError(
            f"{name} cannot be run: {_describe_read_error(error, 0)}"
        ) from None
    try:
        with program.stdout or open(os.devnull, "rb") as output:
            end = time.monotonic() + COMMAND_SECONDS
            text = _read_secret(output.fileno(), COMMAND_SECONDS)
            code = program.wait(max(0, end - time.monotonic()))
    except (TooLongError, TimeoutError, subprocess.TimeoutExpired) as error:
        raise NoCredentialsError(
            f"{name} failed: {_describe_read_error(error, COMMAND_SECONDS)}"
        ) from None
    finally:
        if program.poll() is None:
            program.kill()
            program.wait()
    if code != 0:
        raise NoCredentialsError(f"{name} failed with exit code {code}")
    return text.decode("utf-8", "replace")


def _read_secret(descriptor: int, seconds: float) -> bytes:
    return read_pipe(descriptor, seconds=seconds, most_bytes=MOST_BYTES)


def _describe_read_error(error: Exception, seconds: float) -> str:
    match error:
        case TooLongError():
            return (
                f"the content is longer than {MOST_BYTES >> 10} KiB, which is too long for a secret"
            )
        case UnicodeDecodeError():
            return "the content is not UTF-8"
        case TimeoutError() | subprocess.TimeoutExpired():
            return f"reading the content took longer than {seconds} s"
        case OSError():
            return error.strerror or str(error)
        case _:
            return str(error)
