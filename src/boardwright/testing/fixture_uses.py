"""Finds the names of boards and rules in the code of a test, as in `panels("node")`."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from boardwright.frozen import frozen

PANELS, RULES = "panels", "rules"
_OPAQUE = frozenset({"request", "pytestconfig"})
"""Fixtures of pytest that give a test access to all other fixtures."""


@frozen
class FixtureUses:
    """The boards and rules that a test uses.

    Attributes:
        boards: The names that the test passes to the fixture `panels`.
        rules: The names that the test passes to the fixture `rules`.
        why_unknown: The reason why the test may use further boards and rules; empty if the test
            uses only `boards` and `rules`.
    """

    boards: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    why_unknown: str = ""


def read_uses(functions: Iterable[Callable[..., Any]], values: Mapping[str, Any]) -> FixtureUses:
    """Return the boards and rules that the code of a test and of its fixtures uses.

    Args:
        functions: The test function, and the functions of the fixtures that the test requests.
        values: The values of the test's parameters.
    """
    boards: set[str] = set()
    rules: set[str] = set()
    for function in functions:
        uses = _read_function_uses(function, values)
        if uses.why_unknown:
            return uses
        boards |= uses.boards
        rules |= uses.rules
    return FixtureUses(boards=frozenset(boards), rules=frozenset(rules))


def _read_function_uses(function: Callable[..., Any], values: Mapping[str, Any]) -> FixtureUses:
    try:
        unwrapped = inspect.unwrap(function)
        tree = ast.parse(textwrap.dedent(inspect.getsource(unwrapped)))
        parameters = set(inspect.signature(unwrapped).parameters)
    except (OSError, TypeError, ValueError, SyntaxError):
        return FixtureUses(why_unknown="boardwright cannot read the code of a test or fixture")
    if parameters & _OPAQUE:
        return FixtureUses(
            why_unknown="a test or fixture has the parameter `request` or `pytestconfig`"
        )
    values = {k: v for k, v in values.items() if k in parameters - _find_assigned_names(tree)}
    fixtures = parameters & {PANELS, RULES}
    names: dict[str, set[str]] = {PANELS: set(), RULES: set()}
    called = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in fixtures
        ):
            name = _read_first_text(node, values)
            if name is not None:
                called.add(node.func)
                names[node.func.id].add(name)
    loads = (n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in fixtures)
    if any(each not in called for each in loads):
        return FixtureUses(
            why_unknown="a test passes `panels` or `rules` to another function, or computes the"
            " name of a board or rule"
        )
    return FixtureUses(boards=frozenset(names[PANELS]), rules=frozenset(names[RULES]))


def _find_assigned_names(tree: ast.AST) -> frozenset[str]:
    """Return the names whose values can differ from the test's parameters: assigned names, and
    parameters of inner functions.
    """
    names = (n for n in ast.walk(tree) if isinstance(n, ast.Name))
    stored = {each.id for each in names if isinstance(each.ctx, ast.Store)}
    arguments = Counter(n.arg for n in ast.walk(tree) if isinstance(n, ast.arg))
    return frozenset({*stored, *(name for name, count in arguments.items() if count > 1)})


def _read_first_text(call: ast.Call, values: Mapping[str, Any]) -> str | None:
    """Return the first argument of a call; None if it is neither a string literal nor a parameter
    of the test.
    """
    first = call.args[0] if call.args else None
    value: object = None
    if isinstance(first, ast.Constant):
        value = first.value
    elif isinstance(first, ast.Name):
        value = values.get(first.id)
    return value if isinstance(value, str) else None
