"""Compares the board to which an imported module compiles with the stored board, and returns the
verdict on the import.

Two comparisons are made. The first compares the compiled board of the module with the compiled
board of the stored JSON; if they are equal, the module is correct. The second compares the stored
JSON itself with the compiled board, so that changes which compiling makes to both boards are also
found.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from boardwright.compiler.edit import drop_keys
from boardwright.compiler.normal.v2_saves import drop_row_ids
from boardwright.compiler.normal_form import NORMALISATIONS
from boardwright.frozen import frozen
from boardwright.schema.document import Board
from boardwright.schema.envelopes import is_v2
from boardwright.schema.extension import drop_declared, drop_stored_mark
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.v2.v2_spec import write_v2_spec
from boardwright.source.differences import ValueDifference, iter_differences
from boardwright.source.explicit_board import to_classic_board
from boardwright.source.upgrades import Upgrade, list_upgrades, with_row_panels

VerdictKind = Literal["identical", "equal", "upgraded", "different"]


@frozen
class Verdict:
    """The difference between the board to which a module compiles and the stored board.

    Attributes:
        outcome: `identical` if the compiled board equals the stored board byte for byte; `equal` if
            only defaults of Grafana differ; `upgraded` if the compiler's passes changed the board,
            as `upgrades` lists; `different` if the module and the stored JSON do not compile to the
            same board.
        normalised: Names of the differences in defaults that were ignored; see `NORMALISATIONS`.
        upgrades: The changes that compiling makes to the stored board.
        differences: The differences between the two compiled boards; empty unless the outcome is
            `different`.
    """

    outcome: VerdictKind
    normalised: tuple[str, ...] = ()
    upgrades: tuple[Upgrade, ...] = ()
    differences: tuple[ValueDifference, ...] = ()


def judge_import(
    stored: Board, compiled: Board, result: Board, *, added_tags: Collection[str] = ()
) -> Verdict:
    """Return the verdict on the board to which a module compiles.

    Args:
        stored: The stored board, of schema v1 or v2.
        compiled: The board to which the stored board compiles.
        result: The board to which the module compiles.
        added_tags: Tags that the project adds to every board.
    """
    normalised, differences = compare_compiled(compiled, result)
    if differences:
        return Verdict(outcome="different", normalised=normalised, differences=differences)
    result = _drop_added_tags(result, stored, added_tags)
    if are_json_equal(stored, result) or (is_v2(stored) and _matches_v2(stored, result)):
        return Verdict(outcome="identical")
    before = drop_stored_mark(to_classic_board(stored))
    result = drop_stored_mark(drop_row_ids(drop_declared(result))) if is_v2(stored) else result
    normalised, _ = compare_compiled(with_row_panels(before), with_row_panels(result))
    upgrades = list_upgrades(before, result)
    outcome: VerdictKind = "upgraded" if upgrades else "equal"
    return Verdict(outcome=outcome, normalised=normalised, upgrades=upgrades)


def _matches_v2(stored: Board, result: Board) -> bool:
    """Return whether a compiled board, written in schema v2, equals the stored board."""
    specs = (write_v2_spec(result, version) for version in ("v2", "v2beta1"))
    return any(are_json_equal(drop_keys(stored, "uid"), spec) for spec in specs)


def compare_compiled(
    one: Board, other: Board
) -> tuple[tuple[str, ...], tuple[ValueDifference, ...]]:
    """Compare two compiled boards, ignoring the defaults that Grafana fills in.

    Returns:
        The names of the normalisations that removed a difference, and the remaining differences.
    """
    one, other = drop_stored_mark(drop_declared(one)), drop_stored_mark(drop_declared(other))
    needed: list[str] = []
    for each in NORMALISATIONS:
        if are_json_equal(one, other):
            return tuple(needed), ()
        before, after = each.run(one), each.run(other)
        if not (are_json_equal(before, one) and are_json_equal(after, other)):
            needed.append(each.name)
        one, other = before, after
    return tuple(needed), tuple(iter_differences(one, other))


def _drop_added_tags(result: Board, stored: Board, added: Collection[str]) -> Board:
    """Return a compiled board without the tags that the project added."""
    own = stored.get("tags")
    tags = [tag for tag in result["tags"] if tag in (own or ()) or tag not in added]
    return {**result, "tags": tags} if tags or own is not None else drop_keys(result, "tags")
