"""The limit on how many boards a build or deploy may remove at once. A build or deploy that would
remove more boards is probably a mistake.
"""

from __future__ import annotations

DEFAULT_SHARE = 20
"""The largest share of a project's boards, in percent, that a build or a deploy removes by
default.
"""
ALWAYS_ALLOWED = 3
"""The number of boards that may always be removed, because a share of a small number is
meaningless.
"""


def count_allowed_removals(total: int, *, share: int) -> int:
    """Return how many of `total` items may be removed at once. `share` is the permitted percentage
    of `total`.
    """
    return max(ALWAYS_ALLOWED, total * share // 100)
