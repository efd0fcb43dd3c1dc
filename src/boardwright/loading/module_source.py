"""Finds lines in a module's text: the line that assigns a variable, and the lines of the dicts and
lists in the variable's value.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from boardwright.lazy import lazy_property

_CREATING_NAMES = frozenset(
    {"Dashboard", "DashboardEncoder", "JSONEncoder", "Manifest", "RuleGroup", "build"}
    | {"print_dashboard"}
)
"""Names in code that creates or prints a board or a group of alert rules."""
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class ModuleSource:
    """The text and syntax tree of a module, which are read on first use."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find_line(self, name: str) -> int | None:
        """Return the line of the last module-level statement that assigns the name."""
        return self._lines.get(name)

    def find_value(self, name: str) -> ast.expr | None:
        """Return the expression that was last assigned to the name."""
        return self._values.get(name)

    def find_main_block(self) -> int | None:
        """Return the line of `if __name__ == "__main__"` if this block creates or prints a board;
        otherwise None.

        Python runs the block only if the file is started as a program, not if the module is
        imported.
        """
        if b"__main__" not in self._path.read_bytes():
            return None
        blocks = (node for node in self._tree.body if _is_main_block(node))
        return next((block.lineno for block in blocks if _makes_board(block)), None)

    @lazy_property
    def _tree(self) -> ast.Module:
        return ast.parse(self._path.read_bytes())

    @lazy_property
    def _lines(self) -> dict[str, int]:
        return {
            name: statement.lineno
            for statement in _iter_statements(self._tree.body)
            for name in _iter_bound_names(statement)
        }

    @lazy_property
    def _values(self) -> dict[str, ast.expr]:
        return {
            target.id: statement.value
            for statement in _iter_statements(self._tree.body)
            if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value
            for target in _list_targets(statement)
            if isinstance(target, ast.Name)
        }


def find_list_items(node: ast.expr | None, key: str) -> Sequence[ast.expr]:
    """Return the items of a list literal. The list is the value of `key` in a dict literal, or the
    argument `key` of a call.

    The result is empty if there is no list, or if an item begins with `*`.
    """
    value = _find_key_value(node, key)
    if not isinstance(value, (ast.List, ast.Tuple)):
        return ()
    return () if any(isinstance(item, ast.Starred) for item in value.elts) else value.elts


def _find_key_value(node: ast.expr | None, key: str) -> ast.expr | None:
    if isinstance(node, ast.Dict):
        for name, value in zip(node.keys, node.values, strict=True):
            if isinstance(name, ast.Constant) and name.value == key:
                return value
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg == key:
                return keyword.value
        if isinstance(node.func, ast.Attribute):  # Dashboard(…).auto_panel_ids()
            return _find_key_value(node.func.value, key)
    return None


def _iter_statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements outside of functions and classes."""
    for statement in body:
        yield statement
        if not isinstance(statement, _SCOPES):
            for inner in ast.iter_child_nodes(statement):
                yield from _iter_inner_statements(inner)


def _iter_inner_statements(node: ast.AST) -> Iterator[ast.stmt]:
    if isinstance(node, ast.stmt):
        yield from _iter_statements([node])
    elif isinstance(node, (ast.ExceptHandler, ast.match_case)):
        yield from _iter_statements(node.body)


def _iter_bound_names(statement: ast.stmt) -> Iterator[str]:
    for target in _list_targets(statement):
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                yield node.id
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            yield (alias.asname or alias.name).partition(".")[0]


def _list_targets(statement: ast.stmt) -> Sequence[ast.expr]:
    if isinstance(statement, ast.Assign):
        return statement.targets
    if isinstance(statement, (ast.AnnAssign, ast.AugAssign, ast.For)):
        return [statement.target]
    if isinstance(statement, ast.With):
        return [item.optional_vars for item in statement.items if item.optional_vars]
    return ()


def _is_main_block(node: ast.stmt) -> bool:
    if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare)):
        return False
    sides = [node.test.left, *node.test.comparators]
    names = {side.id for side in sides if isinstance(side, ast.Name)}
    texts = {side.value for side in sides if isinstance(side, ast.Constant)}
    return names == {"__name__"} and texts == {"__main__"}


def _makes_board(block: ast.stmt) -> bool:
    used = {node.id for node in ast.walk(block) if isinstance(node, ast.Name)}
    used |= {node.attr for node in ast.walk(block) if isinstance(node, ast.Attribute)}
    return bool(used & _CREATING_NAMES)
