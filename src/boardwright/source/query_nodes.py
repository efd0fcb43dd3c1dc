"""Converts the queries of a panel, and the data sources of panels, queries and variables, to syntax
trees of Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.passes import refids
from boardwright.compiler.passes.queries import AUTO_LEGEND
from boardwright.compiler.references import Resolver
from boardwright.schema.board_traversal import iter_targets
from boardwright.schema.datasource_references import LOKI, MIXED, PROMQL_FAMILY, read_reference
from boardwright.schema.document import Json, PanelJson
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.panel import Panel
from boardwright.schema.target import Target
from boardwright.source.class_arguments import accepts_value
from boardwright.source.syntax_tree import ClassCall, Entries, Items, Node, Value, to_node

_ARGUMENTS = ("expr", "legendFormat", "format", "instant", "interval", "intervalFactor", "hide")
"""The arguments of grafanalib's `Target` whose names are also keys of a query's JSON."""

_COMPILED: Mapping[str, Json] = {
    **{plugin: {"editorMode": "code", "range": True} for plugin in PROMQL_FAMILY},
    LOKI: {"queryType": "range"},
}
"""Type of the data source -> the values that the compiler adds to a query that has only an
expression.
"""


class QueryBuilder:
    """Builds the syntax trees of the queries of one board.

    Args:
        resolver: The object that finds the data source for a short name in this board.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def build_datasource(self, reference: Any) -> Node | None:
        """Return the data source to write for the reference of a panel or variable; None if the
        panel or variable uses the default data source.
        """
        if reference is None or reference == self._resolver.default:
            return None
        return self._build_reference(reference)

    def build_targets(self, panel: PanelJson) -> Items | None:
        """Return the queries of a panel; None if the panel has no queries."""
        targets = list(iter_targets(panel))
        if not targets:
            return None
        own = Panel(panel).datasource_reference
        inherited = self._resolver.default if own == MIXED else own
        letters = _find_needed_letters([Target(target).ref_id for target in targets])
        pairs = zip(targets, letters, strict=True)
        return Items(
            tuple(self._build_target(target, inherited, letter) for target, letter in pairs)
        )

    def _build_target(self, target: Json, inherited: Any, letter: Node | None) -> Node:
        reference = Target(target).datasource_reference
        own = None if reference == inherited else self._build_reference(reference)
        compiled = _COMPILED.get(read_reference(reference).type or "")
        rest = drop_keys(target, "datasource", "refId")
        tail = [("refId", letter)] if letter else []
        tail += [("datasource", own)] if own else []
        if compiled is None or not isinstance(rest.get("expr"), str):
            return Entries(
                (*((key, _build_entry(key, value)) for key, value in rest.items()), *tail)
            )
        return _build_target_call(rest, compiled, tail)

    def _build_reference(self, reference: Any) -> Node:
        """Return a data source as its uid if the compiler resolves the uid to this data source, and
        otherwise as the whole reference.
        """
        uid = reference.get("uid") if isinstance(reference, dict) else None
        if isinstance(uid, str) and self._resolver.resolve(uid) == reference:
            return Value(uid)
        return to_node(reference)


def _build_entry(key: str, value: Any) -> Node:
    """Return the syntax tree for the value of a query's key. The key `select` of InfluxDB becomes a
    list of function calls.
    """
    if key == "select" and isinstance(value, list):
        return Items(tuple(_build_select_item(item) for item in value))
    return to_node(value)


def _build_select_item(item: Any) -> Node:
    """Return an item of InfluxDB's `select` as a call of `influx.select`, or as plain data if a
    call cannot express the item.

    A function without parameters is written as only its name.
    """
    match item:
        case [{"type": "field", "params": [str(field)]}, *rest] if all(map(_is_part, item)):
            alias = rest[-1]["params"] if rest and rest[-1]["type"] == "alias" else []
            named = len(alias) == 1 and isinstance(alias[0], str) and bool(alias[0])
            calls = [(part["type"], part["params"]) for part in (rest[:-1] if named else rest)]
            return ClassCall(
                "influx.select",
                (Value(field), *(to_node([n, *params] if params else n) for n, params in calls)),
                (("alias", Value(alias[0])),) if named else (),
            )
        case _:
            return to_node(item)


def _is_part(part: Any) -> bool:
    """Return whether an object has the keys of a part of a `select` item, and no other key."""
    match part:
        case {"type": str(), "params": list(), **others}:
            return not others
        case _:
            return False


def _find_needed_letters(letters: Sequence[Any]) -> list[Node | None]:
    """Return the refId to write for each query; None if the compiler chooses the same refId."""
    given = [False] * len(letters)
    for _ in letters:
        targets = [{"refId": x} if has else {} for x, has in zip(letters, given, strict=True)]
        (panel,) = refids.run({"panels": [{"targets": targets}]}, CompilerContext())["panels"]
        ref_ids = [target["refId"] for target in panel["targets"]]
        missing = [old != new for old, new in zip(letters, ref_ids, strict=True)]
        if not any(missing):
            break
        given = [old or new for old, new in zip(given, missing, strict=True)]
    return [Value(x) if has else None for x, has in zip(letters, given, strict=True)]


def _build_target_call(target: Json, compiled: Json, tail: list[tuple[str, Node]]) -> Node:
    is_instant = bool(target.get("instant"))
    written = {**compiled, "range": not is_instant} if "range" in compiled else compiled
    arguments = {key: target[key] for key in _ARGUMENTS if key in target}
    if "editorMode" in compiled:
        arguments = {**arguments, "legendFormat": arguments.get("legendFormat", "")}
    arguments = {key: each for key, each in arguments.items() if accepts_value("Target", key, each)}
    extra = {
        key: value
        for key, value in target.items()
        if key not in arguments and not (key in written and are_json_equal(written[key], value))
    }
    if arguments.get("legendFormat") == AUTO_LEGEND:
        del arguments["legendFormat"]
    ordered = [(key, to_node(arguments[key])) for key in _ARGUMENTS if key in arguments]
    return with_extra_json(ClassCall("Target", keywords=(*ordered, *tail)), extra)


def with_extra_json(call: ClassCall, extra: Json) -> ClassCall:
    """Return a call, extended by JSON for which grafanalib has no argument."""
    return ClassCall("with_json", (call, to_node(extra))) if extra else call
