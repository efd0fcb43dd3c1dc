"""Measures the coverage of a project, which is the percentage of queries and rules whose results
the tests use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import iter_variable_names
from boardwright.schema.panel import Panel
from boardwright.testing.evaluation_log import CoverageRecord, RuleKey
from boardwright.testing.tested_board import TestedBoard


@frozen
class CoveredItem:
    """A query, variable or rule, and whether the tests cover it.

    Attributes:
        kind: `query`, `variable` or `rule`.
        board: Title of the board; empty for a rule.
        panel: Title of the panel that contains the query; empty for a variable or rule.
        name: RefId of the query, or name of the variable or rule.
        place: File and line of the declaration.
        is_covered: Whether a test uses the result of the query or rule, or of a query with the
            variable.
        remark: A note for the report if a test selects the panel but does not use the result of
            the query; otherwise empty.
    """

    kind: str
    board: str
    panel: str
    name: str
    place: str
    is_covered: bool
    remark: str = ""


@frozen
class QueryCoverage:
    """The coverage of all queries, variables and rules of a project."""

    items: tuple[CoveredItem, ...]

    @property
    def share(self) -> float:
        """The percentage of covered queries and rules; 100 if the project has none."""
        counted = [each for each in self.items if each.kind != "variable"]
        covered = sum(each.is_covered for each in counted)
        return 100 * covered / len(counted) if counted else 100.0

    def select_kind(self, kind: str) -> Sequence[CoveredItem]:
        """Return the items of one kind: `query`, `variable` or `rule`."""
        return tuple(each for each in self.items if each.kind == kind)


def measure_coverage(
    boards: Iterable[TestedBoard], rules: Iterable[RuleKey], record: CoverageRecord
) -> QueryCoverage:
    """Return the coverage of boards and rules.

    Args:
        boards: The boards of the project.
        rules: The rules of the project.
        record: The coverage of all tests.
    """
    items = [item for board in boards for item in _iter_items(board, record)]
    items += [
        CoveredItem(
            kind="rule",
            board="",
            panel="",
            name=key[0],
            place=key[1],
            is_covered=key in record.rules,
        )
        for key in rules
    ]
    return QueryCoverage(items=tuple(items))


def _iter_items(board: TestedBoard, record: CoverageRecord) -> Iterator[CoveredItem]:
    used: set[str] = set()
    for panel in board.panels:
        for target in Panel(panel.json).targets:
            written = target.written_text
            if not written.strip() or target.hidden:
                continue
            used.update(iter_variable_names(written))
            name = target.ref_id or "A"
            covered = (board.uid, panel.id, name) in record.queries
            selected = (board.uid, panel.id) in record.requested
            yield CoveredItem(
                kind="query",
                board=board.title,
                panel=panel.title,
                name=name,
                place=str(panel.place),
                is_covered=covered,
                remark="a test selects the panel, but does not use any value of the panel"
                if selected and not covered
                else "",
            )
    for name in sorted(used & board.variable_names):
        yield CoveredItem(
            kind="variable",
            board=board.title,
            panel="",
            name=name,
            place=str(board.compiled.place),
            is_covered=(board.uid, name) in record.variables,
        )
