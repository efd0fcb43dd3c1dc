"""Finds Grafana's variables, such as `$job`, in texts.

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

`$1` is not a variable, because it is a group of the regex in `label_replace`.
"""


def is_variable(text: str) -> bool:
    """Return whether the whole text is a single Grafana variable or macro."""
    return VARIABLE.fullmatch(text) is not None


def may_contain_variable(text: str) -> bool:
    """Return whether a text contains the beginning of a Grafana variable, `$` or `[[`. This test is
    faster than a search for `VARIABLE`.
    """
    return "$" in text or "[[" in text


def read_variable_name(match: re.Match[str]) -> str:
    """Return the name of the variable that the regular expression `VARIABLE` matched."""
    return match["braced"] or match["plain"] or match["old"]


def read_whole_variable(text: str | None) -> str | None:
    """Return the name of the variable if the whole text is a variable; otherwise None."""
    match = VARIABLE.fullmatch(text) if text and text[0] in "$[" else None
    return read_variable_name(match) if match else None


def iter_variable_names(text: str) -> Iterator[str]:
    """Yield the names of the variables in a text. The name of a variable that occurs twice is
    yielded twice.
    """
    return map(read_variable_name, VARIABLE.finditer(text))
