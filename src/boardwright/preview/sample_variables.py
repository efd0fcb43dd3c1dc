"""Makes up values for the variables of a board."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from boardwright.preview.board_regexes import compile_filter
from boardwright.preview.query_answers import QueryRequest
from boardwright.preview.sample_answers import (
    METRIC_NAME,
    MOMENT,
    SampledExpression,
    SampleHint,
    make_up_answer,
    make_up_label_values,
)
from boardwright.preview.sample_labels import SampleCatalogue, make_up_matches
from boardwright.preview.variable_options import sort_variables
from boardwright.preview.variable_values import VariableRequest
from boardwright.schema.document import Board
from boardwright.schema.variable import ALL, DashboardVariable

MOST_VALUES = 4
_LITERAL = re.compile(r"[^$*+?()\[\]{}|\\^]+")


def find_stored_names(board: Board) -> frozenset[str]:
    """Return the names of variables for which the board stores plain selected values.

    A value is not plain if it contains a variable or a regular expression. Grafana replaces a value
    that is not plain by a value from the variable's query.
    """
    return frozenset(each.name for each in sort_variables(board) if _has_plain_values(each))


def _has_plain_values(variable: DashboardVariable) -> bool:
    texts = [text for text in variable.selected_values if text != ALL]
    return bool(texts) and all(_LITERAL.fullmatch(text) for text in texts)


def make_up_values(query: VariableRequest, catalogue: SampleCatalogue) -> tuple[str, ...]:
    """Return made-up values for the query of a variable, in any language.

    If the variable's `regex` would remove all made-up values, the function makes up values that
    match the `regex`.
    """
    values = tuple(dict.fromkeys(_iter_values(query, catalogue)))[:MOST_VALUES]
    return _keep_matching_values(query, values)


def _iter_values(query: VariableRequest, catalogue: SampleCatalogue) -> Iterator[str]:
    match query.function:
        case "label_values":
            yield from make_up_label_values(query.label, SampledExpression(query.text), catalogue)
        case "label_names":
            yield from ("instance", "job", "namespace")
        case "metrics":
            yield from catalogue.find_metrics(query.text) or make_up_matches(query.text)
        case "query_result":
            yield from _iter_results(query, catalogue)
        case "other":
            yield from (f"{query.name}-{number}" for number in (1, 2, 3))


def _iter_results(query: VariableRequest, catalogue: SampleCatalogue) -> Iterator[str]:
    """Yield made-up results of Grafana's function `query_result`, such as `{job="job-1"} 12
    1767268800000`.
    """
    request = QueryRequest(
        source=query.source, kind="instant", text=query.text, sent=query.text,
        step=1, start=MOMENT, end=MOMENT,
    )  # fmt: skip
    hint = SampleHint(columns=tuple(re.findall(r"(\w+)=", query.filter)))
    for series in make_up_answer(request, hint, catalogue).series:
        labels = dict(series.labels)
        name = labels.pop(METRIC_NAME, "")
        inner = ",".join(f'{key}="{value}"' for key, value in labels.items())
        yield f"{name}{{{inner}}} {series.values[0]:g} {MOMENT}"


def _keep_matching_values(query: VariableRequest, values: Sequence[str]) -> tuple[str, ...]:
    expression = compile_filter(query.filter, owner=f'the variable "{query.name}"')
    if expression is None:
        return tuple(values)
    kept = tuple(value for value in values if expression.search(value))
    return kept or make_up_matches(expression.body) or tuple(values)
