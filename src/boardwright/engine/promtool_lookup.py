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
"""The version that boardwright assumes if promtool does not report its version.

A promtool that was built with `go install` does not report its version, but is usually new.
"""

_VERSION = re.compile(r"promtool, version (\S+)")
_INSTALL = (
    "promtool is a part of Prometheus. On Debian and Ubuntu, run: apt-get install prometheus. On "
    "macOS, run: brew install prometheus. On other systems, unpack the archive from "
    "https://prometheus.io/download/ and add its folder to PATH, or set "
    f"{VARIABLE} to the path of promtool."
)


@frozen
class Promtool:
    """An installed promtool."""

    path: str

    @lazy_property
    def version(self) -> Version:
        """The major and minor version; `UNKNOWN` if promtool does not report its version."""
        try:
            run = subprocess.run(  # noqa: S603 - the user's own program
                [self.path, "--version"], capture_output=True, text=True, check=False, timeout=30
            )
        except (OSError, subprocess.TimeoutExpired):
            return UNKNOWN
        reported = _VERSION.search(run.stdout + run.stderr)
        return (parse_version(reported[1]) if reported else None) or UNKNOWN


def find_promtool(environ: Mapping[str, str]) -> Promtool:
    """Return the promtool at the path in `BOARDWRIGHT_PROMTOOL`, or the first promtool in `PATH`.

    Raises:
        EngineMissingError: promtool was not found.
    """
    program = environ.get(VARIABLE)
    path = shutil.which(program or PROGRAM, path=environ.get("PATH"))
    if path is None:
        what = f"{VARIABLE} is {program!r}, but this program does not exist" if program else ""
        raise EngineMissingError(
            what or "promtool, which evaluates the queries, was not found",
            hint=_INSTALL,
        )
    return Promtool(path=path)
