"""Writes Python functions that create those queries of a board that have settings in common.

def query(expr: str, legend: str = "", **options: Any) -> Target:
    return Target(expr=expr, legendFormat=legend, **options)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from boardwright.frozen import frozen
from boardwright.source.identifiers import Identifiers, to_snake_case
from boardwright.source.module_layout import ModuleFormatter
from boardwright.source.syntax_tree import (
    SPREAD,
    ClassCall,
    Entries,
    Function,
    Items,
    Keywords,
    Name,
    Node,
    Parameter,
    TextWithNames,
    Value,
    is_name,
    replace_nodes,
    walk_nodes,
)

FEWEST = 3
"""A function is written only if at least this number of queries use it."""

SAVED = 4
"""A function is written only if it saves at least this number of lines."""

OPTIONS = Parameter("options", "Any", star="**")
NO_LEGEND = Value("")
_OWN = ("expr", "legendFormat", "refId")
QUERY_TEXTS = ("query", "rawSql", "expr", "expression")
"""The keys that can contain the text of a query. The key depends on the data source."""


@frozen
class FactoredDeclaration:
    """A declaration in which function calls replace some nodes, and the functions that are
    called.
    """

    dashboard: Node
    functions: tuple[Function, ...] = ()


def with_options(settings: Keywords) -> tuple[str, Node]:
    """Return the argument `**options` or, with settings, `**{"fill": 1, **options}`, in which the
    options override the settings.
    """
    options = (SPREAD, Name("options"))
    return (SPREAD, Entries((*settings, options))) if settings else options


def find_common_keywords(calls: Sequence[ClassCall], own: Collection[str]) -> Keywords:
    """Return the keyword arguments that all calls have with the same value, except those in
    `own`.
    """
    return tuple(
        each
        for each in calls[0].keywords
        if each[0] not in own and all(each in call.keywords for call in calls)
    )


def factor_queries(
    dashboard: Node, names: Identifiers, layout: ModuleFormatter
) -> FactoredDeclaration:
    """Return a declaration whose queries are calls of functions, where this makes the module
    shorter.
    """
    targets = _factor_targets(dashboard, names, layout)
    data = _factor_data(targets.dashboard, names, layout)
    return FactoredDeclaration(
        dashboard=data.dashboard, functions=targets.functions + data.functions
    )


def _factor_targets(
    dashboard: Node, names: Identifiers, layout: ModuleFormatter
) -> FactoredDeclaration:
    """Write functions that replace calls of `Target`. All calls to which no JSON is added share one
    function.
    """
    groups: dict[Node | None, dict[Node, ClassCall]] = {}
    for node, target, extra in _iter_targets(dashboard):
        if "legendFormat" in dict(target.keywords):
            groups.setdefault(extra, {})[node] = target
    functions: list[Function] = []
    calls: dict[Node, Node] = {}
    for extra, group in sorted(groups.items(), key=lambda each: each[0] is not None):
        factored = _factor_group(group, extra, names, layout)
        if factored is not None:
            functions.append(factored[0])
            calls |= factored[1]
    return FactoredDeclaration(
        dashboard=replace_nodes(dashboard, calls), functions=tuple(functions)
    )


def _iter_targets(dashboard: Node) -> Iterator[tuple[Node, ClassCall, Node | None]]:
    """Yield each query, its `Target` call, and the JSON that is added to this call."""
    wrapped: set[Node] = set()
    for node, _ in walk_nodes(dashboard):
        match node:
            case ClassCall("with_json", (ClassCall("Target") as target, extra)):
                wrapped.add(target)
                yield node, target, extra
            case ClassCall("Target") if node not in wrapped:
                yield node, node, None
            case _:
                pass


def _factor_group(
    group: Mapping[Node, ClassCall], extra: Node | None, names: Identifiers, layout: ModuleFormatter
) -> tuple[Function, dict[Node, ClassCall]] | None:
    """Return a function for some queries and a call for each query; None if this would not make the
    module shorter.
    """
    targets = list(group.values())
    legends = Counter(dict(target.keywords)["legendFormat"] for target in targets)
    default = NO_LEGEND if NO_LEGEND in legends else _find_usual_legend(legends)
    common = find_common_keywords(targets, _OWN)
    calls = {
        node: _build_query_call("query", each, default, common) for node, each in group.items()
    }
    saved = sum(layout.count_lines(old) - layout.count_lines(new) for old, new in calls.items())
    if saved - len(common) < SAVED and (extra is not None or NO_LEGEND not in legends):
        return None
    name = names.choose_name(_name_query_function(extra), otherwise="query")
    parameters = (Parameter("expr", "str"), Parameter("legend", "str", default=default), OPTIONS)
    given = (("expr", Name("expr")), ("legendFormat", Name("legend")))
    body = ClassCall("Target", keywords=(*given, with_options(common)))
    if extra is not None:
        body = ClassCall("with_json", (body, extra))
    docstring = "Return a query." if extra is None else "Return a query with more settings."
    function = Function(name, parameters, "Target", docstring, body)
    made = {node: _build_query_call(name, each, default, common) for node, each in group.items()}
    return function, made


def _find_usual_legend(legends: Counter[Node]) -> Node | None:
    """Return the most common legend; None if the legend contains no label (`{{job}}`), because such
    a legend fits only one query.
    """
    legend = legends.most_common(1)[0][0]
    is_pattern = isinstance(legend, Value) and "{{" in str(legend.value)
    return legend if is_pattern else None


def _name_query_function(extra: Node | None) -> str:
    """Return a name for a function of queries that share the JSON `extra`. The name contains the
    value of the first key of the JSON or, if the value is not text, the key itself.
    """
    if not isinstance(extra, Entries):
        return "query"
    key, value = extra.entries[0]
    word = value.value if isinstance(value, Value) and isinstance(value.value, str) else key
    return f"{to_snake_case(word)} query"


def _build_query_call(
    name: str, target: ClassCall, default: Node | None, common: Keywords
) -> ClassCall:
    keywords = dict(target.keywords)
    legend = keywords.pop("legendFormat")
    arguments = (keywords.pop("expr"), *(() if legend == default else (legend,)))
    return ClassCall(name, arguments, tuple(e for e in keywords.items() if e not in common))


def _factor_data(
    dashboard: Node, names: Identifiers, layout: ModuleFormatter
) -> FactoredDeclaration:
    """Write Python functions for queries that are plain data (dicts). Each function sets the most
    frequent value of each key.
    """
    rest = [
        target
        for node, label in walk_nodes(dashboard)
        if label == "targets" and isinstance(node, Items)
        for target in node.items
        if isinstance(target, Entries) and all(is_name(key) for key, _ in target.entries)
    ]
    functions: list[Function] = []
    calls: dict[Node, Node] = {}
    while len(rest) >= FEWEST:
        users = _select_by_common_keys(rest)
        usual = _find_usual_entries(users)
        text = _find_text_key(users, usual)
        new = {each: _build_data_call("query", each, text, usual) for each in users}
        saved = sum(layout.count_lines(old) - layout.count_lines(new[old]) for old in users)
        if len(users) < FEWEST or saved - layout.count_lines(Entries(usual)) < 2 * SAVED:
            break
        name = names.choose_name("query", otherwise="query")
        own = [(text, Name("text"))] if text else []
        body = Entries((*own, *usual, (SPREAD, Name("options"))))
        parameters = (*([Parameter("text", "str")] if text else []), OPTIONS)
        functions.append(Function(name, parameters, "dict[str, Any]", "Return a query.", body))
        calls |= {each: _build_data_call(name, each, text, usual) for each in users}
        rest = [each for each in rest if each not in new]
    return FactoredDeclaration(
        dashboard=replace_nodes(dashboard, calls), functions=tuple(functions)
    )


def _find_text_key(targets: Sequence[Entries], usual: Keywords) -> str:
    """Return the key that contains the query text in all these queries; empty if no key contains
    text in all queries.
    """
    held = [dict(target.entries) for target in targets]
    keys = (key for key in QUERY_TEXTS if key not in dict(usual))
    return next((key for key in keys if all(_is_text(each.get(key)) for each in held)), "")


def _is_text(node: Node | None) -> bool:
    is_literal = isinstance(node, Value) and isinstance(node.value, str)
    return is_literal or isinstance(node, TextWithNames)


def _build_data_call(name: str, target: Entries, text: str, usual: Keywords) -> ClassCall:
    entries = dict(target.entries)
    arguments = (entries.pop(text),) if text else ()
    return ClassCall(name, arguments, tuple(each for each in entries.items() if each not in usual))


def _select_by_common_keys(targets: Sequence[Entries]) -> list[Entries]:
    """Return the queries that have all common keys. A key is common if most queries have it."""
    counts = Counter(key for target in targets for key, _ in target.entries)
    common = {key for key, count in counts.items() if 2 * count > len(targets)}
    return [target for target in targets if common <= {key for key, _ in target.entries}]


def _find_usual_entries(targets: Sequence[Entries]) -> Keywords:
    """Return the most frequent value of each key, for the keys that all queries have and whose most
    frequent value repeats.
    """
    if not targets:
        return ()
    held = [dict(target.entries) for target in targets]
    found: list[tuple[str, Node]] = []
    for key in held[0]:
        if key not in QUERY_TEXTS and all(key in each for each in held):
            value, count = Counter(each[key] for each in held).most_common(1)[0]
            if count > 1 and 3 * count >= len(held):
                found.append((key, value))
    return tuple(found)
