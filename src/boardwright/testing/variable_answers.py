"""Computes the values of a board's query variables from the series of a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from boardwright.engine.engine_errors import EngineError
from boardwright.engine.engine_tests import EngineResult
from boardwright.engine.series_notation import METRIC_NAME
from boardwright.errors import PromqlError
from boardwright.preview.variable_values import VariableRequest
from boardwright.promql.lexical import format_number
from boardwright.promql.parser import parse
from boardwright.promql.regexes import matches_value
from boardwright.promql.selectors import Selector
from boardwright.testing.series_set import SeriesSet, format_labels
from boardwright.testing.testing_errors import TestInputError


class VariableAnswers:
    """Computes the values of variables from the series of a test.

    Args:
        series: Function that takes an expression. It returns the series of the test and the series
            of the recording rules that the expression may use. For an empty text, it returns the
            series of all recording rules.
        evaluate: Function that evaluates the expression in `query_result(…)`.
    """

    def __init__(
        self, series: Callable[[str], SeriesSet], evaluate: Callable[[str], EngineResult]
    ) -> None:
        self._series, self._evaluate = series, evaluate

    def __call__(self, query: VariableRequest) -> Sequence[str]:
        """Return the values of a variable.

        Raises:
            TestInputError: The query of the variable is invalid.
        """
        match query.function:
            case "label_values":
                return self._list_label_values(query)
            case "label_names":
                return sorted({name for each in self._series("").series for name in each.labels})
            case "metrics":
                names = self._series("").list_label_values(METRIC_NAME)
                return [name for name in names if matches_value(f".*(?:{query.text}).*", name)]
            case "query_result":
                return self._compute_results(query)
            case _:
                return ()

    def _list_label_values(self, query: VariableRequest) -> Sequence[str]:
        if not query.text:
            return self._series("").list_label_values(query.label)
        try:
            selector = parse(query.text)
        except PromqlError as error:
            raise TestInputError(
                f"the query of the variable {query.name} is invalid: {error.what}"
            ) from None
        if not isinstance(selector, Selector):
            return ()
        return self._series(query.text).list_label_values(query.label, selector)

    def _compute_results(self, query: VariableRequest) -> Sequence[str]:
        result = self._evaluate(query.text)
        if isinstance(result, str):
            raise EngineError(f"promtool cannot evaluate the variable {query.name}: {result}")
        return [f"{format_labels(each.labels)} {format_number(each.value)} 0" for each in result]
