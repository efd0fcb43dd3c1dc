"""The one renderer: a tree of values to text, laid out as `ruff format` would.

What fits stands on one line. What does not is opened up, one item a line with a comma after each,
which is how ruff leaves it whatever the line length. Long text stands in parentheses, in pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardwright.source.literals import literal, pieces, text_literal, width_of
from boardwright.source.tree import (
    OPERATORS,
    SPREAD,
    Assign,
    Call,
    Each,
    Entries,
    Function,
    Index,
    Items,
    Module,
    Name,
    Node,
    Operation,
    Statement,
    Value,
)

INDENT = "    "
STANDARD = frozenset({"typing"})
"""Modules of the standard library, which are imported first."""


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
        self._widths: dict[int, tuple[Node, int]] = {}
        self._lines: dict[tuple[int, int], tuple[Node, int]] = {}

    def text(self, node: Node, *, indent: int, before: int, after: int) -> str:
        """Return a node's text, of one line or more.

        Args:
            node: The node.
            indent: How far the line that it begins on is indented.
            before: The columns taken on that line, indentation included.
            after: The columns needed behind it, for a comma.
        """
        if before + self._flat_width(node) + after <= self._width:
            return self._flat(node)
        if isinstance(node, Value) and isinstance(node.value, str):
            return self._long(node.value, indent, before)
        return self._on_lines(node, indent)

    def _on_lines(self, node: Node, indent: int) -> str:
        """Return the text of a node that has its parts on lines of their own."""
        if isinstance(node, Each):
            return self._each(node, indent, "*(", ")")
        if isinstance(node, Items) and len(node.items) == 1 and isinstance(node.items[0], Each):
            return self._each(node.items[0], indent, "[", "]")
        if isinstance(node, Operation):
            return self._operation(node, indent)
        opened = self._opened(node)
        if opened is None or not opened[1]:
            return self._flat(node)
        start, parts, end = opened
        inner = indent + len(INDENT)
        lines = [" " * inner + self._line(part, inner) for part in parts]
        return "\n".join([start, *lines, " " * indent + end])

    def width(self, node: Node) -> int:
        """Return how many columns a node takes on one line."""
        return self._flat_width(node)

    def lines(self, node: Node, *, indent: int = 8) -> int:
        """Return how many lines a node takes, among the panels of a board if not told."""
        known = self._lines.get((id(node), indent))
        if known is None:
            text = self.text(node, indent=indent, before=indent, after=1)
            known = self._lines[id(node), indent] = (node, text.count("\n") + 1)
        return known[1]

    def heading(self, name: str, parameters: tuple[str, ...], returns: str) -> str:
        """Return the first lines of a function; all parameters but the title go by name."""
        found = list(parameters)
        turn = 1 if found and found[0].startswith("title:") else 0
        if turn < len(found):
            found.insert(turn, "*")
        line = f"def {name}({', '.join(found)}) -> {returns}:"
        if width_of(line) <= self._width:
            return line
        return "\n".join(
            [f"def {name}(", *(f"{INDENT}{each}," for each in found), f") -> {returns}:"]
        )

    def _line(self, part: _Part, indent: int) -> str:
        before = indent + width_of(part.prefix)
        return part.prefix + self.text(part.node, indent=indent, before=before, after=1) + ","

    def _long(self, text: str, indent: int, before: int) -> str:
        inner = indent + len(INDENT)
        if inner + width_of(text_literal(text)) <= self._width:
            found = [text]  # ruff would join its pieces again
        elif len(found := pieces(text, self._width - inner)) < 2:
            return text_literal(text)
        lines = [" " * inner + text_literal(piece) for piece in found]
        return "\n".join(["(", *lines, " " * indent + ")"])

    def _operation(self, node: Operation, indent: int) -> str:
        """Return an operation in parentheses, an operand a line."""
        inner = indent + len(INDENT)
        lines = []
        for sign, part, looser in _operands(node):
            before = inner + len(sign)
            text = self.text(part, indent=inner, before=before + 2 * looser, after=0)
            bare = looser and not text.startswith("(\n")
            lines.append(" " * inner + sign + (f"({text})" if bare else text))
        return "\n".join(["(", *lines, " " * indent + ")"])

    def _each(self, node: Each, indent: int, start: str, end: str) -> str:
        """Return a loop over a table: what is made, and a row a line."""
        inner, deeper = indent + len(INDENT), indent + 2 * len(INDENT)
        lines = [
            " " * inner + self.text(node.item, indent=inner, before=inner, after=0),
            " " * inner + f"for {', '.join(node.names)} in (",
            *(" " * deeper + f"{self._row(row)}," for row in node.rows),
            " " * inner + ")",
        ]
        return "\n".join([start, *lines, " " * indent + end])

    def fits(self, row: tuple[Node, ...], indent: int) -> bool:
        """Whether a row of a table fits on a line, with the comma behind it."""
        return indent + width_of(self._row(row)) < self._width

    def _row(self, row: tuple[Node, ...]) -> str:
        values = ", ".join(map(self._flat, row))
        return f"({values})" if len(row) > 1 else values

    def _opened(self, node: Node) -> tuple[str, tuple[_Part, ...], str] | None:
        """Return the bracket that opens a node, what is inside, and what closes it."""
        if isinstance(node, Index) and (opened := self._opened(node.owner)):
            start, parts, end = opened
            return start, parts, f"{end}[{self._flat(node.index)}]"
        return _opened(node)

    def _flat(self, node: Node) -> str:
        if isinstance(node, Value):
            return literal(node.value)
        if isinstance(node, Name):
            return node.name
        if isinstance(node, Operation):
            return f"{self._side(node, node.left)} {node.operator} {self._side(node, node.right)}"
        start, parts, end = self._opened(node) or ("", (), "")
        return start + ", ".join(part.prefix + self._flat(part.node) for part in parts) + end

    def _side(self, node: Operation, side: Node) -> str:
        return f"({self._flat(side)})" if _is_looser(side, node) else self._flat(side)

    def _flat_width(self, node: Node) -> int:
        """Return the columns that a node takes on one line; each is worked out once."""
        known = self._widths.get(id(node))
        if known is None:  # the node is kept, so that no other gets its id
            known = self._widths[id(node)] = (node, self._measured(node))
        return known[1]

    def _measured(self, node: Node) -> int:
        if isinstance(node, Value):
            return width_of(literal(node.value))
        if isinstance(node, Name):
            return len(node.name)
        if isinstance(node, Operation):
            return width_of(self._flat(node))
        if isinstance(node, Each):
            return self._width + 1  # it has lines of its own, and so has all around it
        start, parts, end = self._opened(node) or ("", (), "")
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
        named = tuple(_Part(_before(keyword), item) for keyword, item in node.keywords)
        positional = tuple(_Part("", item) for item in node.arguments)
        return f"{node.function}(", positional + named, ")"
    return None


def _before(keyword: str) -> str:
    return keyword if keyword == SPREAD else f"{keyword}="


def _operands(node: Operation) -> list[tuple[str, Node, bool]]:
    """Return the operands of a chain of operators that bind alike.

    Each with the operator before it, and whether it needs parentheses.
    """
    left = node.left
    if isinstance(left, Operation) and _level(left) == _level(node) > 1:
        before = _operands(left)
    else:
        before = [("", left, _is_looser(left, node))]
    return [*before, (f"{node.operator} ", node.right, _is_looser(node.right, node))]


def _level(node: Operation) -> int:
    return OPERATORS[node.operator]


def _is_looser(side: Node, node: Operation) -> bool:
    """Whether an operand needs parentheses: on the right, those of its own kind do too."""
    if not isinstance(side, Operation):
        return False
    same = side is node.right or _level(node) == 1
    return _level(side) < _level(node) + same


def module_text(module: Module, *, width: int, layout: Layout | None = None) -> str:
    """Return a module's text.

    Args:
        module: The module.
        width: How long a line may be.
        layout: One of that width that knows parts of the module, and so has less to do.
    """
    layout = layout or Layout(width)
    head = [_docstring(module.docstring)]
    if module.imports:
        standard = sorted(module.imports.keys() & STANDARD)
        others = sorted(module.imports.keys() - STANDARD)
        sections = [_imports(module, names, width) for names in (standard, others) if names]
        head += ["\n".join(section) for section in sections]
    return "\n\n".join(head) + "".join(_statements(module, layout)) + "\n"


def _statements(module: Module, layout: Layout) -> Iterator[str]:
    """Yield the statements with the empty lines before each: two around functions."""
    around = False
    for statement in module.body:
        is_function = isinstance(statement, Function)
        yield "\n\n\n" if is_function or around else "\n\n"
        yield _statement(statement, layout)
        around = is_function


def _statement(statement: Statement, layout: Layout) -> str:
    if isinstance(statement, Function):
        return _function(statement, layout)
    return _assignment(statement, layout)


def _function(function: Function, layout: Layout) -> str:
    parameters = tuple(f"{each.name}: {each.annotation}" for each in function.parameters)
    before = len("    return ")
    value = layout.text(function.body, indent=len(INDENT), before=before, after=0)
    return "\n".join(
        [
            layout.heading(function.name, parameters, function.returns),
            f'{INDENT}"""{function.docstring}"""',
            f"{INDENT}return {value}",
        ]
    )


def _docstring(paragraphs: tuple[str, ...]) -> str:
    first, *others = paragraphs
    if not others:
        return f'"""{first}"""'
    return "\n\n".join([f'"""{first}', *others]) + '\n"""'


def _imports(module: Module, modules: list[str], width: int) -> Iterator[str]:
    for name in modules:
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
