"""Converts declared boards to JSON data: dicts, lists, strings, numbers, booleans and None. The
data also contains the source position of each board, row, panel and query.

Dict keys that are numbers become strings, as in Python's module `json`. If JSON cannot express a
value, the converter raises an error with the path of the value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.found.json_files import DEPTH_LIMIT
from boardwright.loading.grafanalib_objects import is_serialisable
from boardwright.loading.json_scalars import NotJsonError, convert_key, convert_scalar
from boardwright.loading.object_origins import ObjectOrigins
from boardwright.loading.sdk_objects import is_builder, is_model, unwrap_builder
from boardwright.loading.user_errors import convert_exception
from boardwright.loading.user_files import UserFiles
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.expr import Expr
from boardwright.rules.recorded_series import list_recorded_rules
from boardwright.schema.board_parts import BOARD, PartRole
from boardwright.schema.document import ORIGIN, Json, Origin, Place
from boardwright.schema.rule_values import RecordingRule

_ATOMS = frozenset({str, int, bool, type(None)})
_TEXT = frozenset({str})


class TooDeepError(NotJsonError):
    """Raised for data that is nested too deeply. A possible reason is a list or dict that contains
    itself.
    """


_NO_ROLES: Mapping[str, PartRole] = {}


class BoardConverter:
    """Converts boards to JSON data.

    Args:
        origins: Object that knows where each object was created.
        files: Object that determines which stack frames belong to the user's files, not to
            libraries.
    """

    def __init__(self, origins: ObjectOrigins, files: UserFiles) -> None:
        self._origins = origins
        self._files = files
        self._titles = ""
        """The titles of the board and panel that are being converted, in the format of error
        messages.
        """
        self.recorded: dict[int, RecordingRule] = {}
        """`id()` of a recording rule -> the rule, for each rule whose series an expression of the
        file queries.
        """
        self._open: set[int] | None = None
        """The `id()` of each object that is being converted, to detect an object that contains
        itself; None in the first conversion, which is faster.
        """

    def convert_board(self, value: Any, place_of: Callable[[], Place]) -> Json:
        """Return a board as JSON data that consists of new dicts and lists.

        Args:
            value: A grafanalib or SDK dashboard, or a dict.
            place_of: Function that returns the file and line at which the board is declared. This
                function is called if the board's source position was not recorded.

        Raises:
            DeclarationError: The board contains something that JSON cannot express.
        """
        self._open, self._titles = None, _format_title_suffix("board", value)
        mark = self._origins.find_mark(value)
        place = mark.place if mark else place_of()
        try:
            data = self._convert_root(value, place)
        except NotJsonError as error:
            raise DeclarationError(str(error), where=error.place or place) from None
        if not isinstance(data, dict):
            raise DeclarationError(
                f"the board was converted to {type(data).__name__}, not to a JSON object",
                where=place,
            )
        return data

    def _convert_root(self, value: Any, place: Place) -> Any:
        try:
            return self._convert_item(value, BOARD, place, 0)
        except TooDeepError:
            # Convert the board again, more slowly, to find out whether an object contains itself.
            self._open = set()
            return self._convert_item(value, BOARD, place, 0)

    def _convert_item(self, value: Any, role: PartRole, place: Place, depth: int) -> Any:
        """Return a board, row, panel, query or variable as JSON data with its source position."""
        if not role.is_panel:
            return self._convert_placed_item(value, role, place, depth)
        outer_titles = self._titles
        self._titles += _format_title_suffix("panel", value)
        item = self._convert_placed_item(value, role, place, depth)
        self._titles = outer_titles
        return item

    def _convert_placed_item(self, value: Any, role: PartRole, place: Place, depth: int) -> Any:
        if type(value) is not dict and is_builder(value) and not is_serialisable(value):
            value = self._call_method(value.build, value, place)
        origin = self._origins.find_origin(value) or Origin(place=place)
        try:
            data = self._convert_value(value, role, origin.place, depth)
        except NotJsonError as error:
            error.place = error.place or origin.place
            raise
        if isinstance(data, dict):
            data[ORIGIN] = origin
        return data

    def _convert_value(self, value: Any, role: PartRole | None, place: Place, depth: int) -> Any:
        if type(value) in _ATOMS:
            return value
        if depth > DEPTH_LIMIT:
            raise TooDeepError(f"is nested more than {DEPTH_LIMIT} levels deep")
        if self._open is None:
            if type(value) is dict:
                return self._convert_mapping(value, role, place, depth + 1) if value else {}
            if type(value) is list:
                return self._convert_list(value, role, place, depth + 1) if value else []
            return self._convert_by_type(value, role, place, depth + 1)
        if id(value) in self._open:
            raise NotJsonError("contains itself")
        self._open.add(id(value))
        try:
            return self._convert_by_type(value, role, place, depth + 1)
        finally:
            self._open.discard(id(value))

    def _convert_by_type(self, value: Any, role: PartRole | None, place: Place, depth: int) -> Any:
        if isinstance(value, dict):
            return self._convert_mapping(value, role, place, depth)
        if isinstance(value, (list, tuple)):
            return self._convert_list(value, role, place, depth)
        if isinstance(value, (Expr, Duration)):
            return self._convert_promql(value)
        for applies, method in _CONVERSIONS:
            if applies(value):
                replacement = self._call_method(getattr(value, method), value, place)
                if replacement is not value:
                    return self._convert_value(replacement, role, place, depth)
        if isinstance(value, Mapping):
            return self._convert_mapping(value, role, place, depth)
        return convert_scalar(value)

    def _convert_promql(self, value: Expr | Duration) -> str:
        """Return an expression as text, and record the recording rules whose series the expression
        queries.
        """
        if isinstance(value, Expr):
            self.recorded.update((id(rule), rule) for rule in list_recorded_rules(value))
        return str(value)

    def _convert_mapping(
        self, value: Mapping[Any, Any], role: PartRole | None, place: Place, depth: int
    ) -> Json:
        data = dict(value) if _TEXT.issuperset(map(type, value)) else _with_text_keys(value)
        if ORIGIN in data:
            raise NotJsonError(f"has the key {ORIGIN!r}, which is reserved for boardwright")
        roles = role.keys if role else _NO_ROLES
        name = ""
        try:
            for name, item in data.items():
                if role and role.named:
                    data[name] = self._convert_item(item, role.named, place, depth)
                elif type(item) not in _ATOMS:
                    data[name] = self._convert_value(item, roles.get(name), place, depth)
        except NotJsonError as error:
            error.path.append(name)
            raise
        return data

    def _convert_list(
        self, values: Iterable[Any], role: PartRole | None, place: Place, depth: int
    ) -> list[Any]:
        items: list[Any] = []
        try:
            for item in values:
                if role is None:
                    items.append(self._convert_value(item, None, place, depth))
                else:
                    items.append(self._convert_item(item, role, place, depth))
        except NotJsonError as error:
            error.path.append(len(items))
            raise
        return items

    def _call_method(self, method: Callable[[], Any], value: Any, place: Place) -> Any:
        """Call a method that converts a value. If the method raises an exception, raise an error
        that names the line of the user's code.
        """
        try:
            return method()
        except BaseException as error:
            mark = self._origins.find_mark(value)
            where = mark.place if mark else place
            converted = convert_exception(error, files=self._files, module=where)
            converted.where = f"{converted.where}{self._titles}"
            raise converted from error


def _format_title_suffix(noun: str, value: Any) -> str:
    model = unwrap_builder(value)
    title = model.get("title") if isinstance(model, Mapping) else getattr(model, "title", None)
    return f', {noun} "{title}"' if isinstance(title, str) and title else ""


def _with_text_keys(value: Mapping[Any, Any]) -> Json:
    data = {convert_key(key): item for key, item in value.items()}
    if len(data) != len(value):
        names = Counter(convert_key(key) for key in value)
        raise NotJsonError(f"has the key {names.most_common(1)[0][0]!r} twice")
    return data


_CONVERSIONS = ((is_serialisable, "to_json_data"), (is_builder, "build"), (is_model, "to_json"))
