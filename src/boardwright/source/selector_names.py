"""Gives names to label selectors (`{instance="$node"}`) that many queries of a board repeat.

    SELECTED = '{instance="$node",job="$job"}'
    ...
    Target(expr=f"rate(node_vmstat_pgpgin{SELECTED}[$__rate_interval])")

When Python has evaluated the f-strings, the text of each query is exactly the same as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from boardwright.notation.variable_syntax import is_variable
from boardwright.promql.expression import Expression, read_expression
from boardwright.promql.matchers import Matcher
from boardwright.promql.selectors import Selector
from boardwright.source.identifiers import Identifiers
from boardwright.source.syntax_tree import (
    Assign,
    Name,
    Node,
    TextWithNames,
    Value,
    read_text,
    rewrite_tree,
    walk_nodes,
)

QUERY = "expr"
"""The argument that contains the PromQL of a query."""

FEWEST = 4
"""A selector gets a name only if the queries use it at least this often."""

SAVED = 100
"""A selector gets a name only if the name saves at least this number of characters in all queries
together.
"""

MOST_LABELS = 2
"""The constant for a selector is named after at most this number of the selector's labels."""

SELECTED = "selected"
"""The name of a selector in which every label value is a variable."""


def name_selectors(dashboard: Node, names: Identifiers) -> tuple[Node, list[Assign]]:
    """Return a declaration whose queries use names for repeated selectors.

    The second value contains the assignments of these names.

    Args:
        dashboard: The declaration of the board.
        names: The object that gives the new names.
    """
    queries = [
        query for node, label in walk_nodes(dashboard) if (query := _read_query(node, label))
    ]
    counts = Counter(text for query in queries for text, _ in _iter_selectors(query))
    chosen = [
        text
        for text, count in counts.items()
        if count >= FEWEST and count * len(text) >= SAVED + count * 2 * len(_list_labels(text)[0])
    ]
    if not chosen:
        return dashboard, []
    proposed = _propose_names(chosen)
    found = {
        text: names.choose_name(name, otherwise="selector", constant=True)
        for text, name in proposed.items()
    }

    def replace_query(node: Node, label: str) -> Node | None:
        query = _read_query(node, label)
        return _with_names(query, found) if query else None

    return rewrite_tree(dashboard, replace_query), [
        Assign(n, Value(text)) for text, n in found.items()
    ]


def _read_query(node: Node, label: str) -> str:
    return read_text(node) if label == QUERY else ""


def _iter_selectors(query: str) -> Iterator[tuple[str, int]]:
    """Yield the text in braces of each selector in a query, with its offset in the query."""
    if "{" not in query:
        return
    expression = read_expression(query)
    for selector in expression.selectors:
        if selector.matchers:
            start, end = _find_braces(expression, selector)
            if _list_labels(query[start:end]):
                yield query[start:end], start


def _find_braces(expression: Expression, selector: Selector) -> tuple[int, int]:
    start, after_name = expression.locate_word(selector)
    if expression.text[start] != "{":
        start = expression.text.index("{", after_name)
    last = max(expression.locate_part(matcher)[1] for matcher in selector.matchers)
    return start, expression.text.index("}", last) + 1


def _list_labels(selector: str) -> list[str]:
    return [each.name for found in _parse_selector(selector) for each in found.matchers]


def _parse_selector(selector: str) -> Sequence[Selector]:
    """Parse the text of one selector, and return a sequence with this selector; empty if the text
    is not a selector.
    """
    return read_expression(selector).selectors[:1]


def _propose_names(selectors: Sequence[str]) -> dict[str, str]:
    """Return, for each selector, the text from which the name of the selector is made.

    The text is `selected` if all values are variables. Otherwise the text consists of the
    selector's labels or, if another selector has the same labels, of its values.
    """
    by_labels = {text: " ".join(_list_labels(text)[:MOST_LABELS]) for text in selectors}
    counts = Counter(by_labels.values())
    names = {
        text: name if counts[name] == 1 else _find_distinct_values(text, selectors)
        for text, name in by_labels.items()
    }
    return names | {text: SELECTED for text in selectors if _is_by_variables(text)}


def _is_by_variables(selector: str) -> bool:
    matchers = [each for found in _parse_selector(selector) for each in found.matchers]
    return all(is_variable(each.value) for each in matchers)


def _find_distinct_values(selector: str, selectors: Sequence[str]) -> str:
    """Return the values that only this selector has. If every value also occurs in another
    selector, return all values of this selector.
    """
    others = {each for text in selectors if text != selector for each in _list_written_values(text)}
    values = _list_written_values(selector)
    return " ".join([each for each in values if each not in others] or values)


def _list_written_values(selector: str) -> list[str]:
    """Return the values in a selector, without variables.

    An excluded value is preceded by `not`. An empty value is replaced by the name of its label,
    preceded by `no` if the label must be missing.
    """
    return [
        _describe_value(each)
        for found in _parse_selector(selector)
        for each in found.matchers
        if not is_variable(each.value)
    ]


def _describe_value(matcher: Matcher) -> str:
    is_excluded = matcher.op.startswith("!")
    if not matcher.value:
        return matcher.name if is_excluded else f"no {matcher.name}"
    return f"not {matcher.value}" if is_excluded else matcher.value


def _with_names(query: str, names: dict[str, str]) -> Node:
    parts: list[str | Name] = []
    at = 0
    for text, start in sorted(_iter_selectors(query), key=lambda selector: selector[1]):
        if text in names:
            parts += [query[at:start], Name(names[text])]
            at = start + len(text)
    pieces = tuple(part for part in (*parts, query[at:]) if part)
    return TextWithNames(pieces) if parts else Value(query)
