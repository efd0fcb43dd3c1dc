"""From a dashboard document to the text of the Python module that declares it.

The module declares one board, in the variable `dashboard`. Compiled, it is the board that the
document compiles to; `verdict` tells whether it is, once `project` has run the module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from boardwright.compiler.context import Context
from boardwright.compiler.passes.inputs import told
from boardwright.schema.document import Document
from boardwright.source.declaring import Draft
from boardwright.source.layout import Layout, module_text
from boardwright.source.modules import module_of
from boardwright.source.numbers import refuse_odd_numbers
from boardwright.source.prose import one_line
from boardwright.source.stored import Explicit, explicit
from boardwright.source.tree import Assign, Module, Statement, node_of

Style = Literal["grafanalib", "dict"]

_DATA_IMPORTS = {"typing": frozenset({"Any"})}

WIDTH = 88
"""ruff's own line length."""

MOST_LINES = 20
"""Remarks in the docstring."""

LONGEST_LINE = 84
"""Characters of a remark in the docstring; `build` and `import` tell all of it."""


def source_text(
    document: Document, *, style: Style, origin: str, context: Context, width: int = WIDTH
) -> str:
    """Return the text of a module that declares a document's board.

    Args:
        document: The board as it is stored: classic JSON of any age, not compiled.
        style: `dict` for plain data, `grafanalib` for its classes where they say it all.
        origin: Where it came from, for the module's docstring.
        context: The project's settings, as compiling has them.
        width: How long a line may be: ruff's `line-length` where the module will live.

    Raises:
        DocumentError: The board does not compile, or holds a number that JSON does not have.
    """
    refuse_odd_numbers(document.body, document.place)
    board = explicit(document, context)
    head = (
        f"{one_line(board.compiled['title'])}.",
        f"Imported from {one_line(origin)}.",
        *_listed("What the export asked for, and what it is here:", told(document.body, context)),
        *_listed("Remarks on the stored board:", board.remarks),
    )
    declared = Draft(board, context).node() if style == "grafanalib" else None
    layout = Layout(width)
    if declared is None:
        module = _data(board, head, _settings(document))
    else:
        module = module_of(
            declared,
            docstring=head,
            settings=_settings(document),
            layout=layout,
            scrape=context.scrape_interval,
        )
    return module_text(module, width=width, layout=layout)


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a paragraph of a heading and a list; nothing for an empty list."""
    found = [f"- {one_line(each, longest=LONGEST_LINE)}" for each in dict.fromkeys(lines)]
    rest = len(found) - MOST_LINES
    if found:
        more = [f"- and {rest} more"] if rest > 0 else []
        yield "\n".join([heading, *found[:MOST_LINES], *more])


def _data(board: Explicit, head: tuple[str, ...], settings: Iterator[Statement]) -> Module:
    dashboard = Assign("dashboard", node_of(board.document.body), "dict[str, Any]")
    return Module(docstring=head, imports=_DATA_IMPORTS, body=(*settings, dashboard))


def _settings(document: Document) -> Iterator[Statement]:
    """Yield what the module says beside its board."""
    if document.folder:
        yield Assign("folder", node_of(document.folder))
    if document.tags:
        yield Assign("tags", node_of(document.tags))
