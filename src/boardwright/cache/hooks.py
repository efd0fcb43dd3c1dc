"""Seeing what modules touch: imports, files, folders, environment variables, all else.

Python's audit events tell of files opened, folders listed, processes, sockets and more. They do not
tell of questions such as `os.path.exists`, of environment variables, and of imports of what is
loaded already: for these, functions are replaced while modules run.
"""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from boardwright.cache.tables import HARMLESS_EVENTS

_IMPORTLIB = "<frozen importlib"
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Noting(Protocol):
    """Who is told. Nothing is, while `listens` is false."""

    listens: bool

    def fact(self, kind: str, name: str) -> None:
        """A fact was asked for."""

    def taint(self, reason: str) -> None:
        """Something was done whose result another time is not known."""

    def imported(self, load: Callable[..., Any], name: str, *rest: Any) -> Any:
        """Something is imported: call `load` for it."""


_present: Noting | None = None
_audited = False


@contextmanager
def hooks(noting: Noting) -> Iterator[None]:
    """Tell `noting` of everything until the end."""
    global _present  # noqa: PLW0603 - audit hooks stay for good, so the one there is looks here
    _listen_to_events()
    undo = [_patched(*patch) for patch in _patches(noting)]
    _present, before = noting, _present
    try:
        yield
    finally:
        _present = before
        for owner, name, original in reversed(undo):
            setattr(owner, name, original)


def _listen_to_events() -> None:
    global _audited  # noqa: PLW0603
    if not _audited:
        sys.addaudithook(_on_event)
        _audited = True


def _on_event(event: str, args: tuple[Any, ...]) -> None:
    noting = _present
    if noting is None or event in HARMLESS_EVENTS or not noting.listens:
        return
    if sys._getframe(1).f_code.co_filename.startswith(_IMPORTLIB):
        return  # imports are followed on their own
    noting.listens = False
    try:
        _sort_out(noting, event, args)
    finally:
        noting.listens = True


def _sort_out(noting: Noting, event: str, args: tuple[Any, ...]) -> None:
    if event == "open":
        _opened(noting, *args)
    elif event in ("os.listdir", "os.scandir"):
        _asked(noting, "folder", "." if args[0] is None else args[0])
    else:
        noting.taint(f"does what Python calls {event}")


def _opened(noting: Noting, path: Any, mode: str | None, flags: int) -> None:
    if isinstance(path, int):
        return
    if flags & _WRITING if mode is None else set(mode) & set("wax+"):
        noting.taint("writes a file")
    else:
        _asked(noting, "file", path)


def _asked(noting: Noting, kind: str, path: Any) -> None:
    """Note a question about a path; relative ones are so to the project, where modules run."""
    if isinstance(path, int):
        noting.taint("asks for a file by its descriptor")
    else:
        noting.fact(kind, os.path.abspath(os.fsdecode(path)))


def _patches(noting: Noting) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
    yield builtins, "__import__", _importing(noting, builtins.__import__)
    yield os, "stat", _looking(noting, "kind", os.stat)
    yield os, "access", _looking(noting, "kind", os.access)
    yield os, "lstat", _looking(noting, "link", os.lstat)
    yield os, "readlink", _looking(noting, "link", os.readlink)
    variables: Any = type(os.environ)
    yield variables, "__getitem__", _reading(noting, variables.__getitem__)
    yield variables, "__iter__", _reading_all(noting, variables.__iter__)


def _patched(owner: Any, name: str, function: Callable[..., Any]) -> tuple[Any, str, Any]:
    original = getattr(owner, name)
    setattr(owner, name, function)
    return owner, name, original


def _importing(noting: Noting, original: Callable[..., Any]) -> Callable[..., Any]:
    def load(name: str, *args: Any, **kwargs: Any) -> Any:
        if not noting.listens or kwargs:
            return original(name, *args, **kwargs)
        return noting.imported(original, name, *args)

    return load


def _looking(noting: Noting, kind: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def look(path: Any, *args: Any, **kwargs: Any) -> Any:
        if noting.listens:
            itself = kwargs.get("follow_symlinks") is False
            _asked(noting, "link" if itself else kind, path)
            if kwargs.get("dir_fd") is not None:
                noting.taint("asks for a file by its folder's descriptor")
        return original(path, *args, **kwargs)

    return look


def _reading(noting: Noting, original: Callable[..., Any]) -> Callable[..., Any]:
    def __getitem__(environ: Any, key: Any) -> Any:  # noqa: N807
        if noting.listens:
            noting.fact("variable", os.fsdecode(key))
        return original(environ, key)

    return __getitem__


def _reading_all(noting: Noting, original: Callable[..., Any]) -> Callable[..., Any]:
    def __iter__(environ: Any) -> Any:  # noqa: N807
        if noting.listens:
            noting.taint("reads all environment variables")
        return original(environ)

    return __iter__
