"""Grafana's variables in text.

Source: https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

VARIABLE = re.compile(
    r"\$\{(?P<braced>(?!\d+\W)\w+)(?:\.[^:}]+)?(?::(?P<format>[^}]*))?\}"
    r"|\$(?P<plain>(?!\d+(?!\w))\w+)"
    r"|\[\[(?P<old>(?!\d+\W)\w+)(?::(?P<old_format>\w+))?\]\]"
)
"""A Grafana variable or macro: `$job`, `${job:regex}`, `[[job]]`.

`$1` is not a variable: it is a capture in `label_replace`.
"""


def is_variable(text: str) -> bool:
    """Return whether the text is one Grafana variable or macro and nothing else."""
    return VARIABLE.fullmatch(text) is not None


def variable_of(found: re.Match[str]) -> str:
    """Return the name of the variable that `VARIABLE` found."""
    return found["braced"] or found["plain"] or found["old"]


def variable_in_whole(text: str | None) -> str | None:
    """Return the name of the variable that is the whole text; None when it is not a variable."""
    found = VARIABLE.fullmatch(text) if text and text[0] in "$[" else None
    return variable_of(found) if found else None


def variable_names(text: str) -> Iterator[str]:
    """Yield the names of the variables in a text, each time they occur."""
    return map(variable_of, VARIABLE.finditer(text))
