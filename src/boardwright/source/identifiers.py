"""Names for the parts of a module: taken from a board's own words, legal, and each used once."""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection, Iterable
from keyword import iskeyword, issoftkeyword
from unicodedata import normalize

from boardwright.compiler.edit import words
from boardwright.promql.expression import read_expression
from boardwright.source.syntax_tree import is_name

LONGEST = 40
RESERVED = frozenset(
    words(
        "annotations dashboard folder links overrides panels tags units variables "
        "title queries options expr legend l O I"
    )
)
"""Names that a module uses for something else, or that are hard to read."""

SECRET = re.compile(r"pass(word|wd|phrase)?|pwd|secret|token", re.IGNORECASE)
"""Words that linters take for the name of a secret."""

_WORDS = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SUFFIX = re.compile(r"_(total|bucket|count|sum|info)$")
_RATES = frozenset(words("rate irate increase delta"))


class Identifiers:
    """Gives each part of a module a name of its own.

    Args:
        taken: Names that are used already.
    """

    def __init__(self, taken: Collection[str]) -> None:
        self._taken = {*taken, *RESERVED, *dir(builtins)}

    def new(self, text: str, *, otherwise: str, constant: bool = False) -> str:
        """Return a new name made of a text's words.

        Args:
            text: A title, a metric, or any other text, in any script.
            otherwise: The name for a text without words.
            constant: Whether to write it in capitals.
        """
        name = snake_case(text) or otherwise
        name = name.upper() if constant else name
        found = next(each for each in _numbered_names(name) if self._is_free(each))
        self._taken.add(found)
        return found

    def is_free(self, text: str) -> bool:
        """Return whether a text's words make a name that nothing else has."""
        name = snake_case(text)
        return bool(name) and self._is_free(name)

    def _is_free(self, name: str) -> bool:
        usable = is_name(name) and not issoftkeyword(name) and not iskeyword(name.lower())
        return usable and name not in self._taken and not SECRET.search(name)


def snake_case(text: str) -> str:
    """Return a text's words as a name in lower case; empty when it has none that can begin one."""
    plain = normalize("NFKC", _HUMPS.sub(" ", text)).lower()
    found = [word for word in _WORDS.findall(plain) if not SECRET.search(word)]
    while len("_".join(found)) > LONGEST and len(found) > 1:
        del found[-1]
    name = "_".join(found)[:LONGEST]
    name = normalize("NFKC", name).lstrip("0123456789_")
    return name if is_name(f"{name}_") and name else ""


def _numbered_names(name: str) -> Iterable[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
        if number > 10_000:  # the name itself cannot be used
            name, number = "named", 2


def name_query(query: str) -> str:
    """Return the words for a query: its first metric, and whether it is a rate.

    Empty for text that is not PromQL.
    """
    expression = read_expression(query)
    metric = next((each.name for each in expression.selectors if each.name), "")
    if not metric or "$" in metric:
        return ""
    is_rate = any(call.name in _RATES for call in expression.calls)
    metric = _SUFFIX.sub("", metric.replace(":", "_"))
    return f"rate {metric}" if is_rate else metric
