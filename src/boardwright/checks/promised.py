"""Metrics that a query may use although nothing emits them now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from types import MappingProxyType

from boardwright.frozen import frozen

_PROMETHEUS_OWN = re.compile(r"up|ALERTS(?:_FOR_STATE)?|scrape_\w+")
"""Series that Prometheus makes itself."""


@frozen
class Promised:
    """The metrics that the project expects, in addition to the emitted ones.

    Attributes:
        recorded: Name of a recording rule's result -> the metrics that the rule reads.
        optional: Metrics that not every machine has; `*` and `?` match any text.
        all_rules: Whether all recording rules are known, so that any other name with a colon
            can be reported as unknown.
    """

    recorded: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    optional: tuple[str, ...] = ()
    all_rules: bool = False

    def excuses(self, name: str) -> bool:
        """Return whether a name may be used though nothing emits it."""
        if ":" in name and not self.all_rules:
            return True
        return name in self.recorded or self.is_optional(name) or is_own(name)

    def is_optional(self, name: str) -> bool:
        """Return whether not every machine has a metric."""
        return any(fnmatchcase(name, pattern) for pattern in self.optional)

    @property
    def examples(self) -> Iterator[str]:
        """Expected names: all recorded ones, and one for each optional pattern."""
        yield from self.recorded
        yield from (pattern.replace("*", "x").replace("?", "x") for pattern in self.optional)


NOTHING_PROMISED = Promised()


def is_own(name: str) -> bool:
    """Return whether Prometheus makes a series itself: `up`, `ALERTS`, `scrape_...`."""
    return _PROMETHEUS_OWN.fullmatch(name) is not None
