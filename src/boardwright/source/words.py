"""What the arguments of grafanalib's panel classes set in a compiled panel.

No table says it: each argument is tried, and what changes in the compiled panel is what it sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import attr

from boardwright.compiler.context import Context
from boardwright.compiler.edit import Json, without
from boardwright.compiler.normal_form import drop_filled_in
from boardwright.compiler.pipeline import compile_document
from boardwright.errors import BoardwrightError
from boardwright.schema.document import ORIGIN, Document, Origin
from boardwright.schema.json_equality import json_equal
from boardwright.source.evaluating import PLACE, Evaluator
from boardwright.source.leaves import Leaves, Path, differing, leaves
from boardwright.source.tree import Call, Items, Node, Value
from boardwright.source.vocabulary import meaning

CLASSES: Mapping[str, str] = {
    "barchart": "BarChart",
    "bargauge": "BarGauge",
    "gauge": "GaugePanel",
    "histogram": "Histogram",
    "logs": "Logs",
    "news": "News",
    "piechart": "PieChartv2",
    "row": "RowPanel",
    "stat": "Stat",
    "state-timeline": "StateTimeline",
    "table": "Table",
    "text": "Text",
    "timeseries": "TimeSeries",
}
"""grafanalib's class by panel type; those whose output is still of Grafana 12's making."""

OWN_WAY = frozenset({"dataSource", "gridPos", "id", "panels", "repeat", "targets", "title"})
"""Arguments that are worked out from more than one value."""

UNUSED = frozenset({"cacheTimeout", "editable", "error", "extraJson", "height", "minSpan", "span"})
"""Arguments of Grafana 6 and older, and the one for what has no word."""

SEPARATE = ("datasource", "gridPos", "id", "panels", "repeat", "repeatDirection", "maxPerRow")
"""Keys of a panel that `OWN_WAY` sets, beside its targets and title."""

WITHOUT_TARGETS = frozenset({"RowPanel", "Text", "News"})
"""Classes of panels that ask nothing."""

_MAPPINGS = [{"type": "value", "options": {"1": {"text": "one", "index": 0}}}]
_STEPS = [{"color": "blue", "value": None}, {"color": "red", "value": 5}]
_OVERRIDES = [{"matcher": {"id": "byName", "options": "one"}, "properties": []}]
_TRANSFORMATIONS = [{"id": "merge", "options": {}}]
_LINKS = [{"title": "one", "url": "/two"}]

_TRIED: Mapping[type, tuple[Any, ...]] = {
    bool: (True, False),
    int: (7,),
    float: (0.37,),
    str: ("max", "right", "zz"),
    list: (_MAPPINGS, _STEPS, _OVERRIDES, _TRANSFORMATIONS, _LINKS, ["max"]),
    dict: ({"mode": "normal"},),
    type(None): (7, "zz"),
}
_ANYTHING: tuple[Any, ...] = ("zz", _STEPS, 7)
_NAMED: Mapping[str, tuple[Any, ...]] = {
    "color": ({"mode": "fixed", "fixedColor": "red"},),
    "thresholds": (_STEPS,),
}


@dataclass(frozen=True, slots=True)
class Word:
    """An argument of a class, and what it sets.

    Attributes:
        argument: Its name.
        path: Where its value comes to stand in the compiled panel.
        listed: Whether the value stands in a list of its own there.
    """

    argument: str
    path: Path
    listed: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be said with one class.

    Attributes:
        words: Its arguments by what they set.
        bare: What a panel compiles to for which nothing is asked.
    """

    words: Mapping[Path, Word]
    bare: Json


@cache
def vocabulary(kind: str) -> Vocabulary:
    """Return what can be said with grafanalib's class for a panel type."""
    name = CLASSES[kind]
    bare = _compiled(_instance(name), frozenset({"title", "targets"}))
    if bare is None:
        raise ValueError(f"a bare {name} does not compile")
    words: dict[Path, Word] = {}
    for word in _words(name, bare):
        words.setdefault(word.path, word)
    return Vocabulary(words=words, bare=bare)


@cache
def bare_data(kind: str) -> Json:
    """Return what a panel of plain data compiles to that says no more than its type."""
    body = {"title": "x", "uid": "x", "panels": [{"type": kind, "title": "x", "targets": _QUERIES}]}
    document = Document(body=body, place=PLACE, name="x", form="dict")
    return _core(compile_document(document, Context()).body)


def separated(panel: Json) -> Json:
    """Return a panel without what is said in ways of their own."""
    return without(panel, *SEPARATE, "title", "targets", "type")


_QUERIES = [{"expr": "up"}]


def _instance(name: str) -> Any:
    target = Call("Target", keywords=(("expr", Value("up")),))
    keywords: tuple[tuple[str, Node], ...] = (("title", Value("x")),)
    if name not in WITHOUT_TARGETS:
        keywords += (("targets", Items((target,))),)
    return Evaluator().value(Call(name, keywords=keywords))


def _words(name: str, bare: Json) -> Iterator[Word]:
    for field in attr.fields(meaning(name)):
        if not field.init or field.name in OWN_WAY | UNUSED:
            continue
        default = getattr(_instance(name), field.name)
        for value in _NAMED.get(field.name) or _TRIED.get(type(default), _ANYTHING):
            if word := _tried(name, field.name, value, bare):
                yield word
                break


def _tried(name: str, argument: str, value: Any, bare: Json) -> Word | None:
    """Return what an argument sets, if it sets one thing to its value."""
    instance = _instance(name)
    setattr(instance, argument, value)
    panel = _compiled(instance, frozenset({"title", "targets", argument}))
    if panel is None:
        return None
    changed = differing(panel, bare)
    found = {path: leaf for path, leaf in changed.items() if leaf is not None}
    if isinstance(value, dict):
        return _of_object(argument, value, found)
    for path, leaf in found.items():
        if json_equal(leaf, value) or json_equal(leaf, [value]):
            return Word(argument, path, listed=not json_equal(leaf, value))
    return None


def _of_object(argument: str, value: Json, found: Leaves) -> Word | None:
    ends = leaves(value)
    for path in found:
        for end in ends:
            if path[-len(end) :] == end:
                return Word(argument, path[: -len(end)], listed=False)
    return None


def _compiled(instance: Any, asked: frozenset[str]) -> Json | None:
    evaluator = Evaluator()
    data = evaluator.plain(instance)
    data[ORIGIN] = Origin(place=PLACE, asked=asked)
    body = {"title": "x", "uid": "x", "panels": [data]}
    document = Document(body=body, place=PLACE, name="x", form="dict")
    try:
        return _core(compile_document(document, Context()).body)
    except (BoardwrightError, TypeError, ValueError, AttributeError, KeyError):
        return None  # an example that makes no sense for this argument


def _core(board: Json) -> Json:
    (panel,) = drop_filled_in(board)["panels"]
    return separated(panel)
