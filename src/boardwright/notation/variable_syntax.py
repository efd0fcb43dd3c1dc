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
"""Matches a Grafana variable or macro, such as `$job`, `${job:regex}` or `[[job]]`.

`$1` does not match, because `$1` means a group of the regular expression in `label_replace`.
"""


def is_variable(text: str) -> bool:
    """Return whether the whole text is a single Grafana variable or macro."""
    return VARIABLE.fullmatch(text) is not None


def may_contain_variable(text: str) -> bool:
    """Return whether a text contains `$` or `[[`. This is faster than a search for `VARIABLE`."""
    return "$" in text or "[[" in text


def read_variable_name(match: re.Match[str]) -> str:
    """Return the name of a variable, such as `job`, from a match of `VARIABLE`."""
    return match["braced"] or match["plain"] or match["old"]


def read_whole_variable(text: str | None) -> str | None:
    """Return `job` for the text `$job`; None if the text is not a single variable."""
    match = VARIABLE.fullmatch(text) if text and text[0] in "$[" else None
    return read_variable_name(match) if match else None


def iter_variable_names(text: str) -> Iterator[str]:
    """Yield the name of each variable in a text, including repeated names."""
    return map(read_variable_name, VARIABLE.finditer(text))
