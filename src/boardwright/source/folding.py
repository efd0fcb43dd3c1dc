"""Panels that differ in a few values, as calls of one function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from boardwright.compiler.edit import words
from boardwright.source.holes import Hole, common, distinct, parameters, shape
from boardwright.source.layout import Layout
from boardwright.source.naming import Names, snake
from boardwright.source.tree import Call, Function, Name, Parameter, Value
from boardwright.source.vocabulary import words_of
from boardwright.source.words import CLASSES

FEWEST = 3
"""Panels for which a function is worth its name."""

MOST_PARAMETERS = 6
"""With more than these a call is no easier to read than a panel."""

PANELS = frozenset(CLASSES.values()) - {"RowPanel"}
_NOUNS = {"TimeSeries": "graph", "GaugePanel": "gauge", "PieChartv2": "pie"}
_FILLERS = frozenset(words("a an and by for from in of on per the to with"))


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
    return [fold for group in _groups(panels) for fold in _of_group(group, names, layout)]


def _of_group(group: list[Call], names: Names, layout: Layout) -> Iterator[Fold]:
    """Yield the functions for a group; the last takes the queries of those that no other has."""
    rest, parts = dict.fromkeys(group), _parts(group)
    for part in parts:
        fold = _fold(part, names, layout)
        if fold is not None:
            yield fold
            rest = {panel: None for panel in rest if panel not in part}
    if len(rest) < FEWEST or [*rest] in parts:
        return
    fold = _fold([*rest], names, layout)
    if fold is not None:
        yield fold


def _groups(panels: Iterable[Call]) -> list[list[Call]]:
    """Return the panels that are of one class and have the same arguments."""
    groups: dict[object, list[Call]] = defaultdict(list)
    for panel in dict.fromkeys(panels):
        if panel.function in PANELS:
            groups[panel.function, tuple(word for word, _ in panel.keywords)].append(panel)
    return [group for group in groups.values() if len(group) >= FEWEST]


def _parts(group: list[Call]) -> list[list[Call]]:
    """Return a group, or its parts whose queries have one shape, when it differs too much."""
    holes: list[Hole] = []
    common(group, "", holes, {})
    if len(distinct(holes)) <= MOST_PARAMETERS and not _whole_queries(holes):
        return [group]
    parts: dict[object, list[Call]] = defaultdict(list)
    for panel in group:
        parts[shape(panel, queries=False)].append(panel)
    return [part for part in parts.values() if len(part) >= FEWEST]


def _whole_queries(holes: list[Hole]) -> bool:
    return any(hole.label == "targets" for hole in holes)


def _fold(panels: list[Call], names: Names, layout: Layout) -> Fold | None:
    holes: list[Hole] = []
    common(panels, "", holes, {})
    places = distinct(holes)
    if not places or len(places) > MOST_PARAMETERS:
        return None
    given = parameters(places, words_of(panels[0]))
    known = {hole.values: Name(each.name) for hole, each in zip(places, given, strict=True)}
    body = common(panels, "", [], known)
    placeholder = Function("panel", given, panels[0].function, "", body)
    calls = [_call("panel", given, places, turn) for turn in range(len(panels))]
    if not _is_shorter(panels, placeholder, calls, layout):
        return None
    name = names.new(_title(panels), otherwise="panel")
    function = Function(name, given, panels[0].function, _docstring(panels[0]), body)
    named = [Call(name, call.arguments, call.keywords) for call in calls]
    return Fold(function, tuple(zip(panels, named, strict=True)))


def _call(name: str, given: tuple[Parameter, ...], holes: list[Hole], turn: int) -> Call:
    values = [(each.name, hole.values[turn]) for each, hole in zip(given, holes, strict=True)]
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
