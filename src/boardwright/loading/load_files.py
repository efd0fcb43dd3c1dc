"""Loads files that declare boards, alerts or rules. The work is distributed to several processes,
one for each processor core, and no file affects the result of another file.

A supervisor process, which the module `worker_processes` describes, imports grafanalib once and
forks worker processes. Each worker loads a batch of files, and imports the user's modules again for
each file. A worker stops after a file that may have changed the Python interpreter. If a worker
finds that a library was changed, its files are loaded again, each in a separate process.
"""

from __future__ import annotations

import gc
import marshal
import os
import pickle
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from contextvars import copy_context
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import LARGEST
from boardwright.frozen import frozen
from boardwright.loading.file_reader import FileReader, LoadedFile, LoadSettings
from boardwright.loading.forked_process import count_cores
from boardwright.loading.grafanalib_objects import PACKAGE as GRAFANALIB
from boardwright.loading.library_state import LibraryState
from boardwright.loading.sdk_objects import PACKAGE as SDK
from boardwright.loading.source_scan import STANDARD, SourceScan, find_unlisted_modules
from boardwright.loading.user_errors import find_innermost_place
from boardwright.loading.user_files import UserFiles
from boardwright.loading.user_modules import CompiledModule, forget_host_modules, list_top_names
from boardwright.loading.worker_job import Begin, WorkerReply
from boardwright.loading.worker_processes import run_batches

R = TypeVar("R")

_LARGEST_BATCH = 50


@frozen
class _ReusableData:
    """Data from one worker that later workers can reuse.

    Attributes:
        compiled: Path of an imported module, without symbolic links -> the digest of its text, its
            marshalled code, and the result of `scan_source`.
        uses_sdk: Whether a file of the batch imports the Foundation SDK.
    """

    compiled: Mapping[str, tuple[str, bytes, SourceScan]]
    uses_sdk: bool


def load_files(
    paths: Sequence[Path],
    settings: LoadSettings,
    *,
    explicit: Collection[Path] = (),
    finish: Callable[[], Callable[[LoadedFile], R]],
) -> Iterator[R]:
    """Load files, and yield a result for each file as soon as the result is ready. Loading starts
    when the function is called, not when the first result is requested.

    Args:
        paths: The modules and JSON files to load.
        settings: The settings of the project.
        explicit: Files that the user passed on the command line; each of these files must declare a
            board.
        finish: Function that the supervisor calls once, and that returns a conversion function.
            Workers call the conversion function with each `LoadedFile`, and pickle the result that
            `load_files` yields.
    """
    if not paths:
        return iter(())
    files = [Path(os.path.abspath(path)) for path in paths]
    explicit_files = {Path(os.path.abspath(path)) for path in explicit}
    return run_batches(
        _LoadJob(settings, explicit_files, finish, files), _divide_into_batches(files)
    )


def _divide_into_batches(paths: Sequence[Path]) -> list[Sequence[Path]]:
    """Return the files in batches. The first batches are large, because boardwright forks a process
    for each batch.

    The last batches are small, so that all workers end at about the same time.
    """
    smallest = min(_LARGEST_BATCH // 2, -(-len(paths) // (2 * count_cores())))
    batches, start = [], 0
    while start < len(paths):
        share = 2 * (len(paths) - start) // (3 * count_cores())
        size = min(_LARGEST_BATCH, max(smallest, share))
        batches.append(paths[start : start + size])
        start += size
    return batches


class _LoadJob:
    def __init__(
        self,
        settings: LoadSettings,
        explicit: Collection[Path],
        finish: Callable[[], Callable[[LoadedFile], Any]],
        paths: Sequence[Path],
    ) -> None:
        self._settings, self._explicit, self._finish = settings, explicit, finish
        self._paths = paths
        self._files = UserFiles(settings.root)
        self.seconds, self.slow_after = settings.load_timeout, settings.slow_after

    def prepare(self) -> None:
        """Import the modules that the files probably need. The workers, which are forked later,
        inherit these modules.
        """
        # imported here, because only the loading of files needs this module
        from boardwright.promql.windows import settings as promql_settings

        settings = self._settings
        self._promql = promql_settings(
            scrape_interval=settings.scrape_interval, window=settings.window
        )
        self._promql.__enter__()
        self._reader = FileReader(settings, self._explicit)
        self._result = self._finish()
        names = list_top_names([*settings.python_path, settings.dashboards, settings.root])
        if any(path.suffix == ".py" for path in self._paths):
            for name in (f"{GRAFANALIB}.core", *sorted(STANDARD - names)):
                import_module(name)
        if any(SDK.encode() in _read_content(path) for path in self._paths[:_LARGEST_BATCH]):
            self._import_sdk()
        forget_host_modules(self._files, names)
        self._reader.modules.install()
        find_unlisted_modules()  # called before the user's modules are loaded
        self._state = LibraryState() if len(self._paths) > 1 else None
        gc.freeze()

    def run(self, tasks: Sequence[Path], begin: Begin) -> WorkerReply:
        """Load files one after the other. Stop after a file that may have changed the Python
        interpreter, or that imported a new library.
        """
        self._reader.dependencies.listen()
        compiled = self._reader.modules.compiled
        known = {*compiled}
        results: list[bytes] = []
        for index, path in enumerate(tasks):
            begin(index)
            modules_before = {*sys.modules}
            loaded = copy_context().run(self._reader.read, path)
            results.append(pickle.dumps(self._result(loaded)))
            if loaded.doubt or _has_new_library(sys.modules.keys() - modules_before):
                break
        return WorkerReply(
            results=tuple(results),
            sound=len(tasks) == 1 or self._state is None or not self._state.has_changed(),
            news=_ReusableData(
                compiled={
                    path: _marshal_compiled(compiled[path]) for path in compiled.keys() - known
                },
                uses_sdk=SDK in self._reader.modules.found_packages,
            ),
        )

    def learn(self, news: _ReusableData) -> None:
        """Store the code that a worker compiled. Import the Foundation SDK if a file of the
        worker's batch imports it.
        """
        for path, (name, code, scan) in news.compiled.items():
            self._reader.modules.compiled[path] = name, marshal.loads(code), scan  # noqa: S302 - boardwright itself wrote the data
        if news.uses_sdk and SDK not in sys.modules:
            self._import_sdk()
            self._state = self._state and LibraryState()

    def build_lost_result(self, task: Path, how: str) -> Any:
        """Return a result with an error for a file whose code ended the worker process."""
        return self._build_error_result(
            task, DeclarationError(how, where=self._files.locate(task), hint=_LOST_HINT)
        )

    def build_timeout_result(self, task: Path, trace: str) -> Any:
        """Return a result with an error for a file that took too long to load. The error names the
        line that was being executed.
        """
        place = find_innermost_place(trace, self._files) or self._files.locate(task)
        what = f"takes longer than {self.seconds:g} s to load"
        if place.file != self._files.name_file(task):
            what = f"{what} (for {self._files.name_file(task)})"
        return self._build_error_result(
            task, DeclarationError(what, where=place, hint=_TIMEOUT_HINT)
        )

    def describe_tasks(self, tasks: Sequence[Path]) -> str:
        return f"Python was running {self._name_files(tasks)}."

    def report_slow_task(self, task: Path) -> None:
        """Log a warning that a file takes long to load. If no log handler is installed, Python
        writes the warning to stderr.
        """
        import logging

        name, seconds = self._files.name_file(task), self.seconds
        logging.getLogger(__name__).warning(
            "Still loading %s. Loading stops after %g s (setting load_timeout).", name, seconds
        )

    def build_supervisor_error(self, tasks: Sequence[Path], how: str) -> DeclarationError:
        """Return the error to raise if a signal ended the supervisor."""
        return DeclarationError(
            f"the process that loads files {how}",
            where=self._name_files(tasks),
            hint="A module must not send signals to other processes when it is loaded. If no "
            "module sends signals, something else ended the process, for example Linux "
            "because memory ran out.",
        )

    def _name_files(self, tasks: Sequence[Path]) -> str:
        return " and ".join(self._files.name_file(task) for task in tasks)

    def _build_error_result(self, task: Path, error: DeclarationError) -> Any:
        return self._result(LoadedFile(path=task, errors=(error,)))

    def _import_sdk(self) -> None:
        for name in _SDK_MODULES:
            with suppress(ImportError):
                import_module(f"{SDK}.{name}")


def _marshal_compiled(compiled: CompiledModule) -> tuple[str, bytes, SourceScan]:
    name, code, scan = compiled
    return name, marshal.dumps(code), scan


def _has_new_library(names: Set[str]) -> bool:
    """Return whether a module belongs to a library that the supervisor does not import."""
    return any(name.partition(".")[0] not in _PREPARED_LIBRARIES for name in names)


def _read_content(path: Path) -> bytes:
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                return file.read(LARGEST)
    return b""


_PREPARED_LIBRARIES = frozenset({GRAFANALIB, SDK, "boardwright"})
_SDK_MODULES = ("builders.dashboard", "builders.prometheus", "builders.timeseries", "builders.stat")
_TIMEOUT_HINT = (
    "Check whether the code at this line loops without end or waits for something. To "
    "allow more time, set `load_timeout` (in seconds) in [project] of boardwright.toml."
)
_LOST_HINT = "The code of a module must not end or crash the process that loads the module."
