"""Finds promtool in `PATH`, or at the path in an environment variable."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping

from boardwright.engine.engine_errors import EngineMissingError
from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.notation.versions import Version, parse_version

VARIABLE = "BOARDWRIGHT_PROMTOOL"
"""Name of the environment variable that contains the path of promtool."""

PROGRAM = "promtool"
UNKNOWN = (99, 0)
"""The assumed version of a promtool that reports no version. Such a promtool was built from its Go
module, and is therefore recent.
"""

_VERSION = re.compile(r"promtool, version (\S+)")
_INSTALL = (
    "promtool is a part of Prometheus. Install it on Debian and Ubuntu with: apt-get install "
    "prometheus, on macOS with: brew install prometheus. On other systems, unpack the "
    "archive of https://prometheus.io/download/ and add its folder to PATH, or set "
    f"{VARIABLE} to the path of promtool."
)


@frozen
class Promtool:
    """An installed promtool."""

    path: str

    @lazy_property
    def version(self) -> Version:
        """The major and minor version of promtool; `UNKNOWN` if promtool does not report its
        version.
        """
        try:
            run = subprocess.run(  # noqa: S603 - the user's own program
                [self.path, "--version"], capture_output=True, text=True, check=False, timeout=30
            )
        except (OSError, subprocess.TimeoutExpired):
            return UNKNOWN
        reported = _VERSION.search(run.stdout + run.stderr)
        return (parse_version(reported[1]) if reported else None) or UNKNOWN


def find_promtool(environ: Mapping[str, str]) -> Promtool:
    """Return the promtool at the path in the environment variable or, if the variable is not set,
    the first promtool in `PATH`.

    Raises:
        EngineMissingError: promtool was not found.
    """
    program = environ.get(VARIABLE)
    path = shutil.which(program or PROGRAM, path=environ.get("PATH"))
    if path is None:
        what = f"{VARIABLE} is {program!r}, but there is no such program" if program else ""
        raise EngineMissingError(
            what or "promtool, which evaluates the queries, was not found",
            hint=_INSTALL,
        )
    return Promtool(path=path)
