"""Parses the text of a PromQL query, and stores the text with the parsed tree or the syntax
error.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from boardwright.lazy import lazy_property
from boardwright.notation.variable_syntax import VARIABLE, read_variable_name
from boardwright.promql.braces_parser import NO_BRACES, parse_braces
from boardwright.promql.calls import Aggregation, Call
from boardwright.promql.lexer import Tokens, iter_tokens
from boardwright.promql.matchers import Matcher
from boardwright.promql.operators import Binary, Number, Subquery
from boardwright.promql.parser import Parser
from boardwright.promql.selectors import Range, Selector
from boardwright.promql.syntax_error import PromqlSyntaxError
from boardwright.promql.token_reader import UndecidedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from boardwright.promql.braces_parser import Braces
    from boardwright.promql.expr import Expr
    from boardwright.promql.result_labels import ResultLabels

Span = tuple[int, int]
"""The start and end position in a text. The end is the position after the last character."""


class Expression:
    """The text of one query, parsed once.

    Attributes:
        text: The text as the author wrote it, with Grafana's variables.
        tree: The parsed tree. It is None if Prometheus refuses the text, or if this parser cannot
            decide whether Prometheus refuses the text.
        error: The reason why Prometheus refuses the text; None if the parser found no error.
        nodes: All nodes of the tree. Inner nodes come before the nodes that contain them.
        selectors: All selectors, including selectors with a range.
        calls: All function calls; aggregations are not included.
        aggregations: All aggregations.
        binaries: All binary operations.
        subqueries: All subqueries.
        numbers: All literal numbers.
        has_quoted_names: Whether the query contains the name of a metric or label in quotes.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = Tokens(text)
        parser = Parser(self._tokens)
        self.tree: Expr | None = None
        self.error: PromqlSyntaxError | None = None
        self.nodes: list[Expr] = []
        try:
            self.tree = parser.parse()
            self.nodes = parser.nodes
        except PromqlSyntaxError as error:
            self.error = error.with_traceback(None)
        except (RecursionError, UndecidedError):
            pass
        self.has_quoted_names = parser.has_quoted_names
        by_type: dict[type[Expr], list[Any]] = defaultdict(list)
        for node in self.nodes:
            by_type[type(node)].append(node)
        self.selectors: Sequence[Selector] = by_type.get(Selector, ())
        self.calls: Sequence[Call] = by_type.get(Call, ())
        self.aggregations: Sequence[Aggregation] = by_type.get(Aggregation, ())
        self.binaries: Sequence[Binary] = by_type.get(Binary, ())
        self.subqueries: Sequence[Subquery] = by_type.get(Subquery, ())
        self.numbers: Sequence[Number] = by_type.get(Number, ())

    @lazy_property
    def metrics(self) -> frozenset[str]:
        """The names of the metrics in the query. Names that contain a variable are omitted."""
        return frozenset(s.name for s in self.selectors if s.name and not s.variable_name)

    @lazy_property
    def labels(self) -> ResultLabels:
        """The labels that the result of the query has, may have, or cannot have."""
        from boardwright.promql.result_labels import UNKNOWN, derive_labels

        return UNKNOWN if self.tree is None else derive_labels(self.tree)

    @lazy_property
    def variables(self) -> tuple[tuple[str, Span], ...]:
        """The Grafana variables and macros in the text, each with its start and end position. A
        variable that occurs twice is listed twice.
        """
        if not self._tokens.has_variables:
            return ()
        return tuple(
            (read_variable_name(match), match.span())
            for word, start in iter_tokens(self.text)
            for match in VARIABLE.finditer(self.text, start, start + len(word))
        )

    @property
    def words(self) -> Sequence[str]:
        """The texts of the tokens; the last token is empty."""
        return self._tokens.words

    def locate_token(self, index: int) -> Span:
        """Return the start and end position of a token in the text."""
        return self._tokens.locate(index, index + 1)

    def locate_part(self, part: Expr | Matcher) -> Span:
        """Return the start and end position of an expression or matcher in the text."""
        if isinstance(part, Matcher):
            return self.locate_in_braces(self._find_selector(part), *part.tokens)
        return self._tokens.locate(*part.tokens)

    def locate_in_braces(self, selector: Selector, first: int, after: int) -> Span:
        """Return the start and end position in the text of some tokens in a selector's braces.

        Args:
            selector: The selector that contains the tokens.
            first: Index of the first token, counted from the opening brace.
            after: Index of the token after the last token, counted from the opening brace.
        """
        shift = self._tokens.starts[self._find_braces_token(selector)]
        start, end = self.find_braces(selector).tokens.locate(first, after)
        return shift + start, shift + end

    def _find_selector(self, matcher: Matcher) -> Selector:
        for selector in self.selectors:
            if any(each is matcher for each in selector.matchers):
                return selector
        raise ValueError(f"the matcher {matcher} does not belong to {self.text}")

    def find_braces(self, selector: Selector) -> Braces:
        """Return the parsed braces of a selector."""
        word = self._tokens.words[self._find_braces_token(selector)]
        return parse_braces(word) if word[:1] == "{" else NO_BRACES

    def _find_braces_token(self, selector: Selector) -> int:
        has_name = self._tokens.words[selector.word][0] != "{"
        return selector.word + has_name

    def locate_word(self, node: Expr) -> Span:
        """Return the start and end position of a metric's or function's name, or of an operator.

        For a selector without a metric name, return the position of the whole selector.
        """
        if isinstance(node, Selector) and self._tokens.words[node.word][0] == "{":
            at = self.find_braces(node).name_token
            return self.locate_in_braces(node, at, at + 1) if at else self.locate_part(node)
        return self._tokens.locate(node.word, node.word + 1)

    def locate_window(self, node: Selector | Range | Subquery) -> Span | None:
        """Return the start and end position of a range with its brackets; None for a selector
        without a range.
        """
        owner = node.parent if isinstance(node, Selector) else node
        return self.locate_word(owner) if isinstance(owner, Range | Subquery) else None

    def locate_label(self, node: Aggregation | Binary, label: str) -> Span | None:
        """Return the start and end position of a label in `by (…)`, `on (…)` and similar lists;
        None if the list does not contain the label.
        """
        labels = (*node.labels, *(node.include if isinstance(node, Binary) else ()))
        at = next(
            (at for name, at in zip(labels, node.label_tokens, strict=True) if name == label), None
        )
        return None if at is None else self._tokens.locate(at, at + 1)

    def extract_text(self, part: Expr | Matcher) -> str:
        """Return the text of an expression or matcher as the user wrote it."""
        start, end = self.locate_part(part)
        return self.text[start:end]


@lru_cache(maxsize=1024)
def read_expression(text: str) -> Expression:
    """Return the `Expression` for the text of a query. Equal texts are parsed only once."""
    return Expression(text)


def list_selectors(expression: Expression | None) -> Sequence[Selector]:
    """Return the selectors of a query. For a query that is not PromQL, `expression` is None and the
    result is empty.
    """
    return () if expression is None else expression.selectors
