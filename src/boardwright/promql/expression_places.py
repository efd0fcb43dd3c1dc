"""Creates errors about PromQL expressions, with the line of the user's code that created the
expression.
"""

from __future__ import annotations

import os
import sys

from boardwright.errors import PromqlError
from boardwright.notation.file_names import name_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

_NOT_THE_USER = frozenset(
    {"boardwright", "grafanalib", "grafana_foundation_sdk", "attr", "attrs", "contextlib"}
)
_GENERATED = ("<attrs generated", "<string>", "<frozen ")


def build_promql_error(what: str, hint: str | None = None) -> PromqlError:
    """Return the error for an invalid expression, for the caller to raise.

    Args:
        what: The message, which contains the expression and its fault.
        hint: How to correct the expression.

    Returns:
        A `PromqlError` with file and line of the user's code that called this package.
    """
    return PromqlError(what, where=locate_caller(), hint=hint)


def locate_caller() -> str | None:
    """Return `file:line` of the user's code that called this package.

    Frames of boardwright, grafanalib and the Foundation SDK on the call stack are skipped.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if not _is_library(frame):
            return f"{name_file(frame.f_code.co_filename, os.getcwd())}:{frame.f_lineno}"
        frame = frame.f_back
    return None


def _is_library(frame: FrameType) -> bool:
    module = str(frame.f_globals.get("__name__", ""))
    return module.partition(".")[0] in _NOT_THE_USER or frame.f_code.co_filename.startswith(
        _GENERATED
    )
