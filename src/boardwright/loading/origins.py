"""Where each declared object was written, and which arguments its author gave.

While modules are loaded, the classes of grafanalib and of the Foundation SDK get a `__new__` that
notes the frame which makes an object. Only what costs next to nothing is noted then; places and
arguments are worked out when they are asked for. Nothing is written on the objects themselves.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable
from types import CodeType, FrameType
from typing import Any, NamedTuple
from weakref import ref

import attr

from boardwright.loading.attrs_defaults import Defaults
from boardwright.loading.user_files import Owner, UserFiles
from boardwright.schema.document import Origin, Place

NUMBERED = frozenset({"id", "span", "refId"})
"""What grafanalib's own helpers fill in (`auto_panel_ids`, `Row`): nobody asked for the values."""

_HELPERS = frozenset(
    {
        "boardwright.loading.mixed_panels",
        "boardwright.loading.panel_numbers",
        "grafanalib.core",
        "grafanalib.elasticsearch",
    }
)
_KEY = "boardwright mark"
_MOST_CODES = 16
"""Of how many functions and modules the lines are kept: boards are asked for file by file."""

_EVOLVE: CodeType = attr.evolve.__code__
_NOTHING: frozenset[str] = frozenset()
_NUMBER = frozenset({"id"})


class Mark(NamedTuple):
    """What is known of one object.

    Attributes:
        place: Where it was written.
        asked: The arguments given, None for classes that are not grafanalib's.
        numbered: Those of `NUMBERED` that grafanalib gave.
    """

    place: Place
    asked: frozenset[str] | None
    numbered: frozenset[str] = _NOTHING


Note = tuple[Any, ...]
"""A weak reference to an object, what tells its mark, and what that is told from."""


class _Ref(ref[Any]):
    """A weak reference that knows its object's id when the object is gone."""

    __slots__ = ("key",)
    key: int


class Origins:
    """The marks of all objects that were made while it is open and are still there.

    Args:
        files: Tells the user's frames from libraries'.
    """

    def __init__(self, files: UserFiles) -> None:
        self._files = files
        self._notes: dict[int, Note] = {}
        """By the object's id; they go with it, since another may get its id then."""
        self._copies: dict[int, object] = {}
        self._lines: dict[int, tuple[str, list[int], list[int | None], CodeType]] = {}
        """By the code's id, since its hash is that of all that it holds."""
        self._gone = self._forget  # one for all: every look at a method makes another
        self._defaults = Defaults()
        self._fitted: list[type] = []

    def fit(self, classes: Iterable[type], *, asked: bool) -> None:
        """Note every object of these classes, and of their subclasses, from now on.

        Args:
            classes: Classes that inherit `__new__` from `object`.
            asked: Whether to note the arguments too; for attrs classes.
        """
        for cls in classes:
            if cls not in self._fitted:
                self._fitted.append(cls)
                _set_new(cls, self._noting_new(asked))
                _set(cls, "__getstate__", self._getstate(cls))
                _set(cls, "__setstate__", self._setstate())

    def close(self) -> None:
        """Stop noting, and forget all marks."""
        for cls in self._fitted:
            # once a class had a `__new__`, Python refuses arguments to the one of `object`
            _set_new(cls, _plain_new())
            delattr(cls, "__getstate__")
            delattr(cls, "__setstate__")
        self._fitted.clear()
        self._notes.clear()
        self._copies.clear()

    def mark(self, value: object) -> Mark | None:
        """Return what was noted of an object."""
        return _told(self._notes.get(id(value)))

    def origin(self, value: object) -> Origin | None:
        """Return where an object was made and what its author asked for, if that was noted."""
        mark = self.mark(value)
        if mark is None:
            return None
        if mark.asked is None:
            return Origin(place=mark.place)
        known = mark.asked | mark.numbered if mark.numbered else mark.asked
        return Origin(
            place=mark.place, asked=mark.asked.union(self._defaults.changed(value, beside=known))
        )

    def note_numbered(self, copy: object, original: object) -> None:
        """Note a copy of a panel that has a number more: it stays where that was written."""
        note = self._notes.get(id(original))
        where = self._search(sys._getframe(1)) if note is None else None
        self._note(copy, self._evolved, note, where, True, _NUMBER)

    def numbered_copy(self, value: object) -> object | None:
        """Return the copy that grafanalib's `auto_panel_ids` made of a board, if it did."""
        return self._copies.get(id(value))

    def _noting_new(self, asked: bool) -> Callable[..., Any]:
        note, evolved, made, search = self._note, self._evolved, self._made, self._search
        new, current_frame = object.__new__, sys._getframe

        def __new__(cls: type, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 - it becomes one
            value: object = new(cls)
            frame = current_frame(1)
            if frame.f_code is _EVOLVE:
                note(value, evolved, *self._evolution(frame, value, kwargs))
                return value
            where = search(frame)
            if where is not None:
                note(value, made, cls, *where, len(args), tuple(kwargs) if asked else None)
            return value

        return __new__

    def _note(self, value: object, *tell: Any) -> None:
        reference = _Ref(value, self._gone)
        reference.key = key = id(value)
        self._notes[key] = (reference, *tell)

    def _forget(self, reference: _Ref) -> None:
        """Drop what was noted of an object that is gone."""
        self._notes.pop(reference.key, None)
        self._copies.pop(reference.key, None)

    def _search(self, frame: FrameType | None) -> tuple[CodeType, int] | None:
        """Return the innermost frame of the project, else of the user's or a library's files."""
        owner = self._files.owner
        other: tuple[CodeType, int] | None = None
        while frame is not None:
            code = frame.f_code
            whose = owner(code.co_filename)
            if whose is Owner.PROJECT:
                return code, frame.f_lasti
            if whose is Owner.LOADER:
                break
            if whose is not Owner.OURS and other is None:
                other = code, frame.f_lasti
            frame = frame.f_back
        return other

    def _made(
        self,
        cls: type,
        code: CodeType,
        instruction: int,
        count: int,
        named: tuple[str, ...] | None,
    ) -> Mark:
        place = self._place(code, instruction)
        if named is None:
            return Mark(place, None)
        positional = self._defaults.arguments(cls)[:count] if count else ()
        return Mark(place, frozenset((*positional, *named)))

    def _evolution(
        self, frame: FrameType, copy: object, kwargs: dict[str, Any]
    ) -> tuple[Note | None, tuple[CodeType, int] | None, bool, frozenset[str]]:
        """Return what tells a copy's mark: see `_evolved`."""
        original = frame.f_locals["inst"]
        note = self._notes.get(id(original))
        where = self._search(frame) if note is None else None
        caller = frame.f_back
        by_helper = caller is not None and caller.f_globals.get("__name__") in _HELPERS
        if not by_helper:
            return note, where, False, self._defaults.differing(original, kwargs)
        if note is not None:
            self._copies[id(original)] = copy
        given = (n for n in NUMBERED & kwargs.keys() if kwargs[n] is not getattr(original, n, None))
        return note, where, True, frozenset(given)

    def _evolved(
        self,
        original: Note | None,
        where: tuple[CodeType, int] | None,
        by_helper: bool,
        changed: frozenset[str],
    ) -> Mark | None:
        """Tell of a copy that `attr.evolve` made: it stays where the original was written."""
        mark = _told(original)
        if mark is None or mark.asked is None:
            return Mark(self._place(*where), _NOTHING) if where else None
        if by_helper:
            return Mark(mark.place, mark.asked, mark.numbered | changed)
        return Mark(mark.place, mark.asked | changed, mark.numbered - changed)

    def _place(self, code: CodeType, instruction: int) -> Place:
        known = self._lines.get(id(code))
        if known is None:
            if len(self._lines) >= _MOST_CODES:
                self._lines.clear()
            spans = list(code.co_lines())
            starts, lines = [span[0] for span in spans], [span[2] for span in spans]
            known = self._lines[id(code)] = self._files.name(code.co_filename), starts, lines, code
        file, starts, lines, _ = known
        return Place(file=file, line=lines[bisect_right(starts, instruction) - 1])

    def _getstate(self, cls: Any) -> Callable[[Any], Any]:
        """Return a `__getstate__` that sends the mark along, for `copy`, `deepcopy`, `pickle`."""

        def __getstate__(value: Any) -> Any:  # noqa: N807 - it becomes one
            state = super(cls, value).__getstate__()
            mark = self.mark(value)
            return {**state, _KEY: mark} if mark and isinstance(state, dict) else state

        return __getstate__

    def _setstate(self) -> Callable[[Any, Any], None]:
        def __setstate__(value: Any, state: Any) -> None:  # noqa: N807 - it becomes one
            own = dict(state)
            mark = own.pop(_KEY, None)
            value.__dict__.update(own)
            if mark is not None:
                self._note(value, lambda: mark)

        return __setstate__


def _told(note: Note | None) -> Mark | None:
    if note is None:
        return None
    _, tell, *details = note
    mark: Mark | None = tell(*details)
    return mark


def _plain_new() -> Callable[..., Any]:
    return lambda cls, *_args, **_kwargs: object.__new__(cls)


def _set_new(cls: Any, function: Any) -> None:
    function.__wrapped__ = cls.__init__  # so that `inspect.signature` tells of the arguments
    cls.__new__ = function


def _set(cls: type, name: str, function: Callable[..., Any]) -> None:
    setattr(cls, name, function)
