"""Panels that differ in a few values, as calls of one function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boardwright.compile.edit import words
from boardwright.source.layout import Layout
from boardwright.source.naming import Names, snake
from boardwright.source.tree import Call, Entries, Function, Items, Name, Node, Parameter, Value
from boardwright.source.words import CLASSES

FEWEST = 3
"""Panels for which a function is worth its name."""

MOST_PARAMETERS = 6
"""With more than these a call is no easier to read than a panel."""

PANELS = frozenset(CLASSES.values()) - {"RowPanel"}
_SHORT = {
    "dataSource": "source",
    "format": "unit",
    "id": "panel_id",
    "legendFormat": "legend",
}
"""What the parameter for an argument is called, where not as that."""

_NOUNS = {"TimeSeries": "graph", "GaugePanel": "gauge", "PieChartv2": "pie"}
_FILLERS = frozenset(words("a an and by for from in of on per the to with"))


@dataclass(frozen=True, slots=True)
class _Hole:
    """A place where some panels differ.

    Attributes:
        label: The argument or key that it is the value of.
        values: What stands there, panel by panel.
    """

    label: str
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """A function, and the calls that stand for panels."""

    function: Function
    calls: tuple[tuple[Call, Call], ...]
    """Each panel, and the call that stands for it."""


def folds(panels: Sequence[Call], names: Names, layout: Layout) -> list[Fold]:
    """Return the functions that make a module shorter.

    Args:
        panels: The panels of a board.
        names: Gives the functions their names.
        layout: Tells how long something is.
    """
    found: list[Fold] = []
    for group in _groups(panels):
        for part in _parts(group):
            fold = _fold(part, names, layout)
            if fold is not None:
                found.append(fold)
    return found


def _groups(panels: Iterable[Call]) -> list[list[Call]]:
    """Return the panels that are of one class and have the same arguments."""
    groups: dict[object, list[Call]] = defaultdict(list)
    for panel in dict.fromkeys(panels):
        if panel.function in PANELS:
            groups[panel.function, tuple(word for word, _ in panel.keywords)].append(panel)
    return [group for group in groups.values() if len(group) >= FEWEST]


def _parts(group: list[Call]) -> list[list[Call]]:
    """Return a group, or its parts whose queries have one shape, when it differs too much."""
    holes: list[_Hole] = []
    _common(group, "", holes, {})
    if len(_distinct(holes)) <= MOST_PARAMETERS and not _whole_queries(holes):
        return [group]
    parts: dict[object, list[Call]] = defaultdict(list)
    for panel in group:
        parts[_shape(panel)].append(panel)
    return [part for part in parts.values() if len(part) >= FEWEST]


def _whole_queries(holes: list[_Hole]) -> bool:
    return any(hole.label == "targets" for hole in holes)


def _shape(node: Node) -> object:
    """Return what a node is made of besides its values."""
    if isinstance(node, Call):
        inner = tuple((word, _shape(item)) for word, item in node.keywords)
        return node.function, inner, tuple(map(_shape, node.arguments))
    if isinstance(node, Entries):
        return tuple((key, _shape(item)) for key, item in node.entries)
    return tuple(map(_shape, node.items)) if isinstance(node, Items) else None


def _fold(panels: list[Call], names: Names, layout: Layout) -> Fold | None:
    holes: list[_Hole] = []
    _common(panels, "", holes, {})
    distinct = _distinct(holes)
    if not distinct or len(distinct) > MOST_PARAMETERS:
        return None
    parameters = _parameters(distinct)
    known = {hole.values: Name(each.name) for hole, each in zip(distinct, parameters, strict=True)}
    body = _common(panels, "", [], known)
    placeholder = Function("panel", parameters, panels[0].function, "", body)
    calls = [_call("panel", parameters, distinct, turn) for turn in range(len(panels))]
    if not _is_shorter(panels, placeholder, calls, layout):
        return None
    name = names.new(_title(panels), otherwise="panel")
    function = Function(name, parameters, panels[0].function, _docstring(panels[0]), body)
    named = [Call(name, call.arguments, call.keywords) for call in calls]
    return Fold(function, tuple(zip(panels, named, strict=True)))


def _common(
    nodes: Sequence[Node], label: str, holes: list[_Hole], known: dict[tuple[Node, ...], Name]
) -> Node:
    """Return what nodes have in common, a name where they differ; the places go to `holes`."""
    first = nodes[0]
    if all(node == first for node in nodes):
        return first
    if isinstance(first, Call) and all(_like_call(first, node) for node in nodes):
        return _common_call([n for n in nodes if isinstance(n, Call)], holes, known)
    if isinstance(first, Entries) and all(_like_entries(first, node) for node in nodes):
        every = [node.entries for node in nodes if isinstance(node, Entries)]
        keys = [key for key, _ in first.entries]
        inner = [
            _common([entries[turn][1] for entries in every], key, holes, known)
            for turn, key in enumerate(keys)
        ]
        return Entries(tuple(zip(keys, inner, strict=True)))
    if isinstance(first, Items) and all(_like_items(first, node) for node in nodes):
        lists = [node.items for node in nodes if isinstance(node, Items)]
        return Items(tuple(_common(each, label, holes, known) for each in zip(*lists, strict=True)))
    hole = _Hole(label, tuple(nodes))
    holes.append(hole)
    return known.get(hole.values, first)


def _common_call(
    calls: list[Call], holes: list[_Hole], known: dict[tuple[Node, ...], Name]
) -> Call:
    first = calls[0]
    arguments = tuple(
        _common([call.arguments[turn] for call in calls], "value", holes, known)
        for turn in range(len(first.arguments))
    )
    keywords = tuple(
        (word, _common([call.keywords[turn][1] for call in calls], word, holes, known))
        for turn, (word, _) in enumerate(first.keywords)
    )
    return Call(first.function, arguments, keywords)


def _like_call(first: Call, node: Node) -> bool:
    return (
        isinstance(node, Call)
        and node.function == first.function
        and len(node.arguments) == len(first.arguments)
        and [word for word, _ in node.keywords] == [word for word, _ in first.keywords]
    )


def _like_entries(first: Entries, node: Node) -> bool:
    return isinstance(node, Entries) and [k for k, _ in node.entries] == [
        key for key, _ in first.entries
    ]


def _like_items(first: Items, node: Node) -> bool:
    return isinstance(node, Items) and len(node.items) == len(first.items)


def _distinct(holes: list[_Hole]) -> list[_Hole]:
    """Return the places without those that always have the value of another."""
    found: dict[tuple[Node, ...], _Hole] = {}
    for hole in holes:
        found.setdefault(hole.values, hole)
    return list(found.values())


def _parameters(holes: list[_Hole]) -> tuple[Parameter, ...]:
    names = Names(())
    return tuple(
        Parameter(
            names.new(_SHORT.get(hole.label, hole.label), otherwise="value"),
            annotation_of(hole.values),
        )
        for hole in holes
    )


def annotation_of(values: Iterable[Node]) -> str:
    """Return the type of some values, as an annotation."""
    return " | ".join(sorted({_type(value) for value in values}, key=_type_order))


def _type(node: Node) -> str:
    if isinstance(node, Value):
        return "None" if node.value is None else type(node.value).__name__
    if isinstance(node, Name):
        return "str" if "." in node.name else "int"
    return "Any"


def _type_order(name: str) -> tuple[bool, str]:
    return name == "None", name


def _call(name: str, parameters: tuple[Parameter, ...], holes: list[_Hole], turn: int) -> Call:
    values = [(each.name, hole.values[turn]) for each, hole in zip(parameters, holes, strict=True)]
    first = tuple(value for word, value in values if word == "title")
    return Call(name, first, tuple(each for each in values if each[0] != "title"))


def _is_shorter(panels: list[Call], function: Function, calls: list[Call], layout: Layout) -> bool:
    before = sum(map(layout.lines, panels))
    after = layout.lines(function.body) + len(function.parameters) + 5
    return after + sum(map(layout.lines, calls)) < before * 0.8


def _title(panels: list[Call]) -> str:
    """Return what the panels' titles have in common, and what sort of panel they are."""
    noun = _NOUNS.get(panels[0].function) or snake(panels[0].function)
    titles = [_words(panel) for panel in panels]
    shared = [word for word in titles[0] if all(word in title for title in titles)]
    return " ".join([*shared[:3], noun])


def _words(panel: Call) -> list[str]:
    title = next((item for word, item in panel.keywords if word == "title"), None)
    text = str(title.value) if isinstance(title, Value) else ""
    return [word for word in snake(text).split("_") if word not in _FILLERS]


def _docstring(panel: Call) -> str:
    noun = _NOUNS.get(panel.function) or snake(panel.function).replace("_", " ")
    article = "an" if noun[0] in "aeiou" else "a"
    return f"Return {article} {noun} with what differs between some of the board's."
