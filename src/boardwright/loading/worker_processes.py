"""Tasks in processes of their own, on all cores; a task may crash, exit or hang without harm to us.

    this process <-- results --- supervisor <-- replies --- workers

`results_of` forks a supervisor, which prepares itself once (imports, say) and forks a worker for
each batch of tasks. A batch of several tasks is a bet that none of them affects the next: a worker
that loses it reports so, or ends without a reply, and each of its tasks is run again in a worker
of its own. `concurrent.futures` and `multiprocessing.Pool` do not fit: the first gives up all tasks
when a worker ends, the second waits for it forever.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import select
import signal
import sys
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, Generic, NoReturn, Protocol, TypeVar

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen

T = TypeVar("T")
Task_contra = TypeVar("Task_contra", contravariant=True)

STRAY = 113
"""The exit code of a copy of a worker: a task forked, and the child returned to our code."""

_OUR_FAULT = 114
"""The exit code of a worker in which our own code raised an exception."""

_LENGTH = 8
"""Bytes that hold the length of a reply, before it."""

_CHUNK = 1 << 20
_GLANCE = 200
"""Milliseconds after which the supervisor looks whether a silent worker is still there."""


@frozen
class WorkerReply:
    """A worker's results for its batch.

    Attributes:
        results: The pickled results of its first tasks, at least one; the others are still to do.
        sound: Whether no task of the batch affected another.
        news: Data for the supervisor, before it forks more workers.
    """

    results: tuple[bytes, ...]
    sound: bool
    news: Any = None


class WorkerJob(Protocol[Task_contra]):
    """The work to do in the processes."""

    def prepare(self) -> None:
        """Prepare the supervisor; workers are copies of it."""

    def run(self, tasks: Sequence[Task_contra]) -> WorkerReply:
        """Run tasks, in a worker."""

    def learn(self, news: Any) -> None:
        """Take the news of a worker, in the supervisor."""

    def lost(self, task: Task_contra, how: str) -> Any:
        """Return the result of a task whose worker ended without a reply, in the supervisor."""


def results_of(work: WorkerJob[T], batches: Sequence[Sequence[T]]) -> Iterator[Any]:
    """Run the tasks of all batches and yield their results, as they come.

    The processes start at once, not only when the first result is asked for.

    Raises:
        BoardwrightError: The work could not be prepared.
    """
    reader, writer = _pipe()
    supervisor = _fork(lambda: _Supervisor(work, writer).run(batches), without=[reader])
    os.close(writer)
    return _results_of_supervisor(supervisor, reader)


def _results_of_supervisor(supervisor: int, reader: int) -> Iterator[Any]:
    try:
        with open(reader, "rb") as stream:
            yield from _receive_results(stream)
    finally:
        with suppress(ChildProcessError):  # whoever started us ignores SIGCHLD
            os.waitpid(supervisor, 0)  # it ends when nobody reads its results any more


def cores() -> int:
    """Return how many processes can run at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _receive_results(stream: BinaryIO) -> Iterator[Any]:
    while True:
        try:
            result = pickle.load(stream)  # noqa: S301 - our own process wrote it
        except EOFError:
            raise RuntimeError("the process that supervises loading ended early") from None
        if result is None:
            return
        if isinstance(result, _Unprepared):
            raise result.error
        yield result


@frozen
class _Unprepared:
    error: BoardwrightError


class _Worker(Generic[T]):
    """A worker, as its supervisor knows it."""

    def __init__(self, pid: int, reader: int, tasks: Sequence[T]) -> None:
        self.pid, self.reader, self.tasks = pid, reader, tasks
        self._received = bytearray()

    def read(self) -> bool:
        """Take what the worker has written; return whether there may come more."""
        try:
            part = os.read(self.reader, _CHUNK)
        except BlockingIOError:
            return False
        self._received += part
        return bool(part) and not self.is_complete()

    def is_complete(self) -> bool:
        """Return whether its reply is here."""
        length = int.from_bytes(self._received[:_LENGTH])
        return len(self._received) >= _LENGTH and len(self._received) >= _LENGTH + length

    def reply(self) -> WorkerReply | None:
        """Return its reply; None when it ended before it gave one."""
        if not self.is_complete():
            return None
        reply: WorkerReply = pickle.loads(self._received[_LENGTH:])  # noqa: S301 - our own process wrote it
        return reply


class _Supervisor(Generic[T]):
    """Hands batches to workers, and their results on."""

    def __init__(self, work: WorkerJob[T], writer: int) -> None:
        self._work, self._writer = work, writer
        self._waiting: deque[Sequence[T]] = deque()
        self._workers: dict[int, _Worker[T]] = {}
        self._results: deque[bytes] = deque()
        self._ending: list[int] = []
        """Workers that gave their reply."""
        self._poll = select.poll()
        self._poll.register(writer, 0)  # without events: reports that nobody reads it any more

    def run(self, batches: Sequence[Sequence[T]]) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends our reader, and that ends us
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            self._work.prepare()
        except BoardwrightError as error:
            self._send_all(pickle.dumps(_Unprepared(error=error)))
            return
        self._waiting.extend(batches)
        try:
            os.set_blocking(self._writer, False)  # a slow reader must not keep workers waiting
            while self._waiting or self._workers:
                self._start_workers()
                self._poll.modify(self._writer, select.POLLOUT if self._results else 0)
                self._look_after_workers()
            self._send_all(pickle.dumps(None))
        except BrokenPipeError:
            self._kill_workers()

    def _send_some(self) -> None:
        part = self._results.popleft()
        if rest := part[os.write(self._writer, part) :]:
            self._results.appendleft(rest)

    def _send_all(self, last: bytes) -> None:
        os.set_blocking(self._writer, True)
        for part in (*self._results, last):
            _write(self._writer, part)

    def _start_workers(self) -> None:
        while self._waiting and len(self._workers) < cores():
            tasks = self._waiting.popleft()
            reader, writer = _pipe()
            others = [self._writer, reader, *self._workers]
            pid = _fork(lambda t=tasks, w=writer: _serve(self._work, t, w), without=others)  # type: ignore[misc]
            os.close(writer)
            self._workers[reader] = _Worker(pid, reader, tasks)
            self._poll.register(reader, select.POLLIN)

    def _look_after_workers(self) -> None:
        for descriptor, event in self._poll.poll(_GLANCE):
            if descriptor == self._writer:
                if event & ~select.POLLOUT:
                    raise BrokenPipeError
                self._send_some()
                continue
            worker = self._workers[descriptor]
            if not worker.read():
                self._finish(worker, None if worker.is_complete() else _status(worker.pid, 0))
        for worker in [*self._workers.values()]:  # what it forked may hold its pipe open
            status = _status(worker.pid, os.WNOHANG)
            if status is not None:
                os.set_blocking(worker.reader, False)
                while worker.read():
                    pass
                self._finish(worker, status)
        self._ending = [pid for pid in self._ending if _status(pid, os.WNOHANG) is None]

    def _finish(self, worker: _Worker[T], status: int | None) -> None:
        self._poll.unregister(worker.reader)
        os.close(worker.reader)
        del self._workers[worker.reader]
        if status is None:
            self._ending.append(worker.pid)
        reply, tasks = worker.reply(), worker.tasks
        if len(tasks) > 1 and (reply is None or not reply.sound):
            self._waiting.extendleft([task] for task in reversed(tasks))
        elif reply is None:
            result = self._work.lost(tasks[0], _description(status or 0))
            self._results.append(pickle.dumps(result))
        else:
            self._work.learn(reply.news)
            self._results.extend(reply.results)
            if left := tasks[len(reply.results) :]:
                self._waiting.appendleft(left)

    def _kill_workers(self) -> None:
        for worker in self._workers.values():
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)


def _serve(work: WorkerJob[T], tasks: Sequence[T], writer: int) -> None:
    pid = os.getpid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _print_to_stderr()
    content = pickle.dumps(work.run(tasks))
    if os.getpid() != pid:
        os._exit(STRAY)
    sys.stdout.flush()
    _write(writer, len(content).to_bytes(_LENGTH) + content)


def _print_to_stderr() -> None:
    """Redirect stdout to stderr, for programs that a task starts too: stdout is for our output."""
    with suppress(OSError):  # there is no stderr
        os.dup2(2, 1)
    sys.stdout = _text_file(1)
    sys.stderr = _text_file(2)


def _text_file(descriptor: int) -> Any:
    try:
        return open(
            descriptor, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
        )
    except OSError:
        return open(os.devnull, "w", encoding="utf-8")


def _status(pid: int, options: int) -> int | None:
    """Return how a worker ended; None while it runs."""
    ended, status = os.waitpid(pid, options)
    return status if ended else None


def _description(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code == _OUR_FAULT:
        return "makes boardwright fail with the exception above; if this is our bug, report it"
    if code >= 0:
        return f"ends the process with exit code {code}"
    return f"makes Python crash ({signal.Signals(-code).name})"


def _fork(run: Callable[[], None], *, without: Sequence[int]) -> int:
    """Run a function in a copy of this process, and return the copy's id.

    Args:
        run: The function.
        without: Descriptors that the copy closes.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # for processes with threads: `watch`
        pid = os.fork()
    if not pid:
        _run_and_end(run, without)
    return pid


def _run_and_end(run: Callable[[], None], without: Sequence[int]) -> NoReturn:
    code = _OUR_FAULT
    try:
        for descriptor in without:
            os.close(descriptor)
        run()
        code = 0
    except BrokenPipeError:
        code = 0  # nobody wants the result any more
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _pipe() -> tuple[int, int]:
    """Return a pipe whose ends are not 0, 1 or 2, even where those are closed."""
    reader, writer = os.pipe()
    with suppress(OSError, AttributeError):  # Linux alone has larger pipes, up to a limit
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, _CHUNK)
    return _above_stderr(reader), _above_stderr(writer)


def _above_stderr(descriptor: int) -> int:
    if descriptor > 2:
        return descriptor
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(descriptor)
    return moved


def _write(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
