"""A process that has imported boardwright, and forks a child process for each command.

A child process has its own folder, environment, output and exit code, and exits like a normal
process. Only starting the interpreter and importing modules is saved. Variables of Python itself,
such as PYTHONHASHSEED, take effect when the interpreter starts, so commands with such variables
need a new process.
"""

from __future__ import annotations

import array
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

SECONDS = 60


def can_fork(env: Mapping[str, str]) -> bool:
    """Return whether the variables allow a fork: none of them needs a new interpreter."""
    return hasattr(os, "fork") and not any(name.startswith("PYTHON") for name in env)


class CommandServer:
    """Starts the process, and runs commands in forked child processes."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the process."""
        ours, theirs = socket.socketpair()
        self._socket = ours
        self._socket.settimeout(SECONDS)
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()

    def run(
        self, args: Sequence[str], *, cwd: Path, env: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run `boardwright ARGS` in a folder, and return its output and exit code."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            request = json.dumps({"args": list(args), "cwd": str(cwd), "env": dict(env)}).encode()
            files = array.array("i", [out.fileno(), err.fileno()])
            self._socket.sendmsg(
                [len(request).to_bytes(4, "big")],
                [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)],
            )
            self._socket.sendall(request)
            try:
                code = int.from_bytes(_receive(self._socket, 4), "big", signed=True)
            except TimeoutError as error:
                self.close()
                self.start()
                raise subprocess.TimeoutExpired(list(args), SECONDS) from error
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode().replace("\r\n", "\n"))
        return subprocess.CompletedProcess(list(args), code, *texts)

    def close(self) -> None:
        """Stop the process, and any command that is still running."""
        self._socket.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=10)


def _receive(connection: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        part = connection.recv(size - len(content))
        if not part:
            raise EOFError
        content += part
    return content


def _import_boardwright() -> None:
    """Import every module of the product."""
    import pkgutil
    from importlib import import_module

    import boardwright

    for module in pkgutil.walk_packages(boardwright.__path__, "boardwright."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def serve(connection: socket.socket) -> None:
    """Answer requests until the socket is closed. A forked child returns, to run its command."""
    while True:
        header, ancillary, _, _ = connection.recvmsg(4, socket.CMSG_SPACE(8))
        if not header:
            sys.exit(0)
        files = array.array("i")
        files.frombytes(ancillary[0][2])
        request = json.loads(_receive(connection, int.from_bytes(header, "big")))
        child = os.fork()
        if child == 0:
            connection.close()
            _become(request, files)
            return
        for file in files:
            os.close(file)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        connection.sendall(code.to_bytes(4, "big", signed=True))


def _become(request: Mapping[str, object], files: array.array[int]) -> None:
    """Set the folder, environment, arguments and output of this process from a request."""
    for target, file in enumerate(files, 1):
        os.dup2(file, target)
        os.close(file)
    os.chdir(str(request["cwd"]))
    os.environ.clear()
    os.environ.update(request["env"])  # type: ignore[call-overload]
    sys.argv[:] = ["boardwright", *request["args"]]  # type: ignore[misc]


if __name__ == "__main__":
    del sys.path[0]  # the folder of the tests
    _import_boardwright()
    serve(socket.socket(fileno=int(sys.argv[1])))
    from boardwright.cli import main

    main()
