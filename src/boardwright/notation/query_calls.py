"""Reads the queries of variables in the syntax of Grafana's Prometheus data source, such as
`label_values(up, job)`.

Source: https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from boardwright.frozen import frozen

QueryFunction = Literal["label_values", "label_names", "metrics", "query_result"]

_LABEL_VALUES = re.compile(
    r"\s*label_values\s*\(\s*(?:(?P<of>.+?)\s*,)?\s*(?P<label>[^,(){}\s]+)\s*\)\s*", re.DOTALL
)
_CALL = re.compile(
    r"\s*(?P<function>query_result|metrics|label_names)\s*\((?P<of>.*)\)\s*", re.DOTALL
)


@frozen
class QueryCall:
    """A call in the query of a variable.

    Attributes:
        function: The called function.
        argument: The metric, selector, expression or pattern in the call; empty if the call has
            none.
        label: The label in `label_values(…)`; empty for the other functions.
        offset: Index in the query at which the argument begins; -1 if there is no argument.
    """

    function: QueryFunction
    argument: str
    label: str
    offset: int


def read_query_call(text: str) -> QueryCall | None:
    """Parse the query of a variable. Return None if the query calls no `QueryFunction`."""
    match = _LABEL_VALUES.fullmatch(text)
    if match:
        return QueryCall(
            function="label_values",
            argument=match["of"] or "",
            label=match["label"],
            offset=match.start("of"),
        )
    match = _CALL.fullmatch(text)
    if match is None:
        return None
    function = cast("QueryFunction", match["function"])
    return QueryCall(function=function, argument=match["of"], label="", offset=match.start("of"))
