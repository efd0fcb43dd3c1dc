"""Shortens tracebacks, so that the report of a failed test shows only lines of the user's code."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from boardwright.engine.engine_errors import EngineMissingError
from boardwright.errors import BoardwrightError, ConfigError, OutputError

if TYPE_CHECKING:
    from boardwright.testing.tested_project import TestedProject

PREVENTED = "boardwright_prevented"
"""Attribute that the plugin adds to the report of a failed test: whether the error affects all
tests and not only this test.
"""

_RUNNERS = frozenset({"_pytest", "pluggy", "pytest", "xdist"})


def prevents_tests(error: BoardwrightError, project: TestedProject | None) -> bool:
    """Return whether an error prevents all tests, so that `boardwright test` exits with code 2.

    Such errors are a missing promtool or script, an invalid `boardwright.toml`, and a board or rule
    that cannot be compiled.
    """
    if isinstance(error, EngineMissingError | ConfigError | OutputError):
        return True
    return project is not None and error is project.compile_error


def shorten_trace(error: BoardwrightError) -> bool:
    """Remove boardwright's frames and the causes of an error from its traceback.

    Returns:
        Whether the traceback contains a line of the user's code. If not, the traceback is left
        unchanged.
    """
    frames = list(_iter_user_frames(error.__traceback__))
    if all(_read_package(each) in _RUNNERS for each in frames):
        return False
    shorter: TracebackType | None = None
    for each in reversed(frames):
        shorter = TracebackType(shorter, each.tb_frame, each.tb_lasti, each.tb_lineno)
    error.__traceback__ = shorter
    error.__cause__ = None  # Assigning None also suppresses the context.
    return True


def _iter_user_frames(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None and _read_package(trace) != "boardwright":
        yield trace
        trace = trace.tb_next


def _read_package(trace: TracebackType) -> str:
    return str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
