"""What is known of each of the user's modules, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(kw_only=True, eq=False)
class Record:
    """What one module, or one JSON file, depends on.

    Attributes:
        facts: Facts, with the value each had.
        imports: Modules imported while it was executed: name -> file; empty where there was none.
        later: Modules that its functions imported when they were called.
        tainted: Why its result cannot be kept; empty when it can.
    """

    facts: dict[str, str] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)
    tainted: str = ""

    def taint(self, reason: str) -> None:
        """Note that the result cannot be kept, unless that is known."""
        self.tainted = self.tainted or reason

    def files(self) -> Iterator[str]:
        """Yield the files that it imports."""
        yield from filter(None, (*self.imports.values(), *self.later.values()))

    def contradicts(self, other: Record) -> bool:
        """Return whether imports led elsewhere in another load, which others had led before."""
        names = self.later.keys() & other.later.keys()
        return self.imports != other.imports or any(
            self.later[name] != other.later[name] for name in names
        )

    def joined(self, other: Record) -> Record:
        """Return what is known from both; this one is the newer."""
        return Record(
            facts={**other.facts, **self.facts},
            imports=self.imports,
            later={**other.later, **self.later},
            tainted=self.tainted,
        )


Records = Mapping[str, Record]
"""By the real path of the file."""


def closure(path: str, records: Records) -> dict[str, Record | None]:
    """Return the records of a file and of all that it imports; None for what is not known."""
    found: dict[str, Record | None] = {}
    waiting = [path]
    while waiting:
        file = waiting.pop()
        if file not in found:
            record = found[file] = records.get(file)
            waiting += record.files() if record else ()
    return found


def in_circles(records: Records) -> set[str]:
    """Return those files that import themselves through others: which runs first depends."""
    return {
        file
        for file, record in records.items()
        if any(file in closure(each, records) for each in record.files())
    }
