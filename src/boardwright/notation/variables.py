"""Grafana's variables in texts.

Source: https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/.
"""

from __future__ import annotations

import re

VARIABLE = re.compile(
    r"\$\{(?P<braced>(?!\d+\W)\w+)(?:\.[^:}]+)?(?::(?P<format>[^}]*))?\}"
    r"|\$(?P<plain>(?!\d+(?!\w))\w+)"
    r"|\[\[(?P<old>(?!\d+\W)\w+)(?::(?P<old_format>\w+))?\]\]"
)
"""A Grafana variable or macro: `$job`, `${job:regex}`, `[[job]]`.

`$1` is none: it is a capture in `label_replace`.
"""


def is_variable(text: str) -> bool:
    """Return whether the text is one Grafana variable or macro and nothing else."""
    return VARIABLE.fullmatch(text) is not None
