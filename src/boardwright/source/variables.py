"""Template variables: the shortest way to say each that is proved to compile to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.compiler.edit import Json, without
from boardwright.source.constants import constant
from boardwright.source.queries import Queries, with_json
from boardwright.source.saying import accepts
from boardwright.source.tree import Call, Entries, Node, node_of

WORDS = (
    "name",
    "query",
    "type",
    "label",
    "includeAll",
    "allValue",
    "multi",
    "regex",
    "refresh",
    "sort",
    "hide",
    "options",
    "auto",
)
"""What grafanalib's `Template` has a word for, beside its data source and its default."""

_RENAMED = {"auto_count": "autoCount", "auto_min": "autoMin"}
_USUAL = {"type": "query", "refresh": 1}
"""What a `Template` has when nothing is asked."""

MOST_EXTRA = 2
"""With more than this beside it a `Template` says less than plain data."""


def candidates(variable: Json, queries: Queries) -> Iterator[Node]:
    """Yield ways to say a variable, the best first; the last says all of it.

    Args:
        variable: A compiled variable in its normal form.
        queries: Writes its data source.
    """
    source = queries.datasource(variable)
    core = without(variable, "datasource", "current")
    current = variable.get("current")
    definition = core.get("definition")
    if definition is not None and definition == core.get("query"):
        core = without(core, "definition")
    for chosen in _choices(current):
        if (node := _template(core, chosen, source)) is not None:
            yield node
    entries = [(key, constant(key, value)) for key, value in core.items()]
    entries += [("datasource", source)] if source else []
    yield Entries(tuple(entries))
    yield node_of(variable)


def _choices(current: Any) -> Iterator[Json]:
    """Yield what may be said of a variable's current choice: nothing, its value, all of it."""
    yield {}
    if isinstance(current, dict):
        if isinstance(current.get("value"), str):
            yield {"default": current["value"]}
        yield {"current": current}


def _template(core: Json, chosen: Json, source: Node | None) -> Node | None:
    said = {_RENAMED.get(key, key): value for key, value in core.items()}
    words = [*WORDS, *_RENAMED.values()]
    known = {key: said[key] for key in words if key in said and accepts("Template", key, said[key])}
    extra = {key: value for key, value in said.items() if key not in known}
    extra |= {"current": chosen["current"]} if "current" in chosen else {}
    if "name" not in known or len(extra) > MOST_EXTRA:
        return None
    known = {key: value for key, value in known.items() if _USUAL.get(key, ()) != value}
    known.setdefault("query", "")
    ordered = sorted(known, key=words.index)
    keywords = [(key, constant(key, known[key])) for key in ordered]
    keywords += [("default", node_of(chosen["default"]))] if "default" in chosen else []
    keywords += [("dataSource", source)] if source else []
    return with_json(Call("Template", keywords=tuple(keywords)), extra)
