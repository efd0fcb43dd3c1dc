"""Finds the boards that a module declares, and the module's variables `folder` and `tags`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.loading import grafanalib_objects, sdk_objects
from boardwright.loading.alert_data import is_prometheus_group, is_rule_data, list_group_rules
from boardwright.loading.alert_objects import is_rule, iter_groups
from boardwright.loading.module_source import ModuleSource
from boardwright.loading.resource_objects import read_resource
from boardwright.loading.rule_ownership import RULE_VALUES, RuleValue
from boardwright.loading.sdk_objects import explain_unsupported, unwrap_builder
from boardwright.notation.similar_names import find_similar_name
from boardwright.schema.document import Form, Note, Place
from boardwright.schema.envelopes import is_board_data, iter_resource_remarks
from boardwright.schema.resource import build_named_spec

CONVENTION = ".dashboard.py"
"""The file extension `.dashboard.py`, which grafanalib's command requires. A module with this
extension must declare one board in the variable `dashboard`.
"""

_MAX_DEPTH = 3
"""The number of nested lists and dicts in which boardwright searches for boards."""

PlaceOf = Callable[[int | None], Place]


@frozen
class Declaration:
    """One board, alert group or rule that a module declares.

    Attributes:
        name: Name of the variable, with an index or key if the variable contains several boards.
        value: The declared object.
        form: The library or type with which the board is declared: `grafanalib`, `sdk` or `dict`.
        find_place: Function that returns the file and line at which the module assigns the
            variable.
        uid: The uid in the metadata of the Kubernetes resource that contains the board; empty if
            the board is not in a resource.
    """

    name: str
    value: Any
    form: Form
    find_place: Callable[[], Place]
    uid: str = ""

    @property
    def place(self) -> Place:
        """The file and line at which the module assigns the variable."""
        return self.find_place()


class Declarations:
    """The declarations of one module.

    Args:
        module: The module after its execution.
        source: The text of the module.
        place_of: Function that converts a line number to a source position in the module. For None,
            the function returns a position without a line.
    """

    def __init__(self, module: ModuleType, source: ModuleSource, place_of: PlaceOf) -> None:
        self._names = {name: value for name, value in vars(module).items() if name[0] != "_"}
        self._source = source
        self._place_of = place_of

    def list_boards(self, *, convention: bool) -> list[Declaration]:
        """Return the boards of the module. If several variables contain the same board, the result
        contains only the first variable.

        Args:
            convention: Whether the file's name follows grafanalib's convention `*.dashboard.py`.

        Raises:
            DeclarationError: A list contains both a board and a value that is not a board. Or the
                file's name follows the convention, but the variable `dashboard` contains no board.
        """
        if convention:
            return self._read_dashboard_variable()
        boards: dict[int, Declaration] = {}
        others: dict[str, Any] = {}
        for name, value in self._names.items():
            if form := detect_form(value):
                _add_declaration(
                    boards, _identify_board(value), self._build_declaration(name, value, form)
                )
            else:
                others[name] = value
        for name, value in others.items():
            for key, declaration in self._list_variable_boards(name, value, known=boards).items():
                _add_declaration(boards, key, declaration)
        return list(boards.values())

    def find_unsupported(self) -> Iterator[DeclarationError]:
        """Yield an error for each object that Grafana accepts but boardwright cannot compile."""
        for name, value in self._all_values:
            resource = read_resource(value)
            if reason := explain_unsupported(resource.spec if resource else value):
                yield self._build_error(name, reason, _UNSUPPORTED)

    def iter_remarks(self) -> Iterator[Note]:
        """Yield a note for each object that looks like a declaration but has no effect, and for
        each ignored setting of a Kubernetes resource.
        """
        for name, value in self._all_values:
            resource = read_resource(value)
            if is_prometheus_group(value) and self._is_assigned(_parse_variable_name(name)):
                yield Note(what=_PROMETHEUS_GROUP.format(name), place=self._find_place(name))
            if resource and not resource.is_board:
                what = (
                    f"`{name}` is a resource of the kind {resource.kind!r}, which boardwright "
                    "ignores"
                )
                yield Note(what=what, place=self._find_place(name))
            elif resource:
                parts = (resource.spec, resource.api_version, resource.namespace)
                for what in iter_resource_remarks(*parts):
                    yield Note(what=f"`{name}`: {what}", place=self._find_place(name))

    @lazy_property
    def _all_values(self) -> list[tuple[str, Any]]:
        """The values of all variables, and the items of lists and dicts in variables. Each value
        has a name, such as `boards` or `boards[0]`.
        """
        return [
            each
            for name, value in self._names.items()
            for each in ((name, value), *_iter_items(name, value, containers=True))
        ]

    def list_alert_groups(self) -> list[Declaration]:
        """Return the groups of Grafana alert rules in variables, lists and dicts. If several
        variables contain the same group, the result contains only the first variable.
        """
        groups: dict[int, Declaration] = {}
        for name, value in self._all_values:
            for path, group in iter_groups(value):
                model = unwrap_builder(group)
                declaration = self._build_declaration(f"{name}{path}", model, "grafanalib")
                groups.setdefault(id(model), declaration)
        return list(groups.values())

    def list_ungrouped_rules(self, groups: Iterable[Declaration]) -> list[Declaration]:
        """Return the Grafana alert rules in variables that are not part of an alert group of the
        module.

        Args:
            groups: The module's groups, as `list_alert_groups` returns them.
        """
        grouped = {
            id(unwrap_builder(rule)) for group in groups for rule in list_group_rules(group.value)
        }
        rules = ((name, unwrap_builder(value)) for name, value in self._names.items())
        return [
            self._build_declaration(name, rule, "grafanalib")
            for name, rule in rules
            if id(rule) not in grouped
            and (is_rule(rule) or (is_rule_data(rule) and self._is_assigned(name)))
        ]

    def _is_assigned(self, name: str) -> bool:
        """Return whether the module itself assigns the variable, not only imports it."""
        return self._source.find_value(name) is not None

    def list_rule_values(self) -> list[RuleValue]:
        """Return the Prometheus rules and groups of rules in variables, lists and dicts. Each rule
        or group is returned once.
        """
        values = {id(v): v for _, v in self._all_values if isinstance(v, RULE_VALUES)}
        return list(values.values())

    def read_folder(self) -> str | None:
        """Return the value of the module's variable `folder`: the title of the Grafana folder for
        the module's boards. None if the module does not set the variable.

        Raises:
            DeclarationError: The value is not a string, or one of the titles between `/` is empty,
                `.` or `..`.
        """
        folder = self._names.get("folder")
        if folder is None:
            return None
        if not isinstance(folder, str):
            raise self._build_error("folder", f"is {type(folder).__name__}, not a string", _FOLDER)
        levels = [level.strip() for level in folder.split("/")]
        if "" in levels:
            raise self._build_error(
                "folder",
                f"is {folder!r}, which has an empty title before or after a slash",
                _FOLDER,
            )
        if {".", ".."} & set(levels):
            raise self._build_error(
                "folder", f"is {folder!r}, but . and .. cannot be titles of folders", _FOLDER
            )
        return folder

    def read_tags(self) -> tuple[str, ...]:
        """Return the value of the module's variable `tags`: the tags that all boards of the module
        get. Empty if the module does not set the variable.

        Raises:
            DeclarationError: The value is not a list of strings, or a string is blank.
        """
        tags = self._names.get("tags", ())
        if not isinstance(tags, (list, tuple)):
            raise self._build_error("tags", f"is {type(tags).__name__}, not a list", _TAGS)
        for tag in tags:
            if not isinstance(tag, str) or not tag.strip():
                raise self._build_error(
                    "tags", f"contains {tag!r}, but a tag must be a string that is not blank", _TAGS
                )
        return tuple(tags)

    def _read_dashboard_variable(self) -> list[Declaration]:
        """Return the boards in the variable `dashboard`, which grafanalib's convention requires."""
        if "dashboard" not in self._names:
            raise self._build_no_dashboard_error()
        value = self._names["dashboard"]
        if form := detect_form(value, lenient=True):
            return [self._build_declaration("dashboard", value, form)]
        boards = self._list_variable_boards("dashboard", value, known={})
        if not boards:
            raise self._build_error(
                "dashboard", f"is {_describe_value(value)}, not a board", _BOARD_HINT
            )
        return [*boards.values()]

    def _build_no_dashboard_error(self) -> DeclarationError:
        boards = [name for name, value in self._names.items() if detect_form(value)]
        similar_name = find_similar_name("dashboard", boards) or next(iter(boards), None)
        return DeclarationError(
            "has no variable `dashboard`, which a *.dashboard.py file must have",
            where=self._place_of(self._source.find_line(similar_name) if similar_name else None),
            hint=f"`{similar_name}` is a board: rename it to `dashboard`."
            if similar_name
            else _CONVENTION_HINT,
        )

    def _list_variable_boards(
        self, name: str, value: Any, *, known: Mapping[int, Declaration]
    ) -> dict[int, Declaration]:
        """Return `_identify_board` of each board in a list or dict -> the declaration of the board.

        If an item is a board that is not in `known`, all items must be boards.
        """
        items = [(key, item, detect_form(item)) for key, item in _iter_items(name, value)]
        boards = [(key, item, form) for key, item, form in items if form]
        stray = next(((key, item) for key, item, form in items if form is None), None)
        if stray and any(_identify_board(item) not in known for _, item, _ in boards):
            raise self._build_error(stray[0], f"is {_describe_value(stray[1])}, not a board", None)
        if stray:
            return {}
        return {
            _identify_board(item): self._build_declaration(key, item, form)
            for key, item, form in boards
        }

    def _build_declaration(self, name: str, value: Any, form: Form) -> Declaration:
        resource, uid = read_resource(value), ""
        if resource and form == "dict":
            value = build_named_spec(resource.uid, resource.spec)
        elif resource:
            value, uid = resource.spec, resource.uid
        return Declaration(
            name=name, value=value, form=form, find_place=lambda: self._find_place(name), uid=uid
        )

    def _find_place(self, name: str) -> Place:
        return self._place_of(self._source.find_line(_parse_variable_name(name)))

    def _build_error(self, name: str, what: str, hint: str | None) -> DeclarationError:
        return DeclarationError(f"`{name}` {what}", where=self._find_place(name), hint=hint)


def detect_form(value: Any, *, lenient: bool = False) -> Form | None:
    """Return the library or type with which a board is declared, or None for a value that is not a
    board.

    Args:
        value: A value of any type.
        lenient: Whether to accept every dict, and every object with grafanalib's method
            `to_json_data`.
    """
    resource = read_resource(value)
    if resource and not isinstance(value, dict):
        return detect_form(resource.spec, lenient=True) if resource.is_board else None
    if resource and not isinstance(resource.spec, dict):
        return detect_form(resource.spec) if resource.is_board else None
    if isinstance(value, dict):
        return "dict" if lenient or is_board_data(value) else None
    if sdk_objects.is_sdk_board(value):
        return "sdk"
    if grafanalib_objects.is_grafanalib_board(value):
        return "grafanalib"
    return "grafanalib" if lenient and grafanalib_objects.is_serialisable(value) else None


def _iter_items(
    name: str, value: Any, depth: int = 0, *, containers: bool = False
) -> Iterator[tuple[str, Any]]:
    """Yield the name and value of each item of a list or dict, and of the lists and dicts in it.

    Args:
        name: Name of the list or dict. The name of an item is, for example, `boards[0]` in the list
            `boards`.
        value: The list or dict. For other values, the function yields no items.
        depth: The number of lists and dicts around this list or dict.
        containers: Whether to yield inner lists and dicts in addition to their items.
    """
    if isinstance(value, (list, tuple)):
        items: Iterable[tuple[Any, Any]] = enumerate(value)
    elif isinstance(value, dict) and not detect_form(value):
        items = value.items()
    else:
        return
    for key, item in items:
        inner = f"{name}[{key!r}]"
        is_list = isinstance(item, (list, tuple, dict)) and not detect_form(item)
        if is_list and item and depth < _MAX_DEPTH:
            yield from _iter_items(inner, item, depth + 1, containers=containers)
        if containers or not (is_list and item and depth < _MAX_DEPTH):
            yield inner, item


def _identify_board(value: Any) -> int:
    """Return a number that identifies a board. An SDK builder, its model, and a resource that
    contains the builder or model have the same number.
    """
    resource = read_resource(value)
    return id(unwrap_builder(resource.spec if resource else value))


def _add_declaration(
    declarations: dict[int, Declaration], key: int, declaration: Declaration
) -> None:
    """Add a declaration if the board has none, or if only the new declaration has a uid."""
    if key not in declarations or (declaration.uid and not declarations[key].uid):
        declarations[key] = declaration


def _parse_variable_name(name: str) -> str:
    """Return `groups` for a name such as `groups[0]` or `groups.items`."""
    return re.split(r"[.[]", name, maxsplit=1)[0]


def _describe_value(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    name = type(value).__name__
    article = "an" if name[0] in "aeiouAEIOU" else "a"
    return f"{article} {name}"


_PROMETHEUS_GROUP = (
    "`{}` is a group of Prometheus rules as a dict, which has no effect. Declare the group with"
    " boardwright.rules.group, or write the group to a YAML file in the folder `rules`"
)
_UNSUPPORTED = "Declare boards with the SDK's modules builders.dashboard or builders.dashboardv2."
_FOLDER = 'Separate the titles of nested folders with /, for example folder = "Infrastructure/Node"'
_TAGS = 'Set `tags` to a list of strings, for example tags = ["node"]'
_BOARD_HINT = "Use a grafanalib Dashboard, a Foundation SDK dashboard, or a dict as a board."
_CONVENTION_HINT = (
    "Assign the board to the variable `dashboard`, or rename the file if it declares no board."
)
