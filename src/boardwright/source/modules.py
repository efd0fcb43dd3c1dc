"""From the declaration of a board to the module around it: functions, names, imports."""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.source.expressions import expressions
from boardwright.source.folding import PANELS, Fold, folds
from boardwright.source.holes import annotation_of
from boardwright.source.layout import Layout
from boardwright.source.looping import Loops
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
    layout: Layout,
    scrape: str,
) -> Module:
    """Return the module of a declaration.

    Args:
        dashboard: The declaration.
        docstring: The module's paragraphs.
        settings: What it says beside its board.
        layout: Tells how long something is.
        scrape: The project's scrape interval.
    """
    words = words_of(dashboard)
    names = Names({word.partition(".")[0] for word in words})
    found = expressions(dashboard, names, scrape)
    dashboard = found.dashboard
    words |= found.words
    names.reserve(word.partition(".")[0] for word in words)
    folded = folds(_panels(dashboard), names, layout)
    names.reserve(each.name for fold in folded for each in fold.function.parameters)
    board = _folded(dashboard, folded)
    parts = [board, *(fold.function.body for fold in folded)]
    shared = Shared(parts, names, layout, found.labels)
    functions = [_with_body(f.function, shared.replaced(f.function.body)) for f in folded]
    declared = shared.replaced(board)
    types = {each.name: annotation_of([each.value]) for each in shared.assignments}
    loops = Loops({each.name: each for each in functions}, types, layout)
    functions = [loops.function(each) for each in functions]
    declared = found.shortened(loops.looped(declared), layout)
    body = (
        *settings,
        *found.assignments,
        *shared.assignments,
        *functions,
        Assign("dashboard", declared),
    )
    used = words & _words(body) if found.texts else words
    return Module(docstring=docstring, imports=_imports(used, body), body=body)


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


def _words(body: Iterable[Statement]) -> set[str]:
    """Return the words of a module's statements."""
    trees = [each.body if isinstance(each, Function) else each.value for each in body]
    return set().union(*map(words_of, trees))


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
    said = {word for annotation in annotations for word in annotation.split(" | ")}
    typed = any("Any" in annotation for annotation in said)
    return {**imports_of(words | (said & {"Expr"})), **(_ANY if typed else {})}
