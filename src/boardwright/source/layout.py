"""The one renderer: a tree of values to text, laid out as `ruff format` would.

What fits stands on one line. What does not is opened up, one item a line with a comma after each,
which is how ruff leaves it whatever the line length. Long text stands in parentheses, in pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardwright.source.literals import literal, pieces, text_literal, width_of
from boardwright.source.tree import Assign, Call, Entries, Items, Module, Name, Node, Value

INDENT = "    "


@dataclass(frozen=True, slots=True)
class _Part:
    """One item between brackets: what stands before it, and the item."""

    prefix: str
    node: Node


class Layout:
    """Writes nodes as text.

    Args:
        width: How long a line may be.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._widths: dict[int, int] = {}

    def text(self, node: Node, *, indent: int, before: int, after: int) -> str:
        """Return a node's text, of one line or more.

        Args:
            node: The node; it must live as long as the layout.
            indent: How far the line that it begins on is indented.
            before: The columns taken on that line, indentation included.
            after: The columns needed behind it, for a comma.
        """
        if before + self._flat_width(node) + after <= self._width:
            return self._flat(node)
        if isinstance(node, Value) and isinstance(node.value, str):
            return self._long(node.value, indent, before)
        opened = _opened(node)
        if opened is None or not opened[1]:
            return self._flat(node)
        start, parts, end = opened
        inner = indent + len(INDENT)
        lines = [" " * inner + self._line(part, inner) for part in parts]
        return "\n".join([start, *lines, " " * indent + end])

    def _line(self, part: _Part, indent: int) -> str:
        before = indent + width_of(part.prefix)
        return part.prefix + self.text(part.node, indent=indent, before=before, after=1) + ","

    def _long(self, text: str, indent: int, before: int) -> str:
        inner = indent + len(INDENT)
        found = pieces(text, self._width - inner)
        if len(found) < 2:
            return text_literal(text)
        lines = [" " * inner + text_literal(piece) for piece in found]
        return "\n".join(["(", *lines, " " * indent + ")"])

    def _flat(self, node: Node) -> str:
        if isinstance(node, Value):
            return literal(node.value)
        if isinstance(node, Name):
            return node.name
        start, parts, end = _opened(node) or ("", (), "")
        return start + ", ".join(part.prefix + self._flat(part.node) for part in parts) + end

    def _flat_width(self, node: Node) -> int:
        """Return the columns that a node takes on one line; each is worked out once."""
        known = self._widths.get(id(node))
        if known is None:
            known = self._widths[id(node)] = self._measured(node)
        return known

    def _measured(self, node: Node) -> int:
        if isinstance(node, Value):
            return width_of(literal(node.value))
        if isinstance(node, Name):
            return len(node.name)
        start, parts, end = _opened(node) or ("", (), "")
        inner = sum(width_of(part.prefix) + self._flat_width(part.node) for part in parts)
        return width_of(start) + inner + 2 * max(0, len(parts) - 1) + width_of(end)


def _opened(node: Node) -> tuple[str, tuple[_Part, ...], str] | None:
    """Return the bracket that opens a node, what is inside, and the one that closes it."""
    if isinstance(node, Items):
        return "[", tuple(_Part("", item) for item in node.items), "]"
    if isinstance(node, Entries):
        entries = tuple(_Part(f"{text_literal(key)}: ", item) for key, item in node.entries)
        return "{", entries, "}"
    if isinstance(node, Call):
        named = tuple(_Part(f"{keyword}=", item) for keyword, item in node.keywords)
        positional = tuple(_Part("", item) for item in node.arguments)
        return f"{node.function}(", positional + named, ")"
    return None


def module_text(module: Module, *, width: int) -> str:
    """Return a module's text.

    Args:
        module: The module.
        width: How long a line may be.
    """
    layout = Layout(width)
    head = [_docstring(module.docstring)]
    if module.imports:
        head.append("\n".join(_imports(module, width)))
    body = [_assignment(statement, layout) for statement in module.body]
    return "\n\n".join([*head, *body]) + "\n"


def _docstring(paragraphs: tuple[str, ...]) -> str:
    first, *others = paragraphs
    if not others:
        return f'"""{first}"""'
    return "\n\n".join([f'"""{first}', *others]) + '\n"""'


def _imports(module: Module, width: int) -> Iterator[str]:
    for name in sorted(module.imports):
        names = sorted(module.imports[name], key=_import_order)
        line = f"from {name} import {', '.join(names)}"
        opened = [f"from {name} import (", *(f"{INDENT}{each}," for each in names), ")"]
        yield line if len(line) <= width else "\n".join(opened)


def _import_order(name: str) -> tuple[int, str, str]:
    """Return where an imported name stands: constants, then classes, then all others."""
    turn = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    return turn, name.casefold(), name


def _assignment(statement: Assign, layout: Layout) -> str:
    annotation = f": {statement.annotation}" if statement.annotation else ""
    start = f"{statement.name}{annotation} = "
    value = layout.text(statement.value, indent=0, before=width_of(start), after=0)
    return start + value
