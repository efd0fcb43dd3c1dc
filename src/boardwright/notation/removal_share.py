"""Limits how many boards a build or a deploy may remove at once, because removing many boards is
often a mistake.
"""

from __future__ import annotations

DEFAULT_SHARE = 20
"""The percentage of a project's boards that a build or a deploy may remove by default."""
ALWAYS_ALLOWED = 3
"""The number of boards that a build or a deploy may always remove. Without this minimum, a project
with four boards could not remove any board, because 20 % of 4 is less than 1.
"""


def count_allowed_removals(total: int, *, share: int) -> int:
    """Return how many of `total` items may be removed at once, if `share` percent are allowed."""
    return max(ALWAYS_ALLOWED, total * share // 100)
