"""Converts exceptions of a user's module to errors with files and lines of the user's code.

An error names the innermost line in the user's files. The traceback in the error contains only
stack frames of the user's files.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CodeType, TracebackType
from typing import TypeGuard

import attr

from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.loading.user_files import UserFiles
from boardwright.schema.document import Place

_TRACE_FRAMES = 12
"""The number of frames that are shown at the beginning, and also at the end, of a long traceback.
"""

_MAX_LENGTH = 600
"""The largest number of characters of a line in an error. The middle of a longer line is left out,
because messages of some libraries contain whole boards.
"""

_CAUSE = "The above exception was the direct cause of the following exception:"
_CONTEXT = "During handling of the above exception, another exception occurred:"

_THREAD = re.compile(r"^(?:Current t|T)hread ", re.MULTILINE)
_FRAME = re.compile(r'^  File "(.*)", line (\d+) in ', re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def convert_exception(
    error: BaseException, *, files: UserFiles, module: Path | Place
) -> BoardwrightError:
    """Return an exception of the user's code as an error of boardwright.

    A `BoardwrightError` is returned unchanged, except that a missing source position is added.
    Other exceptions become a `DeclarationError`, whose `trace` contains the stack frames of the
    user's files.

    Args:
        error: The exception that the user's code raised.
        files: Object that determines which stack frames belong to the user's files, not to
            libraries.
        module: The module, or a position in the module. The error names it if no stack frame is in
            the user's files.
    """
    frames = [_with_relative_name(frame, files) for frame in list_user_frames(error, files)]
    place = Place(file=frames[-1].filename, line=frames[-1].lineno) if frames else None
    place = place or (module if isinstance(module, Place) else files.locate(module))
    if isinstance(error, BoardwrightError):
        error.where = error.where or str(place)
        return error
    if _is_in_user_file(error, files):
        return _convert_syntax_error(error, files)
    result = _explain_circular_import(error, frames, place) or DeclarationError(
        _describe_exception(error), where=place, hint=_suggest_fix(error)
    )
    result.trace = _format_trace(error, files)
    return result


def list_user_frames(error: BaseException, files: UserFiles) -> list[traceback.FrameSummary]:
    """Return the frames in the user's files, outermost first, with absolute file names."""
    frames = []
    for frame, line in _walk_trace(error.__traceback__):
        if files.find_owner(frame.co_filename).is_user:
            frames.append(traceback.FrameSummary(frame.co_filename, line, frame.co_name))
    return frames


def _walk_trace(trace: TracebackType | None) -> Iterator[tuple[CodeType, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code, trace.tb_lineno
        trace = trace.tb_next


def _with_relative_name(frame: traceback.FrameSummary, files: UserFiles) -> traceback.FrameSummary:
    name = files.name_file(frame.filename)
    return traceback.FrameSummary(name, frame.lineno, frame.name, line=frame.line)


def _describe_exception(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"calls sys.exit({'' if error.code is None else repr(error.code)}) when it is loaded"
    if isinstance(error, RecursionError):
        return "RecursionError: a function calls itself without end"
    return _format_exception(error).partition("\n")[0]


def _format_exception(error: BaseException) -> str:
    """Return `Type: message`. An exception of an attrs validator has several arguments, but only
    the first argument is the message.
    """
    if any(isinstance(value, attr.Attribute) for value in error.args):
        return _shorten_lines(f"{type(error).__name__}: {error.args[0]}")
    return _shorten_lines("".join(traceback.format_exception_only(error)).rstrip("\n"))


def _shorten_lines(text: str) -> str:
    return "\n".join(
        line
        if len(line) <= _MAX_LENGTH
        else f"{line[: _MAX_LENGTH // 2]} ... {line[-_MAX_LENGTH // 4 :]}"
        for line in text.split("\n")
    )


def _suggest_fix(error: BaseException) -> str | None:
    if isinstance(error, SystemExit):
        return 'Move code that only a script needs under `if __name__ == "__main__":`.'
    if isinstance(error, ModuleNotFoundError):
        return _suggest_install(error.name or "")
    if isinstance(error, ImportError) and "no known parent package" in str(error):
        return "Add an __init__.py to the module's folder, because relative imports require one."
    return None


def _suggest_install(name: str) -> str:
    if name.partition(".")[0] == "grafana_foundation_sdk":
        return "Install the Foundation SDK: pip install 'boardwright[sdk]'"
    return (
        f"Install {name.partition('.')[0]!r} in boardwright's environment, or add the folder"
        " that contains the module to `python_path` in boardwright.toml."
    )


def _is_in_user_file(error: BaseException, files: UserFiles) -> TypeGuard[SyntaxError]:
    if not isinstance(error, SyntaxError) or error.filename is None:
        return False
    return files.find_owner(error.filename).is_user


def _convert_syntax_error(error: SyntaxError, files: UserFiles) -> DeclarationError:
    where = str(files.locate(error.filename or "", error.lineno or None))
    if error.lineno and error.offset and error.offset > 0:
        where = f"{where}:{error.offset}"
    text = (error.text or "").strip()
    what = f"{type(error).__name__}: {error.msg}"
    return DeclarationError(f"{what}: {text}" if text else what, where=where)


def _explain_circular_import(
    error: BaseException, frames: list[traceback.FrameSummary], place: Place
) -> DeclarationError | None:
    """Return an error that lists modules that import each other; None if the exception has another
    cause.
    """
    if not isinstance(error, (ImportError, AttributeError)) or "circular import" not in str(error):
        return None
    chain = _drop_repeats(frame.filename for frame in frames)
    module = re.search(r"module '([^']+)'", str(error).partition("partially initialized")[2])
    start = _find_module_index(chain, module[1]) if module else 0
    cycle = [*chain[start:], chain[start]] if chain else []
    return DeclarationError(
        f"circular import: {' -> '.join(cycle)}",
        where=place,
        hint="Move the shared code to a third module, or import inside the function that needs it.",
    )


def _drop_repeats(names: Iterable[str]) -> list[str]:
    distinct: list[str] = []
    for name in names:
        if not distinct or distinct[-1] != name:
            distinct.append(name)
    return distinct


def _find_module_index(chain: list[str], module: str) -> int:
    tail = module.replace(".", "/")
    for index, name in enumerate(chain):
        if name.removesuffix(".py").removesuffix("/__init__").endswith(tail):
            return index
    return 0


def _format_trace(error: BaseException, files: UserFiles) -> str:
    """Return the traceback in Python's format, but only with the stack frames of the user's files.

    Causes and contexts of the exception are left out if none of their stack frames is in the user's
    files.
    """
    *earlier, last = _collect_chain(error)
    text = ""
    for exception in earlier:
        if list_user_frames(exception, files):
            joint = _CAUSE if last.__cause__ is exception else _CONTEXT
            text += f"{_format_single_trace(exception, files)}\n\n{joint}\n\n"
    return text + _format_single_trace(last, files)


def _collect_chain(error: BaseException) -> list[BaseException]:
    chain = [error]
    while True:
        earlier = _find_earlier_exception(chain[0])
        if earlier is None or any(earlier is known for known in chain):
            return chain
        chain.insert(0, earlier)


def _find_earlier_exception(error: BaseException) -> BaseException | None:
    if error.__cause__ is not None:
        return error.__cause__
    return None if error.__suppress_context__ else error.__context__


def _format_single_trace(error: BaseException, files: UserFiles) -> str:
    frames = [_with_relative_name(frame, files) for frame in list_user_frames(error, files)]
    lines = _shorten_trace(traceback.StackSummary.from_list(frames).format())
    head = ["Traceback (most recent call last):\n"] if lines else []
    return "".join([*head, *lines, _format_exception(error)])


def _shorten_trace(lines: list[str]) -> list[str]:
    if len(lines) <= 2 * _TRACE_FRAMES:
        return lines
    left_out = len(lines) - 2 * _TRACE_FRAMES
    return [*lines[:_TRACE_FRAMES], f"  ... {left_out} more ...\n", *lines[-_TRACE_FRAMES:]]


def find_innermost_place(trace: str, files: UserFiles) -> Place | None:
    """Return the innermost line in the user's files; None if no stack frame is in the user's files.

    The main thread, which loads the file, is the last in `trace`. The frames of each thread begin
    with the innermost frame.

    Args:
        trace: The tracebacks of all threads, as `faulthandler` prints them.
        files: Object that determines which files belong to the user, not to libraries.
    """
    for thread in reversed(_THREAD.split(trace)):
        for frame in _FRAME.finditer(thread):
            name = _ESCAPE.sub(lambda match: chr(int(match[match.lastindex or 0], 16)), frame[1])
            if files.find_owner(name).is_user:
                return files.locate(name, int(frame[2]))
    return None
