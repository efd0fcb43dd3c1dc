"""From the declaration of a board to the module around it: functions, names, imports."""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.source.folding import PANELS, Fold, folds
from boardwright.source.layout import Layout
from boardwright.source.naming import Names
from boardwright.source.rewriting import rewritten, walked
from boardwright.source.sharing import Shared
from boardwright.source.tree import Assign, Call, Function, Module, Node, Statement
from boardwright.source.vocabulary import imports_of, words_of

_ANY = {"typing": frozenset({"Any"})}


def module_of(
    dashboard: Node,
    *,
    docstring: tuple[str, ...],
    settings: Iterable[Statement],
    width: int,
) -> Module:
    """Return the module of a declaration.

    Args:
        dashboard: The declaration.
        docstring: The module's paragraphs.
        settings: What it says beside its board.
        width: How long a line may be.
    """
    words = words_of(dashboard)
    names = Names({word.partition(".")[0] for word in words})
    layout = Layout(width)
    found = folds(_panels(dashboard), names, layout)
    names.reserve(each.name for fold in found for each in fold.function.parameters)
    folded = _folded(dashboard, found)
    shared = Shared([folded, *(fold.function.body for fold in found)], names, layout)
    functions = [_with_body(f.function, shared.replaced(f.function.body)) for f in found]
    board = Assign("dashboard", shared.replaced(folded))
    body = (*settings, *shared.assignments, *functions, board)
    return Module(docstring=docstring, imports=_imports(words, body), body=body)


def _panels(dashboard: Node) -> list[Call]:
    found = (node for node, _ in walked(dashboard))
    return [node for node in found if isinstance(node, Call) and node.function in PANELS]


def _folded(dashboard: Node, found: list[Fold]) -> Node:
    calls: dict[Node, Node] = {panel: call for fold in found for panel, call in fold.calls}

    def change(node: Node, label: str) -> Node | None:
        is_panel = isinstance(node, Call) and node.function in PANELS
        return calls.get(node, node) if is_panel else None

    return rewritten(dashboard, change)


def _with_body(function: Function, body: Node) -> Function:
    return Function(function.name, function.parameters, function.returns, function.docstring, body)


def _imports(words: set[str], body: Iterable[Statement]) -> dict[str, frozenset[str]]:
    annotations = [
        annotation
        for statement in body
        for annotation in (
            [each.annotation for each in statement.parameters]
            if isinstance(statement, Function)
            else [statement.annotation]
        )
    ]
    typed = any("Any" in annotation for annotation in annotations)
    return {**imports_of(words), **(_ANY if typed else {})}
