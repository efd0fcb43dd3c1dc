"""Changes queries in JSON files and Python modules, so that the queries read recorded series.

A query is changed only if its whole text is one value of a JSON file or one string literal of a
module. The user must change all other queries, for example queries in rule files, or queries whose
literal is shared with a query that must stay unchanged.
"""

from __future__ import annotations

import ast
from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from boardwright.checks.fixes import apply_changes
from boardwright.checks.fixes.value_change import ValueChange
from boardwright.checks.positions import JsonLines
from boardwright.commands.checking.fix import FixedFile
from boardwright.commands.suggesting.query_sites import QuerySite
from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.source.text_literals import format_text

_DECLARES_RULES = frozenset({"alert", "record"})


@frozen
class QueryChange:
    """A query and its new text, which reads recorded series.

    Attributes:
        site: The query, with the file and line that declare it.
        text: The new text of the query.
        rules: Names of the recorded series in the new text.
        in_file: Whether `--write` changes the query. If False, the user has to change the query.
    """

    site: QuerySite
    text: str
    rules: tuple[str, ...]
    in_file: bool = False


def edit_files(
    changes: Sequence[QueryChange], root: Path, queries: Mapping[tuple[str, str], int]
) -> tuple[list[FixedFile], list[QueryChange]]:
    """Compute the new contents of the files. No file is written.

    Args:
        changes: The queries to change, with their new texts.
        root: Directory to which the file names in `changes` and `queries` are relative.
        queries: Pairs of a file name and the text of a query -> number of panels' queries in this
            file with this text.

    Returns:
        The changed files, and all `changes` with the value of `in_file`.

    Raises:
        DeclarationError: A file cannot be read.
    """
    by_file: dict[str, list[QueryChange]] = defaultdict(list)
    for change in changes:
        by_file[change.site.place.file].append(change)
    unchanged = _find_unchanged_texts(changes, queries)
    files, changed_ids = [], set[int]()
    for name, file_changes in sorted(by_file.items()):
        before = _read_text(root, name)
        possible = list(_iter_possible_changes(before, name, file_changes, unchanged[name]))
        if possible:
            after = _edit_text(before, possible)
            count = len(possible)
            files.append(FixedFile(name=name, before=before, after=after, changes=count))
            changed_ids |= set(map(id, possible))
    return files, [replace(change, in_file=id(change) in changed_ids) for change in changes]


def _find_unchanged_texts(
    changes: Iterable[QueryChange], queries: Mapping[tuple[str, str], int]
) -> dict[str, set[str]]:
    rest = Counter(queries)
    rest.subtract(
        (each.site.place.file, each.site.text) for each in changes if _is_panel_change(each)
    )
    texts: dict[str, set[str]] = defaultdict(set)
    for (file, text), count in rest.items():
        if count > 0:
            texts[file].add(text)
    return texts


def _is_panel_change(change: QueryChange) -> bool:
    return change.site.kind == "panel"


def _read_text(root: Path, name: str) -> str:
    try:
        return (root / name).read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationError(f"the file cannot be read: {error}", where=name) from None


def _iter_possible_changes(
    text: str, name: str, changes: Iterable[QueryChange], unchanged: Container[str]
) -> Iterator[QueryChange]:
    """Yield the changes that are possible in the file `name` without changing another query."""
    if name.endswith(".py"):
        literals = _find_literals(text)
        meanings: dict[str, set[str]] = defaultdict(set)
        for change in changes:
            meanings[change.site.text].add(change.text)
        for change in changes:
            written = change.site.text
            is_one_text = len(meanings[written]) == 1 and written not in unchanged
            if _is_panel_change(change) and written in literals and is_one_text:
                yield change
        return
    lines = JsonLines(text)
    for change in changes:
        if change.site.pointer is not None and lines.find_span(change.site.pointer) is not None:
            yield change


def _edit_text(text: str, changes: Sequence[QueryChange]) -> str:
    if changes[0].site.pointer is not None:
        return apply_changes(
            text, [ValueChange(each.site.pointer or (), each.text) for each in changes]
        )
    new = {each.site.text: each.text for each in changes}
    literals = _find_literals(text)
    places = sorted(
        ((span, new[old]) for old, spans in literals.items() if old in new for span in spans),
        reverse=True,
    )
    encoded = text.encode()
    for (start, end), expr in places:
        encoded = encoded[:start] + format_text(expr).encode() + encoded[end:]
    return encoded.decode()


def _find_literals(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return the value of each string literal in a module -> the byte ranges of these literals.

    Some literals are omitted, because they may be more than the query of a panel: literals in
    f-strings, arguments of `record` and `alert`, and literals that are assigned to a name.
    """
    encoded = text.encode()
    mark = len(BOM_UTF8) if encoded.startswith(BOM_UTF8) else 0
    starts = [mark]
    for line in encoded[mark:].split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    literals: dict[str, list[tuple[int, int]]] = defaultdict(list)
    pending: list[ast.AST] = [ast.parse(encoded)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.JoinedStr) or _is_rule_call(node) or _is_named_text(node):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            literals[node.value].append((start, end))
        pending.extend(ast.iter_child_nodes(node))
    return literals


def _is_named_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)


def _is_rule_call(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
    return (name.id if isinstance(name, ast.Name) else name) in _DECLARES_RULES
