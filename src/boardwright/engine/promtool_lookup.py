"""Finding promtool: in `PATH`, or where an environment variable points."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cached_property

from boardwright.engine.engine_errors import EngineMissingError
from boardwright.frozen import frozen

VARIABLE = "BOARDWRIGHT_PROMTOOL"
"""Environment variable with the path of promtool."""

PROGRAM = "promtool"
UNKNOWN = (99, 0)
"""A promtool that was built from its module reports no version; it is a recent one."""

_VERSION = re.compile(r"promtool, version (\d+)\.(\d+)")
_INSTALL = (
    "promtool is part of Prometheus. Debian and Ubuntu: apt-get install prometheus. macOS: brew"
    " install prometheus. Others: unpack the archive of https://prometheus.io/download/ and add its"
    f" folder to PATH, or set {VARIABLE} to the path of promtool."
)


@frozen
class Promtool:
    """An installed promtool."""

    path: str

    @cached_property
    def version(self) -> tuple[int, int]:
        """Its major and minor version; `UNKNOWN` if it was built without one."""
        try:
            run = subprocess.run(  # noqa: S603 - the user's own program
                [self.path, "--version"], capture_output=True, text=True, check=False, timeout=30
            )
        except (OSError, subprocess.TimeoutExpired):
            return UNKNOWN
        found = _VERSION.search(run.stdout + run.stderr)
        return (int(found[1]), int(found[2])) if found else UNKNOWN


def find_promtool(environ: Mapping[str, str]) -> Promtool:
    """Return the promtool that the environment names, or else the first in `PATH`.

    Raises:
        EngineMissingError: There is none.
    """
    wanted = environ.get(VARIABLE)
    path = shutil.which(wanted or PROGRAM, path=environ.get("PATH"))
    if path is None:
        what = f"{VARIABLE} is {wanted!r}, and there is no such program" if wanted else ""
        raise EngineMissingError(
            what or "promtool was not found: Prometheus's own engine evaluates the queries",
            hint=_INSTALL,
        )
    return Promtool(path=path)
