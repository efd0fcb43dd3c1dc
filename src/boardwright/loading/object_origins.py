"""Records where the user's code created each object of grafanalib or the Foundation SDK, and which
constructor arguments the code passed.

boardwright adds a method `__new__` to the classes of grafanalib and of the Foundation SDK. To be
fast, the method only stores the code object and the instruction index of the constructor call. Line
numbers are computed when they are needed. The objects are not changed.
"""

from __future__ import annotations

import copy
import copyreg
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable
from types import CodeType, FrameType
from typing import Any, NamedTuple

import attr

from boardwright.loading.attrs_defaults import ArgumentDefaults
from boardwright.loading.user_files import Owner, UserFiles
from boardwright.schema.document import Origin, Place

NUMBERED = frozenset({"id", "span", "refId"})
"""Arguments that grafanalib itself may set, in `auto_panel_ids`, `auto_ref_ids` and `Row`."""

_HELPERS = frozenset(
    {"boardwright.loading.mixed_panels", "grafanalib.core", "grafanalib.elasticsearch"}
)
_EVOLVE: CodeType = attr.evolve.__code__
_NEWOBJ: CodeType = copyreg.__newobj__.__code__  # type: ignore[attr-defined]
_RECONSTRUCT: CodeType = copy._reconstruct.__code__  # type: ignore[attr-defined]
_NOTHING: frozenset[str] = frozenset()
_NUMBER = frozenset({"id"})

Position = tuple[CodeType, int]
"""The code object of a function or module, and the index of an instruction in the code object."""


class OriginMark(NamedTuple):
    """The source position and the arguments of one object.

    Attributes:
        place: The file and line of the constructor call.
        explicit_arguments: Names of the arguments that the user's code passed; None if arguments
            are not recorded for the class.
        numbered: Names of the arguments that grafanalib itself set, among `id`, `span` and `refId`.
    """

    place: Place
    explicit_arguments: frozenset[str] | None
    numbered: frozenset[str] = _NOTHING


class _CreatedObject(NamedTuple):
    """An object that a constructor call created, and the call's position and arguments."""

    value: object
    at: Position
    caller: Position | None
    positional: int
    names: tuple[str, ...] | None


class _CopiedObject(NamedTuple):
    """A copy of an object. The copy gets the source position of the original."""

    value: object
    original: object
    at: Position | None
    changed: frozenset[str] = _NOTHING
    by_helper: bool = False


class ObjectOrigins:
    """The source positions of all objects that were created while one file was loaded.

    Args:
        files: Object that determines which stack frames belong to the user's files, not to
            libraries.
    """

    def __init__(self, files: UserFiles) -> None:
        self._files = files
        self._records: dict[int, _CreatedObject | _CopiedObject] = {}
        """`id()` of an object -> the record about the object. The record keeps the object alive, so
        that Python gives no other object the same id.
        """
        self._numbered: dict[int, object] = {}
        self._lines: dict[int, tuple[list[int], list[int | None]]] = {}
        """`id()` of a code object -> the first instruction index and the line number of each
        instruction range. The code objects themselves are not the keys, because Python hashes code
        objects slowly.
        """
        self._defaults = ArgumentDefaults()
        self._marked: set[type] = set()
        self._file = ""

    def begin(self, file: str) -> None:
        """Remove the records about the previous file, and begin to record the objects of a new
        file.

        Args:
            file: Path of the file, as in the attribute `co_filename` of its code objects.
        """
        self._file = file
        self._records.clear()
        self._numbered.clear()
        self._lines.clear()

    def mark_classes(self, classes: Iterable[Any], *, with_arguments: bool) -> None:
        """Record every object of these classes and their subclasses that is created from now on.

        Args:
            classes: Classes that inherit `__new__` from `object`.
            with_arguments: Whether to record the names of arguments, which is possible only for
                attrs classes.
        """
        for cls in classes:
            if cls not in self._marked:
                self._marked.add(cls)
                cls.__new__ = self._build_recording_new(with_arguments)
                cls.__new__.__wrapped__ = cls.__init__  # for `inspect.signature`

    def find_mark(self, value: object) -> OriginMark | None:
        """Return the source position and arguments of an object; None if the object was not
        recorded.
        """
        match self._records.get(id(value)):
            case _CreatedObject() as made:
                return OriginMark(
                    self._build_place(made.at, made.caller), self._list_arguments(made)
                )
            case _CopiedObject() as copied:
                return self._derive_copy_mark(copied)
        return None

    def find_origin(self, value: object) -> Origin | None:
        """Return where an object was created, and which arguments the user's code set; None if the
        object was not recorded.
        """
        mark = self.find_mark(value)
        if mark is None:
            return None
        if mark.explicit_arguments is None:
            return Origin(place=mark.place)
        explicit_arguments = self._defaults.find_chosen_arguments(
            value, given=mark.explicit_arguments, numbered=mark.numbered
        )
        return Origin(place=mark.place, explicit_arguments=explicit_arguments)

    def find_differing_arguments(self, value: object) -> frozenset[str]:
        """Return the arguments of an object whose values differ from the defaults of its class."""
        return self._defaults.find_chosen_arguments(value, given=_NOTHING, numbered=_NOTHING)

    def record_numbered_copy(self, value: object, original: object) -> None:
        """Record a copy of a panel that differs from the original only in its id."""
        at = None if id(original) in self._records else self._search_frames(sys._getframe(1))[0]
        self._records[id(value)] = _CopiedObject(value, original, at, _NUMBER, by_helper=True)

    def find_numbered_copy(self, value: object) -> object | None:
        """Return the copy of an object that grafanalib made, for example in `auto_panel_ids`; None
        if grafanalib made no copy.
        """
        return self._numbered.get(id(value))

    def _build_recording_new(self, with_arguments: bool) -> Callable[..., Any]:
        notes, note_copy, search = self._records, self._record_copy, self._search_frames
        new, current_frame = object.__new__, sys._getframe

        def __new__(cls: type, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 - becomes __new__
            value: object = new(cls)
            frame = current_frame(1)
            if frame.f_code is _EVOLVE or frame.f_code is _NEWOBJ:
                note_copy(value, frame, kwargs)
                return value
            at, caller = search(frame)
            if at is not None:
                names = tuple(kwargs) if with_arguments else None
                notes[id(value)] = _CreatedObject(value, at, caller, len(args), names)
            return value

        return __new__

    def _search_frames(self, frame: FrameType | None) -> tuple[Position | None, Position | None]:
        """Return the innermost position of a constructor call in the project's files, and the
        position in the declaring file of the call that led to it. The position in the declaring
        file is None if there is no such call.

        If no stack frame is in the project's files, the first position is the innermost position in
        a file outside the project.
        """
        owner = self._files.find_owner
        outside_position: Position | None = None
        project_position: Position | None = None
        while frame is not None:
            code = frame.f_code
            frame_owner = owner(code.co_filename)
            if frame_owner is Owner.PROJECT:
                here = code, frame.f_lasti
                if project_position and code.co_filename == self._file:
                    return project_position, here
                project_position = project_position or here
                if code.co_name == "<module>":
                    break
            elif frame_owner is Owner.LOADER:
                break
            elif frame_owner is not Owner.OURS:
                outside_position = outside_position or (code, frame.f_lasti)
            frame = frame.f_back
        return project_position or outside_position, None

    def _record_copy(self, value: object, frame: FrameType, kwargs: dict[str, Any]) -> None:
        caller = frame.f_back
        if frame.f_code is _EVOLVE:
            original = frame.f_locals["inst"]
        elif caller is not None and caller.f_code is _RECONSTRUCT:
            original = caller.f_locals["x"]
        else:
            return
        at = None if id(original) in self._records else self._search_frames(frame)[0]
        if frame.f_code is not _EVOLVE:
            copied = _CopiedObject(value, original, at)
        elif caller is None or caller.f_globals.get("__name__") not in _HELPERS:
            copied = _CopiedObject(
                value, original, at, self._defaults.find_differing(original, kwargs)
            )
        else:
            self._numbered[id(original)] = value
            names = NUMBERED & kwargs.keys()
            changed = (n for n in names if kwargs[n] is not getattr(original, n, None))
            copied = _CopiedObject(value, original, at, frozenset(changed), by_helper=True)
        self._records[id(value)] = copied

    def _derive_copy_mark(self, copied: _CopiedObject) -> OriginMark | None:
        mark = self.find_mark(copied.original)
        if mark is None:
            return OriginMark(self._build_place(copied.at), _NOTHING) if copied.at else None
        if mark.explicit_arguments is None:
            return mark
        if copied.by_helper:
            return OriginMark(mark.place, mark.explicit_arguments, mark.numbered | copied.changed)
        return OriginMark(
            mark.place, mark.explicit_arguments | copied.changed, mark.numbered - copied.changed
        )

    def _list_arguments(self, made: _CreatedObject) -> frozenset[str] | None:
        if made.names is None:
            return None
        cls = type(made.value)
        given = self._defaults.list_arguments(cls)[: made.positional] if made.positional else ()
        return frozenset((*given, *made.names))

    def _build_place(self, at: Position, caller: Position | None = None) -> Place:
        return Place(
            file=self._files.name_file(at[0].co_filename),
            line=self._find_line(at),
            caller=self._build_place(caller) if caller else None,
        )

    def _find_line(self, at: Position) -> int | None:
        code, instruction = at
        if id(code) not in self._lines:
            spans = list(code.co_lines())
            self._lines[id(code)] = [span[0] for span in spans], [span[2] for span in spans]
        starts, lines = self._lines[id(code)]
        return lines[bisect_right(starts, instruction) - 1]
