"""Makes up label values for query results. The made-up values depend on the label's name, on
matchers in the query, and on metrics that were recorded from real servers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import field
from re import _parser as regex_parser  # type: ignore[attr-defined]
from types import MappingProxyType
from typing import Any

from boardwright.errors import DocumentError
from boardwright.frozen import frozen
from boardwright.preview.board_regexes import compile_pattern
from boardwright.promql.regexes import contains_match

LabelValues = Mapping[str, Sequence[str]]

BUCKETS = ("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf")
"""Made-up values of the label `le`, which are default buckets of Prometheus client libraries."""

_COMMON: Mapping[str, tuple[str, ...]] = {
    "le": BUCKETS,
    "quantile": ("0.5", "0.9", "0.99"),
    "mode": ("user", "system", "iowait"),
    "method": ("GET", "POST", "PUT"),
    "code": ("200", "404", "500"),
    "status": ("200", "404", "500"),
    "status_code": ("200", "404", "500"),
    "namespace": ("default", "monitoring", "shop"),
    "environment": ("production", "staging", "test"),
    "env": ("production", "staging", "test"),
    "severity": ("critical", "warning", "info"),
    "level": ("info", "warn", "error"),
    "device": ("eth0", "eth1", "sda"),
    "region": ("eu-west-1", "us-east-1", "ap-south-1"),
    "zone": ("eu-west-1a", "eu-west-1b", "eu-west-1c"),
}
"""Label -> plausible values, for metrics that were not recorded from a real server."""

_LITERALS = re.compile(r"[\w.:/-]+(?:\|[\w.:/-]+)*")
_LONGEST = 500
"""The length of the longest made-up text."""
_WORD = "abcdefghijklmnopqrstuvwxyz"
_CATEGORIES = {"CATEGORY_SPACE": " ", "CATEGORY_NOT_WORD": "-", "CATEGORY_NOT_DIGIT": "a"}
"""Name of a character class in Python's regex parser -> a character of the class."""


@frozen
class SampleCatalogue:
    """Metrics that were recorded from real servers: metric -> label -> some values of the label."""

    metrics: Mapping[str, LabelValues] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )

    def find_labels(self, metric: str) -> LabelValues:
        """Return the labels of a metric with their values; empty for a metric that is not
        recorded.
        """
        return self.metrics.get(metric, {})

    def find_metrics(self, pattern: str) -> tuple[str, ...]:
        """Return the recorded metrics with a name in which a regular expression matches."""
        return tuple(name for name in self.metrics if contains_match(pattern, name))

    def list_values(self, metric: str, label: str) -> tuple[str, ...]:
        """Return plausible values of a label: one value if only one value was recorded, otherwise
        at least two.
        """
        recorded = self.find_labels(metric).get(label)
        if recorded:
            return tuple(recorded)
        return (
            _COMMON.get(label)
            or self._find_values_in_any_metric(label)
            or _make_numbered_values(label)
        )

    def _find_values_in_any_metric(self, label: str) -> tuple[str, ...]:
        value_lists = (m[label] for m in self.metrics.values() if len(m.get(label, ())) > 1)
        return tuple(next(value_lists, ()))


def _make_numbered_values(label: str) -> tuple[str, ...]:
    return tuple(f"{label}-{number}" for number in (1, 2, 3))


def make_up_matches(pattern: str, count: int = 3) -> tuple[str, ...]:
    """Return different texts that a regular expression matches completely.

    Args:
        pattern: The regular expression. For an invalid expression, the function returns no texts.
        count: The largest number of texts.
    """
    if _LITERALS.fullmatch(pattern):
        return tuple(dict.fromkeys(pattern.split("|")))[:count]
    expression = compile_pattern(pattern, owner="made-up values")
    try:
        tree = regex_parser.parse(pattern)
        if expression is None or tree.getwidth()[0] > _LONGEST:
            return ()
        texts = ("".join(_iter_text_parts(tree, number)) for number in range(count))
        return tuple(dict.fromkeys(text for text in texts if text and expression.match_whole(text)))
    except (re.error, RecursionError, OverflowError, DocumentError):
        return ()


def _iter_text_parts(tree: Any, number: int) -> Iterator[str]:
    """Yield the parts of one text that matches a pattern. A different `number` gives a different
    text if possible.
    """
    for operation, argument in tree:
        match str(operation):
            case "LITERAL":
                yield chr(argument)
            case "NOT_LITERAL":
                yield _choose_other_character({chr(argument)}, number)
            case "ANY":
                yield str(number + 1)
            case "IN":
                yield _choose_member(argument, number)
            case "BRANCH":
                branches = argument[1]
                yield from _iter_text_parts(branches[number % len(branches)], number)
            case "SUBPATTERN" | "ATOMIC_GROUP":
                yield from _iter_text_parts(
                    argument[-1] if isinstance(argument, tuple) else argument, number
                )
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inner = argument
                count = min(int(most), max(int(least), _is_any(inner)))
                for _ in range(count if inner.getwidth()[0] else min(count, 1)):
                    yield from _iter_text_parts(inner, number)


def _is_any(tree: Any) -> bool:
    """Return whether a pattern is `.`, because the made-up text for `.*` must not be empty."""
    return len(tree) == 1 and str(tree[0][0]) == "ANY"


def _choose_member(members: Sequence[tuple[Any, Any]], number: int) -> str:
    """Return a character of a set such as `[a-z0-9]` or `[^/]`."""
    if str(members[0][0]) == "NEGATE":
        return _choose_other_character(_collect_excluded_characters(members), number)
    kind, argument = members[number % len(members)]
    if str(kind) == "RANGE":
        least, most = argument
        return chr(least + number % (most - least + 1))
    return (
        _CATEGORIES.get(str(argument), str(number + 1))
        if str(kind) == "CATEGORY"
        else chr(argument)
    )


def _choose_other_character(excluded: Set[str], number: int) -> str:
    candidates = _WORD[number:] + _WORD + "0123456789-_"
    return next((each for each in candidates if each not in excluded), "")


def _collect_excluded_characters(members: Sequence[tuple[Any, Any]]) -> set[str]:
    characters: set[str] = set()
    for kind, argument in members:
        if str(kind) == "LITERAL":
            characters.add(chr(argument))
        elif str(kind) == "RANGE":
            characters |= {chr(code) for code in range(argument[0], min(argument[1], 0x7F) + 1)}
        elif str(kind) == "CATEGORY" and "DIGIT" in str(argument):
            characters |= set("0123456789")
    return characters
