"""The Python syntax that a generated module may contain, checked with Python's parser."""

from __future__ import annotations

import ast

IMPORTED = {"typing", "grafanalib", "grafanalib.core", "boardwright.library"}
PLAIN = (
    ast.AnnAssign,
    ast.Assign,
    ast.Attribute,
    ast.Call,
    ast.Constant,
    ast.Dict,
    ast.ImportFrom,
    ast.List,
    ast.Load,
    ast.Module,
    ast.Name,
    ast.Store,
    ast.Subscript,
    ast.Tuple,
    ast.USub,
    ast.UnaryOp,
    ast.alias,
    ast.keyword,
)
UNPACKED = (ast.Starred, ast.JoinedStr, ast.FormattedValue)
FUNCTIONS = (ast.FunctionDef, ast.Return, ast.arguments, ast.arg)


def find_unexpected(source: str) -> list[str]:
    """Return the parts of a module that it must not contain."""
    module = ast.parse(source)
    known = _known_names(module)
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module not in IMPORTED:
            found.append(f"import of {node.module}")
        elif isinstance(node, ast.Call) and _root(node.func) not in known:
            found.append(f"call of {ast.unparse(node.func)}")
        elif isinstance(node, ast.FormattedValue) and not isinstance(node.value, ast.Name):
            found.append(f"f-string with {ast.unparse(node.value)}")
        elif isinstance(node, ast.Name) and node.id not in known | {"dict", "list", "str", "int"}:
            found.append(f"name {node.id}")
        elif isinstance(node, ast.Expr):
            if not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
                found.append("a statement that is an expression")
        elif not isinstance(node, (*PLAIN, *FUNCTIONS, *UNPACKED)):
            found.append(type(node).__name__)
    return found


def _known_names(module: ast.Module) -> set[str]:
    """Return the names that a module imports or defines."""
    known = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            known |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.arg)):
            known.add(node.name if isinstance(node, ast.FunctionDef) else node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            known.add(node.id)
    return known


def _root(function: ast.expr) -> str:
    while isinstance(function, (ast.Attribute, ast.Call)):
        function = function.value if isinstance(function, ast.Attribute) else function.func
    return function.id if isinstance(function, ast.Name) else ast.unparse(function)
