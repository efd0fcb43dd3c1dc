"""Writes Python functions that create those variables and links of a board that have settings in
common.

def variable(name: str, query: str, **options: Any) -> Template:
    return Template(name=name, query=query, **{"dataSource": "${datasource}", **options})
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.frozen import frozen
from boardwright.source.identifiers import Identifiers
from boardwright.source.module_layout import ModuleFormatter
from boardwright.source.query_functions import (
    OPTIONS,
    FactoredDeclaration,
    find_common_keywords,
    with_options,
)
from boardwright.source.syntax_tree import (
    ClassCall,
    Entries,
    Function,
    Keywords,
    Name,
    Node,
    Parameter,
    TextWithNames,
    Value,
    replace_nodes,
    walk_nodes,
)

FEWEST = 3
"""A function is written only if it replaces at least this number of calls."""

SAVED = 4
"""A function is written only if it saves at least this number of lines."""

FUNCTION_LINES = 8
"""The number of lines that a function takes in the module, without the lines of its settings."""


@frozen
class _CallKind:
    """A class, the name of the function that replaces calls of the class, and the arguments that
    differ from call to call.
    """

    cls: str
    name: str
    own: tuple[str, str]


_KINDS = (
    _CallKind(cls="Template", name="variable", own=("name", "query")),
    _CallKind(cls="DashboardLink", name="link", own=("title", "uri")),
)


def factor_calls(
    dashboard: Node, names: Identifiers, layout: ModuleFormatter
) -> FactoredDeclaration:
    """Return a declaration whose variables and links are calls of functions, where this makes the
    module shorter.
    """
    functions: list[Function] = []
    replaced: dict[Node, Node] = {}
    for kind in _KINDS:
        for form, calls in _group_by_form(dashboard, kind).items():
            common = find_common_keywords(calls, kind.own)
            short_calls = {call: _shorten_call(kind.name, call, kind, common) for call in calls}
            lines = [
                layout.count_lines(old) - layout.count_lines(new)
                for old, new in short_calls.items()
            ]
            if len(calls) < FEWEST or sum(lines) - len(common) - FUNCTION_LINES < SAVED:
                continue
            name = names.choose_name(kind.name, otherwise=kind.name)
            functions.append(_build_function(name, kind, form, common))
            replaced |= {call: _shorten_call(name, call, kind, common) for call in calls}
    return FactoredDeclaration(
        dashboard=replace_nodes(dashboard, replaced), functions=tuple(functions)
    )


def _group_by_form(dashboard: Node, kind: _CallKind) -> dict[Node, list[ClassCall]]:
    """Return the calls of a class, grouped by the result of `_build_form`: the calls of a group can
    be replaced by calls of the same function.
    """
    groups: dict[Node, list[ClassCall]] = {}
    for call in _iter_calls(dashboard, kind):
        keywords = dict(call.keywords)
        form = _build_form(keywords[kind.own[0]], keywords[kind.own[1]], kind)
        calls = groups.setdefault(form, [])
        if call not in calls:
            calls.append(call)
    return groups


def _iter_calls(dashboard: Node, kind: _CallKind) -> Iterator[ClassCall]:
    for node, _ in walk_nodes(dashboard):
        if isinstance(node, ClassCall) and node.function == kind.cls:
            keywords = dict(node.keywords)
            if kind.own[0] in keywords and _is_text(keywords.get(kind.own[1])):
                yield node


def _is_text(node: Node | None) -> bool:
    """Return whether an argument is text, or an object that contains the text of a query."""
    if isinstance(node, Entries):
        return "query" in dict(node.entries)
    return isinstance(node, Value) and isinstance(node.value, str)


def _build_form(first: Node, second: Node, kind: _CallKind) -> Node:
    """Return the second argument of a call, with parameters of the new function in place of the
    parts that differ from call to call. For example, the query of a variable can be an object in
    which `refId` contains the variable's name.
    """
    first_name, second_name = kind.own
    if not isinstance(second, Entries):
        return Name(second_name)
    entries = dict(second.entries)
    entries["query"] = Name("query")
    if "refId" in entries:
        entries["refId"] = _with_name(entries["refId"], first, first_name)
    return Entries(tuple(entries.items()))


def _with_name(text: Node, name: Node, parameter: str) -> Node:
    if not (isinstance(text, Value) and isinstance(name, Value)):
        return text
    before, found, after = str(text.value).partition(f"-{name.value}-")
    if not found:
        return text
    return TextWithNames((f"{before}-", Name(parameter), f"-{after}"))


def _shorten_call(name: str, call: ClassCall, kind: _CallKind, common: Keywords) -> ClassCall:
    keywords = dict(call.keywords)
    first, second = (keywords.pop(own) for own in kind.own)
    if isinstance(second, Entries):
        second = dict(second.entries)["query"]
    return ClassCall(name, (first, second), tuple(e for e in keywords.items() if e not in common))


def _build_function(name: str, kind: _CallKind, form: Node, common: Keywords) -> Function:
    first, second = kind.own
    body = ClassCall(
        kind.cls,
        keywords=((first, Name(first)), (second, form), with_options(common)),
    )
    parameters = (Parameter(first, "str"), Parameter(second, "str"), OPTIONS)
    docstring = f"Return a {kind.name} in this board's style."
    return Function(name, parameters, kind.cls, docstring, body)
