"""Finds the arguments of grafanalib's panel classes that express a compiled panel.

boardwright has no table of these arguments. Each argument is tried once, and the change in the
compiled panel shows which key the argument sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attr

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, get_value, split_words
from boardwright.compiler.normal_form import drop_filled_values
from boardwright.compiler.pipeline import compile_document
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.schema.document import ORIGIN, Document, Json, Origin
from boardwright.schema.json_equality import are_json_equal
from boardwright.source.evaluation import PLACE, Evaluator
from boardwright.source.import_names import resolve_name
from boardwright.source.json_leaves import (
    LeafPath,
    Leaves,
    build_object,
    collect_leaves,
    find_different_leaves,
)
from boardwright.source.named_constants import build_argument_value
from boardwright.source.syntax_tree import ClassCall, Items, Keywords, Node, Value

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
"""Panel type -> the class of grafanalib that writes this type, for the panel types of Grafana
12.
"""

_WRITTEN_APART = frozenset(split_words("dataSource gridPos id panels repeat targets title"))
"""Arguments that this module leaves out, because other modules of `source` write them."""

_UNUSED = frozenset(split_words("cacheTimeout editable error extraJson height minSpan span"))
"""Arguments that an imported board never uses: arguments for Grafana 6 and older, and `extraJson`.
"""

_KEYS_APART = split_words("datasource gridPos id panels repeat repeatDirection maxPerRow")
"""The keys of a panel that the arguments in `_WRITTEN_APART` set. `targets` and `title` are not
included.
"""

_WITHOUT_TARGETS = frozenset({"RowPanel", "Text", "News"})
_LONG = ("overrides", "transformations", "links")
"""Arguments with long values, which are written last."""

_COLOR = ("fieldConfig", "defaults", "color")
_UNWRITABLE: Any = object()

_MAPPINGS = [{"type": "value", "options": {"1": {"text": "one", "index": 0}}}]
_STEPS = [{"color": "blue", "value": None}, {"color": "red", "value": 5}]
_OVERRIDES = [{"matcher": {"id": "byName", "options": "one"}, "properties": []}]
_TRANSFORMATIONS = [{"id": "merge", "options": {}}]
_LINKS = [{"title": "one", "url": "/two"}]
_TRIED_BY_NAME: Mapping[str, tuple[Any, ...]] = {
    "color": ({"mode": "fixed", "fixedColor": "red"},),
    "thresholds": (_STEPS,),
}
_TRIED_BY_TYPE: Mapping[type, tuple[Any, ...]] = {
    bool: (True, False),
    int: (7,),
    float: (0.37,),
    str: ("max", "right", "zz"),
    list: (_MAPPINGS, _STEPS, _OVERRIDES, _TRANSFORMATIONS, _LINKS, ["max"]),
    dict: ({"mode": "normal"},),
    type(None): (7, "zz"),
}
_TRIED_OTHERWISE: tuple[Any, ...] = ("zz", _STEPS, 7)


@frozen
class Argument:
    """A constructor argument of a panel class, and the key that it sets.

    Attributes:
        name: Name of the argument.
        path: Path of the argument's value in the compiled panel.
        in_list: Whether the class puts the value into a list.
    """

    name: str
    path: LeafPath
    in_list: bool


@frozen
class PanelClass:
    """The class for one panel type.

    Attributes:
        arguments: Path in the compiled panel -> the argument that sets this value.
        bare: The panel to which the class compiles without any argument.
    """

    arguments: Mapping[LeafPath, Argument]
    bare: Json


def find_panel_arguments(panel: Json, kind: str) -> tuple[Keywords, Json]:
    """Return the constructor arguments that express a panel, and the rest of the panel as JSON that
    no argument can express.

    The position, the queries and the title of the panel are left out of both values.

    Args:
        panel: A compiled panel from which defaults are removed.
        kind: The panel type, which must be a key of `CLASSES`.
    """
    known, core = _inspect_panel_class(kind), _drop_parts_apart(panel)
    rest = dict(find_different_leaves(core, known.bare))
    arguments: list[tuple[str, Node]] = []
    beginnings = {path[:end] for path in rest for end in range(1, len(path) + 1)}
    for path, argument in known.arguments.items():
        if path not in beginnings or not any(each[: len(path)] == path for each in rest):
            continue
        value = _unwrap_value(get_value(core, *path), argument)
        if value is not _UNWRITABLE and accepts_value(CLASSES[kind], argument.name, value):
            arguments.append((argument.name, build_argument_value(argument.name, value)))
            rest = {each: leaf for each, leaf in rest.items() if each[: len(path)] != path}
    ordered = sorted(arguments, key=lambda each: each[0] in _LONG)
    return tuple(ordered), build_object(_with_color_mode(rest, core))


def extract_panel_data(panel: Json, kind: str) -> Json:
    """Return a panel as plain data, without the values that every panel of this type has after
    compiling.
    """
    core = _drop_parts_apart(panel)
    return build_object(
        _with_color_mode(find_different_leaves(core, _compile_bare_panel(kind)), core)
    )


def accepts_value(name: str, argument: str, value: Any) -> bool:
    """Return whether a class of grafanalib accepts this value for an argument."""
    field = _read_fields(name)[argument]
    try:
        if field.validator is not None:
            field.validator(None, field, value)
    except (TypeError, ValueError):
        return False
    return True


@cache
def _read_fields(name: str) -> Any:
    return attr.fields_dict(resolve_name(name))


def _unwrap_value(value: Any, argument: Argument) -> Any:
    """Return the value to pass as an argument. If the class puts the argument into a list, return
    the only item of the list `value`.
    """
    if not argument.in_list:
        return value
    is_single = isinstance(value, list) and len(value) == 1
    return value[0] if is_single else _UNWRITABLE


def _with_color_mode(rest: Leaves, core: Json) -> Leaves:
    """Add the color mode of the panel `core` to values that set a color, because a color without a
    mode has no effect.
    """
    if not any(path[:-1] == _COLOR for path in rest):
        return rest
    return {(*_COLOR, "mode"): get_value(core, *_COLOR, "mode"), **rest}


@cache
def _inspect_panel_class(kind: str) -> PanelClass:
    name = CLASSES[kind]
    bare = _compile_panel(_create_instance(name), frozenset({"title", "targets"}))
    if bare is None:
        raise ValueError(f"a {name} with only a title and a query does not compile")
    arguments: dict[LeafPath, Argument] = {}
    for argument in _find_arguments(name, bare):
        arguments.setdefault(argument.path, argument)
    return PanelClass(arguments=arguments, bare=bare)


@cache
def _compile_bare_panel(kind: str) -> Json:
    """Compile a panel that sets only its type, and return the result."""
    panel = {"type": kind, "title": "x", "targets": [{"expr": "up"}]}
    return _compile_board({"title": "x", "uid": "x", "panels": [panel]})


def _drop_parts_apart(panel: Json) -> Json:
    return drop_keys(panel, *_KEYS_APART, "title", "targets", "type")


def _create_instance(name: str) -> Any:
    target = ClassCall("Target", keywords=(("expr", Value("up")),))
    keywords: Keywords = (("title", Value("x")),)
    if name not in _WITHOUT_TARGETS:
        keywords += (("targets", Items((target,))),)
    return Evaluator().evaluate(ClassCall(name, keywords=keywords))


def _find_arguments(name: str, bare: Json) -> Iterator[Argument]:
    for field in attr.fields(resolve_name(name)):
        if not field.init or field.name in _WRITTEN_APART | _UNUSED:
            continue
        default = getattr(_create_instance(name), field.name)
        by_type = _TRIED_BY_TYPE.get(type(default), _TRIED_OTHERWISE)
        for value in _TRIED_BY_NAME.get(field.name, by_type):
            if argument := _try_argument(name, field.name, value, bare):
                yield argument
                break


def _try_argument(cls: str, name: str, value: Any, bare: Json) -> Argument | None:
    """Compile a panel with this argument, and return the argument together with the key of the
    compiled panel that has its value. Return None if no key has this value.
    """
    instance = _create_instance(cls)
    setattr(instance, name, value)
    panel = _compile_panel(instance, frozenset({"title", "targets", name}))
    if panel is None:
        return None
    changes = find_different_leaves(panel, bare)
    leaves = {path: leaf for path, leaf in changes.items() if leaf is not None}
    if isinstance(value, dict):
        return _find_object_argument(name, value, leaves)
    for path, leaf in leaves.items():
        if are_json_equal(leaf, value) or are_json_equal(leaf, [value]):
            return Argument(name=name, path=path, in_list=not are_json_equal(leaf, value))
    return None


def _find_object_argument(name: str, value: Json, leaves: Leaves) -> Argument | None:
    ends = collect_leaves(value)
    for path in leaves:
        for end in ends:
            if path[-len(end) :] == end:
                return Argument(name=name, path=path[: -len(end)], in_list=False)
    return None


def _compile_panel(instance: Any, explicit_arguments: frozenset[str]) -> Json | None:
    data = Evaluator().to_json(instance)
    data[ORIGIN] = Origin(place=PLACE, explicit_arguments=explicit_arguments)
    try:
        return _compile_board({"title": "x", "uid": "x", "panels": [data]})
    except (BoardwrightError, TypeError, ValueError, AttributeError, KeyError):
        return None  # the example value is invalid for this argument


def _compile_board(body: Json) -> Json:
    """Compile a board that has one panel, and return this panel without defaults."""
    document = Document(body=body, place=PLACE, name="x", form="dict")
    (panel,) = drop_filled_values(compile_document(document, CompilerContext()).body)["panels"]
    return _drop_parts_apart(panel)
