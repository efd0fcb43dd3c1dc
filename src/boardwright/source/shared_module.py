"""Moves values that several generated modules declare identically to a shared module, which these
modules import.

Only variables, panels, annotations and links are shared, if they take several lines and are written
exactly the same in two boards. The functions work on the text of generated modules.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from boardwright.frozen import frozen
from boardwright.source.board_file_names import make_unique_name, name_module
from boardwright.source.board_module import WIDTH
from boardwright.source.module_layout import ModuleFormatter

MODULE = "_shared"
"""Name of the shared module. Files whose names begin with an underscore declare no boards."""

_DOCSTRING = '''"""Shared by boards.

Made by `boardwright import --share`, which only ever adds to it.
"""'''
_LISTS = frozenset({"annotations", "links", "list", "panels", "templating", "variables"})
_LABELS = ("name", "title")
_LEAST = 4
"""A value is shared only if it takes at least this number of lines."""

_RESERVED = ("dashboard", "folder", "tags", *dir(builtins))
"""Names that a shared value cannot get, because they already have a meaning in a module."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

Imports = dict[str, tuple[str, str]]
"""Name in a module -> the module that defines the name, and the name in that module."""


@frozen
class SharedModules:
    """Modules that share values.

    Attributes:
        text: Text of the shared module.
        texts: Name -> text of each module; a module without shared values is unchanged.
    """

    text: str
    texts: Mapping[str, str]


@frozen
class _SharedItem:
    """One value that modules may share: its position in the text, and its syntax tree."""

    node: ast.expr
    key: str
    names: frozenset[str]


@dataclass(kw_only=True)
class _Source:
    """A module that is searched for values to share.

    The lines are bytes, because `ast` gives positions in bytes.
    """

    lines: list[bytes]
    tree: ast.Module
    imports: Imports = field(default_factory=dict)

    def read_text(self, node: ast.expr) -> str:
        """Return the text of a node. All lines lose the indentation of the node's first line."""
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if first == last:
            return self.lines[first][node.col_offset : node.end_col_offset].decode()
        margin = len(self.lines[first]) - len(self.lines[first].lstrip())
        parts = [self.lines[first][node.col_offset :]]
        parts += [line[margin:] for line in self.lines[first + 1 : last]]
        parts.append(self.lines[last][margin : node.end_col_offset])
        return b"\n".join(parts).decode()


def share_values(
    texts: Mapping[str, str], *, before: str = "", width: int = WIDTH
) -> SharedModules | None:
    """Return modules that share their common values; None if the modules have no common values.

    Args:
        texts: Name -> text of each module.
        before: Text of the shared module that the last import wrote. The values in this module are
            kept and can be used by the new modules.
        width: The largest number of characters in a line.
    """
    sources = {name: _parse_source(text) for name, text in texts.items()}
    known = _SharedValues(
        _parse_source(before), taken=_collect_names(sources.values()), width=width
    )
    counts: dict[str, int] = {}
    for source in sources.values():
        for key in {item.key for item in _iter_items(source)}:
            counts[key] = counts.get(key, 0) + 1
    shared_keys = {key for key, count in counts.items() if count > 1 or key in known.names}
    changed = {
        name: _replace_shared(source, shared_keys, known) for name, source in sources.items()
    }
    if not known.used:
        return None
    return SharedModules(text=known.render(), texts=changed)


class _SharedValues:
    """The values in the shared module: key of a value -> the value's name and text."""

    def __init__(self, before: _Source, *, taken: Collection[str], width: int) -> None:
        self.width = width
        self.names: dict[str, str] = {}
        self.used = False
        self._texts: dict[str, str] = {}
        self._imports = dict(before.imports)
        for statement in before.tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                name, value = statement.targets[0].id, statement.value
                self.names[_build_key(value, before.imports)] = name
                self._texts[name] = before.read_text(value)
        self._taken = {name.casefold() for name in (*taken, *self._texts, *_RESERVED)}

    def name_value(self, item: _SharedItem, source: _Source) -> str:
        """Return the name of a value in the shared module. A new value is added to the shared
        module.
        """
        self.used = True
        name = self.names.get(item.key)
        if name is None:
            label = _find_label(item.node)
            name = make_unique_name(
                name_module(_CAMEL.sub("_", label), otherwise="shared"), self._taken
            )
            self._taken.add(name.casefold())
            self.names[item.key] = name
            self._texts[name] = source.read_text(item.node)
            self._imports |= {each: source.imports[each] for each in item.names}
        return name

    def render(self) -> str:
        """Return the text of the shared module."""
        imports = _render_import_block(self._imports, self.width)
        body = [f"{name} = {text}" for name, text in self._texts.items()]
        return "\n\n".join([_DOCSTRING, *([imports] if imports else []), *body]) + "\n"


def _parse_source(text: str) -> _Source:
    tree = ast.parse(text)
    imports = {
        alias.asname or alias.name: (statement.module or "", alias.name)
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    return _Source(lines=text.encode().split(b"\n"), tree=tree, imports=imports)


def _iter_items(source: _Source) -> Iterator[_SharedItem]:
    """Yield the values that other modules may share. A value comes before the values inside it."""
    waiting: list[ast.AST] = [source.tree]
    while waiting:
        node = waiting.pop()
        waiting += ast.iter_child_nodes(node)
        for name, value in _iter_named_values(node):
            if name in _LISTS and isinstance(value, ast.List):
                yield from filter(None, (_read_item(each, source) for each in value.elts))


def _iter_named_values(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        yield node.targets[0].id, node.value
    elif isinstance(node, ast.Call):
        yield from ((keyword.arg or "", keyword.value) for keyword in node.keywords)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value


def _read_item(node: ast.expr, source: _Source) -> _SharedItem | None:
    """Return a value that modules may share; None if the value is short, or uses names that its
    module defines.
    """
    if (node.end_lineno or 0) - node.lineno + 1 < _LEAST:
        return None
    names = frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))
    if not names <= source.imports.keys():
        return None
    return _SharedItem(node=node, key=_build_key(node, source.imports), names=names)


def _build_key(node: ast.expr, imports: Imports) -> str:
    """Return a text that is the same for all values with the same meaning. The text contains the
    syntax tree, and the module from which each name is imported.
    """
    names = sorted({each.id for each in ast.walk(node) if isinstance(each, ast.Name)})
    return f"{ast.dump(node)} {[(name, imports.get(name)) for name in names]}"


def _replace_shared(source: _Source, shared_keys: Collection[str], known: _SharedValues) -> str:
    """Return a module's text in which names replace shared values."""
    places: dict[tuple[int, int], tuple[_SharedItem, str]] = {}
    for item in _iter_items(source):
        if item.key in shared_keys and not any(
            _contains_item(other, item) for other, _ in places.values()
        ):
            at = (item.node.lineno, item.node.col_offset)
            places[at] = (item, known.name_value(item, source))
    lines = list(source.lines)
    for _, (item, name) in sorted(places.items(), reverse=True):
        first, last = item.node.lineno - 1, (item.node.end_lineno or 0) - 1
        start, end = lines[first][: item.node.col_offset], lines[last][item.node.end_col_offset :]
        lines[first : last + 1] = [start + name.encode() + end]
    text = b"\n".join(lines).decode()
    names = {name for _, name in places.values()}
    return _with_imports(text, names, known.width) if names else text


def _contains_item(one: _SharedItem, other: _SharedItem) -> bool:
    start, end = (one.node.lineno, one.node.col_offset), (one.node.end_lineno or 0)
    return start <= (other.node.lineno, other.node.col_offset) and other.node.lineno <= end


def _with_imports(text: str, shared: Collection[str], width: int) -> str:
    """Return the text of a module with import statements for exactly the names that the module
    uses.
    """
    source = _parse_source(text)
    used = {each.id for each in ast.walk(source.tree) if isinstance(each, ast.Name)}
    statements = [each for each in source.tree.body if isinstance(each, ast.ImportFrom)]
    imports = {name: origin for name, origin in source.imports.items() if name in used}
    block = _render_import_block(imports | {name: (MODULE, name) for name in shared}, width)
    lines = text.split("\n")
    if statements:
        first, last = statements[0].lineno - 1, (statements[-1].end_lineno or 0)
        lines[first:last] = [block]
    else:
        end = source.tree.body[0].end_lineno or 0
        lines[end:end] = ["", block]
    return "\n".join(lines)


def _render_import_block(imports: Imports, width: int) -> str:
    """Return the import statements, with those of Python's standard library first."""
    own = {n: at for n, at in imports.items() if at[0] in sys.stdlib_module_names}
    others = {name: at for name, at in imports.items() if name not in own}
    return "\n\n".join(
        "\n".join(_render_import_lines(each, width)) for each in (own, others) if each
    )


def _render_import_lines(imports: Imports, width: int) -> Iterator[str]:
    """Yield the import statements as ruff sorts them; a renamed import has a separate statement."""
    layout = ModuleFormatter(width)
    plain = {name: module for name, (module, own) in imports.items() if name == own}
    lines = {
        (module, 1, ""): layout.render_import(module, [n for n in plain if plain[n] == module])
        for module in set(plain.values())
    }
    for name, (module, own) in imports.items():
        if name != own:
            lines[module, 0, own] = f"from {module} import {own} as {name}"
    yield from (lines[key] for key in sorted(lines))


def _find_label(node: ast.expr) -> str:
    """Return the name or the title of a value. The variable for the value is named after this
    text.
    """
    for inner in ast.walk(node):
        for name, value in _iter_named_values(inner):
            if name in _LABELS and isinstance(value, ast.Constant) and isinstance(value.value, str):
                return value.value
    return ""


def _collect_names(sources: Collection[_Source]) -> set[str]:
    """Return every name that one of the modules uses."""
    return {
        name
        for source in sources
        for node in ast.walk(source.tree)
        for name in (
            [node.id]
            if isinstance(node, ast.Name)
            else [alias.asname or alias.name for alias in node.names]
            if isinstance(node, (ast.Import, ast.ImportFrom))
            else []
        )
    }
