"""Makes the names of variables and functions in a generated module. The names consist of words in
the board, are valid in Python, and are unique.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection, Iterable
from keyword import iskeyword, issoftkeyword
from unicodedata import normalize

from boardwright.compiler.edit import split_words
from boardwright.promql.expression import read_expression
from boardwright.source.syntax_tree import is_name

LONGEST = 40
RESERVED = frozenset(
    split_words(
        "annotations dashboard folder links overrides panels tags units variables "
        "title queries options expr legend l O I"
    )
)
"""Names that a generated module uses for something else (`dashboard`), and names that are hard to
read (`l`, `O`).
"""

SECRET = re.compile(r"pass(word|wd|phrase)?|pwd|secret|token", re.IGNORECASE)
"""Linters report a variable as a secret if its name contains one of these words."""

_WORDS = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SUFFIX = re.compile(r"_(total|bucket|count|sum|info)$")
_RATES = frozenset(split_words("rate irate increase delta"))


class Identifiers:
    """Gives a unique name to each variable and function of a module.

    Args:
        taken: Names that are already in use.
    """

    def __init__(self, taken: Collection[str]) -> None:
        self._taken = {*taken, *RESERVED, *dir(builtins)}

    def choose_name(self, text: str, *, otherwise: str, constant: bool = False) -> str:
        """Return a new name that is made of the words of a text.

        Args:
            text: A title, a metric, or any other text, in any script.
            otherwise: The name to use for a text without words.
            constant: Whether the name is written in capitals.
        """
        name = to_snake_case(text) or otherwise
        name = name.upper() if constant else name
        found = next(each for each in _iter_numbered_names(name) if self._is_free(each))
        self._taken.add(found)
        return found

    def is_free(self, text: str) -> bool:
        """Return whether the words of a text make a name that is not in use."""
        name = to_snake_case(text)
        return bool(name) and self._is_free(name)

    def _is_free(self, name: str) -> bool:
        usable = is_name(name) and not issoftkeyword(name) and not iskeyword(name.lower())
        return usable and name not in self._taken and not SECRET.search(name)


def to_snake_case(text: str) -> str:
    """Return the words of a text as a name in lower case; empty if no word can begin a name."""
    plain = normalize("NFKC", _HUMPS.sub(" ", text)).lower()
    words = [word for word in _WORDS.findall(plain) if not SECRET.search(word)]
    while len("_".join(words)) > LONGEST and len(words) > 1:
        del words[-1]
    name = "_".join(words)[:LONGEST]
    name = normalize("NFKC", name).lstrip("0123456789_")
    return name if is_name(f"{name}_") and name else ""


def _iter_numbered_names(name: str) -> Iterable[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
        if number > 10_000:  # the name without a number cannot be used
            name, number = "named", 2


def name_query(query: str) -> str:
    """Return words that describe a query: the first metric of the query, and "rate" if the query
    calculates a rate.

    The result is empty for text that is not PromQL.
    """
    expression = read_expression(query)
    metric = next((each.name for each in expression.selectors if each.name), "")
    if not metric or "$" in metric:
        return ""
    is_rate = any(call.name in _RATES for call in expression.calls)
    metric = _SUFFIX.sub("", metric.replace(":", "_"))
    return f"rate {metric}" if is_rate else metric
