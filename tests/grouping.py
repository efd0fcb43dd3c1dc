"""Keeps the tests of one `xdist_group` in one worker, so that they share one server.

pytest-xdist 3.8 appends the name of the group to a test's id. Since pytest 9.2, an id cannot be
changed, so `--dist loadgroup` would distribute the tests of a group over several workers.
Therefore, this scheduler reads the group from the line `pytestmark = ...` in the test's file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xdist.scheduler.loadscope import LoadScopeScheduling

MARK = re.compile(r'^pytestmark = .*xdist_group\("([\w-]+)"\)', re.MULTILINE)


@cache
def find_group(path: str) -> str | None:
    """Return the name of the group of the tests in a file; None if they have none."""
    file = Path(path)
    found = MARK.search(file.read_text(encoding="utf-8")) if file.suffix == ".py" else None
    return found[1] if found else None


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Sends all tests of a group to one worker, and each other test to any worker."""

    def _split_scope(self, nodeid: str) -> str:
        path = str(self.config.rootpath / nodeid.partition("::")[0])
        return find_group(path) or nodeid
