"""Finds the place in the user's files in a traceback that `faulthandler` printed."""

from __future__ import annotations

import re

from boardwright.loading.user_files import UserFiles
from boardwright.schema.document import Place

_THREAD = re.compile(r"^(?:Current t|T)hread ", re.MULTILINE)
_FRAME = re.compile(r'^  File "(.*)", line (\d+) in ', re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def find_innermost_place(trace: str, files: UserFiles) -> Place | None:
    """Return the innermost line in the user's files; None if no frame is in a user's file.

    The main thread, which loads the file, is the last thread in the traceback. In each thread, the
    innermost frame comes first.

    Args:
        trace: The tracebacks of all threads, as `faulthandler` prints them.
        files: Object that determines which files belong to the user, not to libraries.
    """
    for thread in reversed(_THREAD.split(trace)):
        for found in _FRAME.finditer(thread):
            name = _ESCAPE.sub(lambda match: chr(int(match[match.lastindex or 0], 16)), found[1])
            if files.find_owner(name).user:
                return files.locate(name, int(found[2]))
    return None
