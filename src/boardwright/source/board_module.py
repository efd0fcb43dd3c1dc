"""Writes the Python module that declares a stored dashboard.

The module declares one board, in the variable `dashboard`. Before `boardwright import` writes the
module, boardwright runs the module and compares the compiled board with the stored board.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import isfinite
from textwrap import wrap
from typing import Any, Literal

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import list_objects
from boardwright.compiler.passes.inputs import describe_inputs
from boardwright.errors import DocumentError
from boardwright.notation.plurals import format_quantity
from boardwright.schema.document import Board, Document, Note
from boardwright.source.board_declaration import BoardDeclaration
from boardwright.source.explicit_board import ExplicitBoard, make_explicit
from boardwright.source.identifiers import Identifiers
from boardwright.source.import_names import find_imports
from boardwright.source.module_layout import ModuleFormatter, render_module
from boardwright.source.panel_functions import factor_panels
from boardwright.source.query_functions import factor_queries
from boardwright.source.query_starts import name_query_starts
from boardwright.source.repeated_calls import factor_calls
from boardwright.source.repeated_values import RepeatedValues
from boardwright.source.section_lists import SectionLists
from boardwright.source.selector_names import name_selectors
from boardwright.source.syntax_tree import (
    Assign,
    Function,
    Items,
    Module,
    Name,
    Node,
    Statement,
    collect_used_names,
    rewrite_tree,
    to_node,
)

SourceStyle = Literal["grafanalib", "dict"]

WIDTH = 88
"""The default line length of ruff."""

MOST_REMARKS = 20
"""The largest number of remarks in a docstring."""

LONGEST_TITLE = 60
LONGEST_REMARK = 84
"""A remark in a docstring is cut after this number of characters. `build` and `import` print the
whole remark.
"""

_LISTS = {"annotations": "annotations", "links": "links", "panels": "panels"}
"""Argument of `Dashboard` -> name of the variable for the list that is passed as this argument."""

_TYPING = {"typing": frozenset({"Any"})}


def generate_board_module(
    document: Document,
    *,
    style: SourceStyle,
    origin: str,
    context: CompilerContext,
    width: int = WIDTH,
) -> str:
    """Return the text of a module that declares the board of a document.

    Args:
        document: The stored board of schema v1 or v2, not compiled.
        style: `dict` for plain data; `grafanalib` for grafanalib's classes wherever they can
            express the board.
        origin: File or address of the board, which the module's docstring names.
        context: The project's settings.
        width: The largest number of characters in a line: ruff's `line-length` for the module.

    Raises:
        DocumentError: The board does not compile, or contains a number that JSON cannot express.
    """
    _refuse_odd_numbers(document.body, document.place)
    board = make_explicit(document, context)
    docstring = tuple(_format_docstring(document, board, origin, context))
    settings = _build_settings(document)
    layout = ModuleFormatter(width)
    declared = BoardDeclaration(board, context).prove() if style == "grafanalib" else None
    if declared is None:
        dashboard = Assign("dashboard", to_node(board.document.body), "dict[str, Any]")
        module = Module(docstring=docstring, imports=_TYPING, body=(*settings, dashboard))
    else:
        body = (*settings, *_build_statements(declared, layout))
        module = Module(docstring=docstring, imports=_collect_imports(body), body=body)
    return render_module(module, layout)


def _build_settings(document: Document) -> list[Statement]:
    folder = [Assign("folder", to_node(document.folder))] if document.folder else []
    return [*folder, *([Assign("tags", to_node(document.tags))] if document.tags else [])]


def _build_statements(declared: Node, layout: ModuleFormatter) -> list[Statement]:
    """Return the statements of a declaration: constants, functions, lists and the board."""
    names = Identifiers({word.partition(".")[0] for word in collect_used_names([declared])})
    declared, selectors = name_selectors(declared, names)
    declared, starts = name_query_starts(declared, names)
    queries = factor_queries(declared, names, layout)
    panels = factor_panels(queries.dashboard, names, layout)
    calls = factor_calls(panels.dashboard, names, layout)
    functions = [*queries.functions, *panels.functions, *calls.functions]
    repeated = RepeatedValues(
        [calls.dashboard, *(function.body for function in functions)],
        {function.name for function in queries.functions},
        names,
        layout,
    )
    bodies = [replace(function, body=repeated.replace(function.body)) for function in functions]
    sections = SectionLists(names, layout)
    dashboard, lists = _name_lists(sections.replace(repeated.replace(calls.dashboard)), layout)
    constants = [*selectors, *starts, *repeated.assignments]
    return [*constants, *bodies, *sections.assignments, *lists, Assign("dashboard", dashboard)]


def _name_lists(dashboard: Node, layout: ModuleFormatter) -> tuple[Node, list[Assign]]:
    """Return a declaration with variable names in place of long lists, and the assignments of the
    lists to these names.
    """
    named: list[Assign] = []
    holders: list[str] = []

    def replace_list(node: Node, label: str) -> Node | None:
        if label in {"annotations", "templating"} and not isinstance(node, Items):
            holders.append("variables" if label == "templating" else label)
            return None
        name = holders[-1] if label == "list" and holders else _LISTS.get(label)
        if name and isinstance(node, Items):
            if layout.count_lines(node) == 1:
                return node
            named.append(Assign(name, node))
            return Name(name)
        return None if not label else node

    return rewrite_tree(dashboard, replace_list), named


def _collect_imports(body: Sequence[Statement]) -> dict[str, frozenset[str]]:
    trees = [each.body if isinstance(each, Function) else each.value for each in body]
    functions = [each for each in body if isinstance(each, Function)]
    own = {each.name for each in body} | {p.name for each in functions for p in each.parameters}
    annotations = [each.annotation for each in body if isinstance(each, Assign)]
    annotations += [parameter.annotation for each in functions for parameter in each.parameters]
    is_typed = any("Any" in annotation for annotation in annotations)
    return {**find_imports(collect_used_names(trees) - own), **(_TYPING if is_typed else {})}


def _format_docstring(
    document: Document, board: ExplicitBoard, origin: str, context: CompilerContext
) -> Iterator[str]:
    yield f"{format_plain_line(board.compiled['title'])}."
    yield f"Imported from {format_plain_line(origin)}."
    inputs = list(describe_inputs(document.body, context))
    yield from _format_bullets("Inputs of the export, and the values that replace them:", inputs)
    requirements = [
        f"{each.get('type')} {each.get('id')} {each.get('version') or ''}".strip()
        for each in list_objects(document.body.get("__requires"))
    ]
    if requirements:
        text = format_plain_line(f"The export requires {', '.join(requirements)}", longest=2000)
        yield "\n".join(wrap(f"{text}.", LONGEST_REMARK))
    yield from _format_bullets("Remarks on the stored board:", _format_remarks(board.notes))


def _format_bullets(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a paragraph with a heading and a list of the lines. Yield nothing if there are no
    lines.
    """
    found = [
        f"- {format_plain_line(each, longest=LONGEST_REMARK)}" for each in dict.fromkeys(lines)
    ]
    rest = len(found) - MOST_REMARKS
    if found:
        more = [f"- and {rest} more"] if rest > 0 else []
        yield "\n".join([heading, *found[:MOST_REMARKS], *more])


def _format_remarks(notes: Iterable[Note]) -> Iterator[str]:
    """Yield each remark once. If the remark occurs once, the title of its panel is added; if it
    occurs several times, the number of occurrences is added.
    """
    panels: dict[str, list[str | None]] = {}
    for note in notes:
        panels.setdefault(note.what, []).append(note.panel)
    for what, titles in panels.items():
        if len(titles) > 1:
            yield f"{what} ({format_quantity(len(titles), 'time')})"
        else:
            yield f'"{titles[0]}": {what}' if titles[0] else what


def format_plain_line(text: str, *, longest: int = LONGEST_TITLE) -> str:
    """Return a text on one line. Quotes and backslashes, which could end a docstring, are
    replaced.
    """
    words = "".join(map(_replace_character, text)).split()
    line = " ".join(words).rstrip(".")
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _replace_character(character: str) -> str:
    if character == '"':
        return "'"
    if character == "\\":
        return "/"
    return character if character.isprintable() else " "


def _refuse_odd_numbers(body: Board, where: object) -> None:
    """Raise DocumentError for a board with a number that JSON cannot express."""
    waiting: list[tuple[str, Any]] = [("", body)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [
                (f"{path}.{key}" if path else str(key), each) for key, each in value.items()
            ]
        elif isinstance(value, list):
            waiting += [(f"{path}[{index}]", each) for index, each in enumerate(value)]
        elif isinstance(value, float) and not isfinite(value):
            hint = "JSON cannot express this number. Use another number, or null."
            raise DocumentError(f"{path} is {value}", where=where, hint=hint)
