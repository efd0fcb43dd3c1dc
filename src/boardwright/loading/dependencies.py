"""Collects the inputs ("facts") on which the boards of a file depend, such as other files and
environment variables.

Python's audit hooks report when code opens a file, lists a folder, or accesses other processes or
the network. Audit hooks do not report when code reads the clock, random numbers or environment
variables, or calls functions such as `os.path.exists`. Therefore, `source_scan` searches the text
of each module for such code.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from boardwright.loading.facts import UNSTABLE, FactReader, compute_digest
from boardwright.loading.source_scan import SourceScan, parse_word_set
from boardwright.loading.user_files import UserFiles

_IMPORTLIB = "<frozen importlib"
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

HARMLESS_EVENTS = parse_word_set(
    """
    array.__new__ builtins.id code.__new__ compile exec function.__new__ import marshal.dumps
    marshal.load marshal.loads object.__getattr__ os.chdir os.fwalk os.walk pickle.find_class
    sys._getframe sys._getframemodulename sys.excepthook sys.unraisablehook
    """
)
"""Python's audit events that boardwright ignores, because they access no input from outside the
process, or because another event reports the access.
"""

_ATTRIBUTES = frozenset({"object.__delattr__", "object.__setattr__"})
"""Python's audit events for changes of a function's code or defaults. attrs and dataclasses also
cause these events.
"""


class Dependencies:
    """Collects the facts on which the boards of the current file depend.

    Args:
        files: Object that determines which files belong to the user, not to libraries.

    Attributes:
        facts: Name and value of each fact.
        doubt: The reason why the boards of the file may change although no fact changes; empty if
            no reason is known.
        forked: Whether the modules of the file forked this process.
    """

    def __init__(self, files: UserFiles) -> None:
        self._files = files
        self._reader = FactReader()
        self._listens = False
        self.begin()

    def begin(self) -> None:
        """Forget the facts of the previous file. Call this method before each file is loaded."""
        self.facts: dict[str, str] = {}
        self.doubt = ""
        self.forked = False

    def listen(self) -> None:
        """Register this object as an audit hook. Python cannot remove audit hooks."""
        harmless, receive_event = HARMLESS_EVENTS, self._receive_event

        def filter_event(event: str, arguments: tuple[Any, ...]) -> None:
            if event not in harmless:
                receive_event(event, arguments)

        sys.addaudithook(filter_event)

    @contextmanager
    def collect_facts(self) -> Iterator[None]:
        """Collect facts while the `with` block runs."""
        self._listens = True
        try:
            yield
        finally:
            self._listens = False

    @contextmanager
    def _ignore_events(self) -> Iterator[None]:
        listened, self._listens = self._listens, False
        try:
            yield
        finally:
            self._listens = listened

    def add(self, kind: str, name: str) -> None:
        """Record a fact with its current value."""
        fact = f"{kind}:{name}"
        if fact not in self.facts:
            with self._ignore_events():
                self.facts[fact] = self._reader.read_value(fact)
            if self.facts[fact] == UNSTABLE:
                self.record_doubt(f"reads {name}")

    def add_source(self, path: str, text: bytes, scan: SourceScan) -> None:
        """Record facts for a module's text, the module's path, and the environment variables that
        the module reads.
        """
        self.facts[f"file:{os.path.abspath(path)}"] = compute_digest(text)
        self.add("real", os.path.abspath(path))
        for name in scan.variables:
            self.add("variable", name)
        if scan.doubt:
            self.record_doubt(scan.doubt)

    def add_search(self, name: str, folders: Sequence[str]) -> None:
        """Record, for each folder, the files that an import of this name may find in the folder."""
        module = name.rpartition(".")[2]
        for folder in map(os.path.abspath, folders):
            self.add("search", f"{folder}\0{module}")
            inner = os.path.join(folder, module)
            if os.path.isdir(inner):  # the folder is a package, or may become one
                self.add("search", f"{inner}\0__init__")

    def record_doubt(self, reason: str) -> None:
        """Record a reason why the boards may change although no fact changes. Only the first reason
        is kept.
        """
        self.doubt = self.doubt or reason

    def _receive_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._listens:
            return
        filename = sys._getframe(2).f_code.co_filename
        if filename.startswith(_IMPORTLIB):
            return  # the module `user_modules` records the searches and the sources of imports
        if event in _ATTRIBUTES and not self._files.find_owner(filename).is_user:
            return
        with self._ignore_events():
            self._record_event(event, arguments)

    def _record_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._record_open(*arguments)
        elif event in ("os.listdir", "os.scandir"):
            self._add_path("folder", "." if arguments[0] is None else arguments[0])
        elif event.startswith(("glob.glob", "pathlib.Path.")):
            self._record_glob(event, *arguments)
        else:
            self.forked = self.forked or event in ("os.fork", "os.forkpty")
            self.record_doubt(
                f"causes Python's audit event {event}, whose result may change between builds"
            )

    def _record_open(self, path: Any, mode: str | None, flags: int) -> None:
        if isinstance(path, int):
            return
        if flags & _WRITING if mode is None else set(mode) & set("wax+"):
            self.record_doubt("writes a file")
        else:
            self._add_path("file", path)

    def _record_glob(self, event: str, *arguments: Any) -> None:
        """Record a glob pattern as a fact. A pattern without wildcards makes Python list no folder,
        so no `folder` fact is recorded for the pattern.
        """
        if event == "glob.glob":
            pattern, folder = arguments[0], "."
        elif event == "glob.glob/2":
            pattern, folder = arguments[0], arguments[2] or "."
        else:
            folder, pattern = arguments
            pattern = f"**/{pattern}" if event.endswith("rglob") else pattern
        if isinstance(folder, int):
            self.record_doubt("searches files below a folder that is given as a file descriptor")
        else:
            self.add("glob", f"{os.path.abspath(os.fsdecode(folder))}\0{os.fsdecode(pattern)}")

    def _add_path(self, kind: str, path: Any) -> None:
        if isinstance(path, int):
            self.record_doubt(
                "accesses a file or folder by its file descriptor instead of its path"
            )
        else:
            self.add(kind, os.path.abspath(os.fsdecode(path)))
