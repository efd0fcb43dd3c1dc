"""A panel's queries, and the data sources that they and the panel ask."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any

from boardwright.compiler.edit import Json, without
from boardwright.compiler.passes.queries import AUTO_LEGEND
from boardwright.compiler.references import Resolver
from boardwright.schema.datasource_references import LOKI, MIXED, PROMQL_FAMILY
from boardwright.schema.document import Board
from boardwright.schema.walking import iter_targets
from boardwright.source.saying import accepts
from boardwright.source.tree import Call, Entries, Items, Node, Value, node_of

WORDS = ("expr", "legendFormat", "format", "instant", "interval", "intervalFactor", "hide")
"""What grafanalib's `Target` has a word for."""

_BASES: Mapping[str, Json] = {
    **{plugin: {"editorMode": "code", "range": True} for plugin in PROMQL_FAMILY},
    LOKI: {"queryType": "range"},
}
"""What compiling writes into a query that says no more than its expression."""


class Queries:
    """Writes the queries of one board.

    Args:
        resolver: Tells what a short name of a data source stands for in the board.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def datasource(self, owner: Board) -> Node | None:
        """Return the data source to give a panel or variable; None where it is the default."""
        reference = owner.get("datasource")
        if reference is None or reference == self._resolver.default:
            return None
        return self._short(reference)

    def targets(self, panel: Board) -> Items | None:
        """Return a panel's queries."""
        found = list(iter_targets(panel))
        if not found:
            return None
        own = panel.get("datasource")
        inherited = self._resolver.default if own == MIXED else own
        usual = [target.get("refId") for target in found] == list(ascii_uppercase[: len(found)])
        return Items(tuple(self._target(target, inherited, lettered=not usual) for target in found))

    def _target(self, target: Json, inherited: Any, *, lettered: bool) -> Node:
        reference = target.get("datasource")
        own = None if reference == inherited else self._short(reference)
        letter = Value(target.get("refId")) if lettered else None
        base = _BASES.get(str((reference or {}).get("type")))
        rest = without(target, "datasource", "refId")
        if base is None or not isinstance(rest.get("expr"), str):
            return _data(rest, own, letter)
        return _target(rest, base, own, letter)

    def _short(self, reference: Any) -> Node:
        """Return a reference as the text that resolves to it, where there is one."""
        uid = reference.get("uid") if isinstance(reference, dict) else None
        if isinstance(uid, str) and self._resolver.resolve(uid) == reference:
            return Value(uid)
        return node_of(reference)


def _target(target: Json, base: Json, own: Node | None, letter: Node | None) -> Node:
    instant = bool(target.get("instant"))
    written = {**base, "range": not instant} if "range" in base else base
    words = {key: target[key] for key in WORDS if key in target}
    if "editorMode" in base:
        words = {**words, "legendFormat": words.get("legendFormat", "")}
    words = {key: value for key, value in words.items() if accepts("Target", key, value)}
    extra = {
        key: value
        for key, value in target.items()
        if key not in words and not (key in written and written[key] == value)
    }
    if words.get("legendFormat") == AUTO_LEGEND:
        del words["legendFormat"]
    ordered = [(key, node_of(words[key])) for key in WORDS if key in words]
    ordered += [("refId", letter)] if letter else []
    ordered += [("datasource", own)] if own else []
    return with_json(Call("Target", keywords=tuple(ordered)), extra)


def _data(target: Json, own: Node | None, letter: Node | None) -> Node:
    entries = [(key, node_of(value)) for key, value in target.items()]
    entries += [("refId", letter)] if letter else []
    entries += [("datasource", own)] if own else []
    return Entries(tuple(entries))


def with_json(call: Call, extra: Json) -> Node:
    """Return a call, with what grafanalib has no word for beside it."""
    return Call("with_json", (call, node_of(extra))) if extra else call
