"""A panel in grafanalib's words: which arguments say it, and what is left that has no word."""

from __future__ import annotations

from functools import cache
from typing import Any

import attr

from boardwright.compiler.edit import Json, get
from boardwright.source.constants import constant
from boardwright.source.leaves import Leaves, differing, nested
from boardwright.source.tree import Node
from boardwright.source.vocabulary import meaning
from boardwright.source.words import CLASSES, Word, bare_data, separated, vocabulary

Said = tuple[list[tuple[str, Node]], Json]
"""Arguments, and what they do not say."""

_UNSAYABLE: Any = object()

_COLOR = ("fieldConfig", "defaults", "color")

LAST = ("overrides", "transformations", "links")
"""Arguments that are long, behind all others."""


def said(panel: Json, kind: str) -> Said:
    """Return what a panel is besides its place, queries and title, as arguments of its class.

    Args:
        panel: A compiled panel in its normal form.
        kind: Its type, one of `CLASSES`.
    """
    known = vocabulary(kind)
    core = separated(panel)
    rest = dict(differing(core, known.bare))
    arguments: list[tuple[str, Node]] = []
    beginnings = {each[:end] for each in rest for end in range(1, len(each) + 1)}
    for path, word in known.words.items():
        if path not in beginnings or not any(each[: len(path)] == path for each in rest):
            continue
        value = _single(get(core, *path), word)
        if value is not _UNSAYABLE and accepts(CLASSES[kind], word.argument, value):
            arguments.append((word.argument, constant(word.argument, value)))
            rest = {each: leaf for each, leaf in rest.items() if each[: len(path)] != path}
    return sorted(arguments, key=lambda each: each[0] in LAST), nested(_with_mode(rest, core))


def unsaid(panel: Json, kind: str) -> Json:
    """Return what a panel of plain data says beside what any of its type has."""
    core = separated(panel)
    return nested(_with_mode(differing(core, bare_data(kind)), core))


def _with_mode(rest: Leaves, core: Json) -> Leaves:
    """Return what has no word with the mode of a colour, without which a colour says nothing."""
    if not any(path[:-1] == _COLOR for path in rest):
        return rest
    return {(*_COLOR, "mode"): get(core, *_COLOR, "mode"), **rest}


def accepts(name: str, argument: str, value: Any) -> bool:
    """Whether a class of grafanalib takes a value for an argument."""
    validator = _fields(name)[argument].validator
    if validator is None:
        return True
    try:
        validator(None, _fields(name)[argument], value)
    except (TypeError, ValueError):
        return False
    return True


@cache
def _fields(name: str) -> Any:
    return attr.fields_dict(meaning(name))


def _single(value: Any, word: Word) -> Any:
    """Return what to give for a word: the one item of a list that the class makes itself."""
    if not word.listed:
        return value
    one = isinstance(value, list) and len(value) == 1
    return value[0] if one else _UNSAYABLE
