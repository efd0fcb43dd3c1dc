"""Renders a syntax tree as Python text, laid out like the output of `ruff format`.

A node that fits is written on one line. If a call does not fit on one line, but all its arguments
together do, the arguments share one line. In all other cases, each part of the node gets its own
line, which ends with a comma. Long text is split.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Template

from boardwright.frozen import frozen
from boardwright.notation.templates import open_templates
from boardwright.source.syntax_tree import (
    SPREAD,
    ClassCall,
    Entries,
    Function,
    Items,
    Module,
    Name,
    Node,
    Parameter,
    Statement,
    TextWithNames,
    UnpackedCall,
    UnpackedName,
    Value,
)
from boardwright.source.text_literals import (
    format_f_string,
    format_literal,
    format_text,
    measure_width,
    split_text,
)

INDENT = "    "
STANDARD = frozenset({"typing"})
"""Modules of the standard library, which are imported first."""


@frozen(kw_only=False)
class _Part:
    """One item between the brackets of a call, list or dict, with the text in front of the item,
    such as `name=`.
    """

    prefix: str
    node: Node


class ModuleFormatter:
    """Writes the nodes of a syntax tree as text.

    Args:
        width: The largest number of columns in a line.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._widths: dict[int, tuple[Node, int]] = {}
        self._counts: dict[tuple[int, str], tuple[Node, int]] = {}

    def count_lines(self, node: Node, argument: str = "") -> int:
        """Return the number of lines that a node takes inside a board's list of panels.

        Args:
            node: The node to measure.
            argument: Name of the argument, if the node is the value of a panel's argument. If the
                name is empty, the node is an item of a list.
        """
        known = self._counts.get((id(node), argument))
        if known is None:  # keep the node, so that no other node gets its id
            before = 8 + measure_width(_format_keyword(argument) if argument else "")
            text = self._render_node(node, indent=8, before=before, after=1)
            known = self._counts[id(node), argument] = (node, text.count("\n") + 1)
        return known[1]

    def render_statement(self, statement: Statement) -> str:
        """Return the text of a statement."""
        if isinstance(statement, Function):
            return self._render_function(statement)
        annotation = f": {statement.annotation}" if statement.annotation else ""
        start = f"{statement.name}{annotation} = "
        return start + self._render_node(
            statement.value, indent=0, before=measure_width(start), after=0
        )

    def render_import(self, module: str, names: Sequence[str]) -> str:
        """Return the statement that imports names from a module, in ruff's order."""
        ordered = sorted(names, key=_rank_import)
        line = f"from {module} import {', '.join(ordered)}"
        if len(line) <= self._width:
            return line
        return "\n".join([f"from {module} import (", *(f"{INDENT}{n}," for n in ordered), ")"])

    def _render_function(self, function: Function) -> str:
        before = len(f"{INDENT}return ")
        value = self._render_node(function.body, indent=len(INDENT), before=before, after=0)
        docstring = f'{INDENT}"""{function.docstring}"""'
        return "\n".join([self._render_heading(function), docstring, f"{INDENT}return {value}"])

    def _render_heading(self, function: Function) -> str:
        parameters = list(map(self._render_parameter, function.parameters))
        line = f"def {function.name}({', '.join(parameters)}) -> {function.returns}:"
        if measure_width(line) <= self._width:
            return line
        lines = [f"{INDENT}{each}," for each in parameters]
        return "\n".join([f"def {function.name}(", *lines, f") -> {function.returns}:"])

    def _render_parameter(self, parameter: Parameter) -> str:
        default = "" if parameter.default is None else f" = {self._render_flat(parameter.default)}"
        return f"{parameter.star}{parameter.name}: {parameter.annotation}{default}"

    def _render_node(self, node: Node, *, indent: int, before: int, after: int) -> str:
        """Return the text of a node, on one or more lines.

        Args:
            node: The node to write.
            indent: Indentation of the line on which the node begins.
            before: Number of columns that are used on this line, including the indentation.
            after: Number of columns to keep free after the node, for a comma.
        """
        if before + self._find_flat_width(node) + after <= self._width:
            return self._render_flat(node)
        if isinstance(node, TextWithNames) or (isinstance(node, Value) and type(node.value) is str):
            return self._render_long_text(node, indent)
        start, parts, end = _split_brackets(node)
        if not parts:
            return self._render_flat(node)
        inner = indent + len(INDENT)
        content = self._find_flat_width(node) - measure_width(start) - measure_width(end)
        if isinstance(node, ClassCall) and inner + content <= self._width:
            lines = [", ".join(part.prefix + self._render_flat(part.node) for part in parts)]
        else:
            lines = [self._render_part(part, inner) for part in parts]
        return "\n".join([start, *(" " * inner + line for line in lines), " " * indent + end])

    def _render_part(self, part: _Part, indent: int) -> str:
        node, before = part.node, indent + measure_width(part.prefix)
        is_long = not part.prefix and before + self._find_flat_width(node) + 1 > self._width
        if is_long and isinstance(node, TextWithNames | Value):
            pieces = split_text(node, self._width - indent - 1) or [self._render_flat(node)]
            return f"\n{' ' * indent}".join(pieces) + ","
        return part.prefix + self._render_node(node, indent=indent, before=before, after=1) + ","

    def _render_long_text(self, node: TextWithNames | Value, indent: int) -> str:
        """Return long text in parentheses, with one piece of the text on each line."""
        inner = indent + len(INDENT)
        pieces = split_text(node, self._width - inner)
        if len(pieces) == 1 and inner + measure_width(pieces[0]) > self._width:
            return pieces[0]  # the text contains no place for a line break
        return "\n".join(["(", *(" " * inner + piece for piece in pieces), " " * indent + ")"])

    def _render_flat(self, node: Node) -> str:
        if isinstance(node, Value):
            return format_literal(node.value)
        if isinstance(node, TextWithNames):
            return format_f_string(node)
        if isinstance(node, Name):
            return node.name
        if isinstance(node, UnpackedName):
            return f"*{node.name.name}"
        start, parts, end = _split_brackets(node)
        return start + ", ".join(part.prefix + self._render_flat(part.node) for part in parts) + end

    def _find_flat_width(self, node: Node) -> int:
        """Return the width of a node on one line, in columns."""
        known = self._widths.get(id(node))
        if known is None:
            known = self._widths[id(node)] = (node, self._measure_flat_width(node))
        return known[1]

    def _measure_flat_width(self, node: Node) -> int:
        if not isinstance(node, ClassCall | Entries | Items | UnpackedCall):
            return measure_width(self._render_flat(node))
        start, parts, end = _split_brackets(node)
        inner = sum(measure_width(part.prefix) + self._find_flat_width(part.node) for part in parts)
        return measure_width(start) + inner + 2 * max(0, len(parts) - 1) + measure_width(end)


def _split_brackets(node: Node) -> tuple[str, tuple[_Part, ...], str]:
    """Return the opening bracket of a node, the parts inside, and the closing bracket."""
    if isinstance(node, Items):
        return "[", tuple(_Part("", item) for item in node.items), "]"
    if isinstance(node, Entries):
        return "{", tuple(_Part(_format_key(key), item) for key, item in node.entries), "}"
    if isinstance(node, ClassCall):
        positional = tuple(_Part("", item) for item in node.arguments)
        named = tuple(_Part(_format_keyword(keyword), item) for keyword, item in node.keywords)
        return f"{node.function}(", positional + named, ")"
    if isinstance(node, UnpackedCall):
        start, parts, end = _split_brackets(node.call)
        return f"*{start}", parts, end
    return "", (), ""


def _format_key(key: str) -> str:
    return key if key == SPREAD else f"{format_text(key)}: "


def _format_keyword(keyword: str) -> str:
    return keyword if keyword == SPREAD else f"{keyword}="


def _rank_import(name: str) -> tuple[int, str, str]:
    """Return a sort key for an imported name: constants first, then classes, then other names."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    return kind, name.casefold(), name


def render_module(module: Module, layout: ModuleFormatter) -> str:
    """Return the text of a module: the template `module.py.jinja` with formatted statements."""
    standard = [name for name in sorted(module.imports) if name in STANDARD]
    others = [name for name in sorted(module.imports) if name not in STANDARD]
    return _load_template().render(
        docstring=module.docstring,
        imports=[
            [layout.render_import(name, sorted(module.imports[name])) for name in names]
            for names in (standard, others)
            if names
        ],
        statements=[
            (layout.render_statement(each), isinstance(each, Function)) for each in module.body
        ],
    )


@cache
def _load_template() -> Template:
    folder = Path(__file__).parent / "templates"
    return open_templates(folder, trim_blocks=True).get_template("module.py.jinja")
