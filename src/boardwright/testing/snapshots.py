"""Reads, compares and writes snapshots. A snapshot contains the values of a panel that a person has
accepted. Each board has one file for all its snapshots.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import read_content
from boardwright.frozen import frozen
from boardwright.notation.plurals import format_quantity
from boardwright.schema.canonical import encode_canonical_json, parse_canonical_json
from boardwright.schema.document import Place
from boardwright.testing.panel_values import ShownSeries

SnapshotValues = dict[str, Any]
"""Legend of a series -> its value or the list of its values. A missing value is null."""

FOLDER = "snapshots"
"""Name of the folder with the snapshots, which is next to the test file."""

DIGITS = 6
"""The number of significant digits to which values in a snapshot are rounded."""

_HINT = "To accept the new values, run: boardwright test --update"


class SnapshotError(AssertionError):
    """The values of a panel differ from their snapshot, or there is no snapshot."""


@frozen
class CurrentTest:
    """The running test.

    Attributes:
        name: The file and the name of the test: `test_node.py::test_cpu`.
        folder: The folder that contains the file.
    """

    name: str
    folder: Path


class SnapshotStore:
    """Reads, compares and writes snapshots.

    Args:
        updates: Whether `check` writes values to the snapshots instead of comparing them.

    Attributes:
        written: The snapshot files that `check` has changed.
    """

    def __init__(self, *, updates: bool = False) -> None:
        self._updates = updates
        self._used: dict[tuple[CurrentTest, str], int] = {}
        self.written: list[Path] = []

    def check(
        self, test: CurrentTest, board_uid: str, name: str, series: Sequence[ShownSeries]
    ) -> None:
        """Compare the values of a panel with their snapshot, or write the values to the snapshot.

        Args:
            test: The running test.
            board_uid: Uid of the board, which is also the name of the snapshot file.
            name: The panel and the time, which are a part of the key in the snapshot file.
            series: The series that the panel shows.

        Raises:
            SnapshotError: The values differ, or there is no snapshot.
            DeclarationError: The file cannot be read.
        """
        __tracebackhide__ = True
        path = test.folder / FOLDER / f"{board_uid}.json"
        count = self._used[test, name] = self._used.get((test, name), 0) + 1
        key = f"{test.name}: {name}" + (f" ({count})" if count > 1 else "")
        stored, values = read_snapshots(path), build_snapshot(series)
        if self._updates:
            self._write_snapshots(path, {**stored, key: values}, stored)
        elif key not in stored:
            raise SnapshotError(f"{path} contains no snapshot for {key!r}.\n{_HINT}")
        elif stored[key] != values:
            raise SnapshotError(_describe_difference(path, key, stored[key], values))

    def _write_snapshots(
        self,
        path: Path,
        content: Mapping[str, SnapshotValues],
        stored: Mapping[str, SnapshotValues],
    ) -> None:
        if content != stored:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(encode_canonical_json(dict(content)))
            self.written.append(path)


def read_snapshots(path: Path) -> dict[str, SnapshotValues]:
    """Return the snapshots in a file; empty if the file does not exist.

    Raises:
        DeclarationError: The file cannot be read.
    """
    if not path.exists():
        return {}
    place = Place(file=str(path))
    try:
        snapshots = parse_canonical_json(read_content(path, place))
    except ValueError as error:
        raise DeclarationError(f"the file is not valid JSON: {error}", where=place) from None
    if not isinstance(snapshots, dict):
        raise DeclarationError("the file must contain a JSON object with snapshots", where=place)
    return snapshots


def build_snapshot(series: Sequence[ShownSeries]) -> SnapshotValues:
    """Return the rounded values of series, by legend. A number distinguishes series with the same
    legend: `cpu`, `cpu (2)`.
    """
    snapshot: SnapshotValues = {}
    for each in sorted(series, key=lambda one: (one.legend, sorted(one.labels.items()))):
        name, count = each.legend, 1
        while name in snapshot:
            count += 1
            name = f"{each.legend} ({count})"
        values = [_round_value(value) for value in each.values]
        snapshot[name] = values[0] if len(values) == 1 else values
    return snapshot


def _round_value(value: float | None) -> float | int | str | None:
    if value is None:
        return None
    if not math.isfinite(value):
        return str(value)
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short == int(short) else short


def _describe_difference(path: Path, key: str, stored: Any, values: Any) -> str:
    before, after = (encode_canonical_json(each).decode().splitlines() for each in (stored, values))
    lines = difflib.unified_diff(before, after, "snapshot", "now", lineterm="", n=1)
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    count = sum(line.startswith(("+", "-")) for line in changed)
    head = (
        f"{path}, {key}: {format_quantity(count, 'line differs', 'lines differ')} from the "
        "snapshot (- snapshot, + new values):"
    )
    return "\n".join([head, *changed, _HINT])
