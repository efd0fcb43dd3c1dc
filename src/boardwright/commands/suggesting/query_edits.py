"""Changed queries in the files that declare them.

A query is changed where its text is written as it is sent: under its key in a JSON file, or as one
literal in a Python module. Expressions made by Python's operators, and rule files, are changed by
hand.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from boardwright.checks.fixes import apply_changes
from boardwright.checks.fixes.value_change import ValueChange
from boardwright.checks.positions import JsonLines
from boardwright.commands.checking.fix import FixedFile
from boardwright.commands.suggesting.query_sites import QuerySite
from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.source.text_literals import text_literal

_DECLARES_RULES = frozenset({"alert", "record"})


@frozen
class QueryChange:
    """A query and its text with recorded series.

    Attributes:
        site: The query.
        text: The new text.
        rules: The names of the recorded series in it.
        in_file: Whether `--write` changes it.
    """

    site: QuerySite
    text: str
    rules: tuple[str, ...]
    in_file: bool = False


def edit_files(
    changes: Sequence[QueryChange], root: Path
) -> tuple[list[FixedFile], list[QueryChange]]:
    """Return the changed files, and the changes with those marked that are in these files.

    Args:
        changes: The changes.
        root: The folder that places are relative to.

    Raises:
        DeclarationError: A file cannot be read.
    """
    by_file: dict[str, list[QueryChange]] = defaultdict(list)
    for change in changes:
        by_file[change.site.place.file].append(change)
    files, made = [], set[int]()
    for name, wanted in sorted(by_file.items()):
        before = _read(root, name)
        possible = list(_possible(before, name, wanted))
        if possible:
            after = _edit_text(before, possible)
            count = len(possible)
            files.append(FixedFile(name=name, before=before, after=after, changes=count))
            made |= set(map(id, possible))
    return files, [_with_mark(change, in_file=id(change) in made) for change in changes]


def _with_mark(change: QueryChange, *, in_file: bool) -> QueryChange:
    return QueryChange(site=change.site, text=change.text, rules=change.rules, in_file=in_file)


def _read(root: Path, name: str) -> str:
    try:
        return (root / name).read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationError(f"cannot be read: {error}", where=name) from None


def _possible(text: str, name: str, changes: Iterable[QueryChange]) -> Iterator[QueryChange]:
    """Yield the changes that can be made in a file."""
    if name.endswith(".py"):
        literals = _query_literals(text)
        meanings: dict[str, set[str]] = defaultdict(set)
        for change in changes:
            meanings[change.site.text].add(change.text)
        for change in changes:
            written = change.site.text
            if change.site.kind == "panel" and written in literals and len(meanings[written]) == 1:
                yield change
        return
    lines = JsonLines(text)
    for change in changes:
        if change.site.pointer is not None and lines.span(change.site.pointer) is not None:
            yield change


def _edit_text(text: str, changes: Sequence[QueryChange]) -> str:
    if changes[0].site.pointer is not None:
        return apply_changes(
            text, [ValueChange(each.site.pointer or (), each.text) for each in changes]
        )
    new = {each.site.text: each.text for each in changes}
    literals = _query_literals(text)
    places = sorted(
        ((span, new[old]) for old, spans in literals.items() if old in new for span in spans),
        reverse=True,
    )
    encoded = text.encode()
    for (start, end), expr in places:
        encoded = encoded[:start] + text_literal(expr).encode() + encoded[end:]
    return encoded.decode()


def _query_literals(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return each text of a module -> where its literals are, in bytes.

    Literals in f-strings, the arguments of `record` and `alert`, and named literals, which a rule
    may use as well, are left out.
    """
    starts = [0]
    for line in text.encode().split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.JoinedStr) or _declares_rule(node) or _is_named_text(node):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            found[node.value].append((start, end))
        waiting.extend(ast.iter_child_nodes(node))
    return found


def _is_named_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)


def _declares_rule(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
    return (name.id if isinstance(name, ast.Name) else name) in _DECLARES_RULES
