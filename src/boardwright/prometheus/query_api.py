"""Prometheus's query API: expressions over a range or at a time, series and labels.

Source: https://prometheus.io/docs/prometheus/latest/querying/api/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from boardwright.frozen import frozen
from boardwright.prometheus.fetching import SECONDS, not_prometheus, post_query

_TIMEOUT = f"{SECONDS:g}s"


@frozen
class QueryCost:
    """The cost of a query for Prometheus.

    Attributes:
        samples: The samples that it read, each as often as the query needs it.
        series: The series of the result.
        values: The values of the result: one for each series and step.
    """

    samples: int
    series: int
    values: int


class QueryApi:
    """The queries of one Prometheus.

    Args:
        session: Sends the requests.
        url: The address, without a slash at the end.
    """

    def __init__(self, session: requests.Session, url: str) -> None:
        self._session = session
        self.url = url

    def over_range(self, expr: str, *, start: int, end: int, step: int) -> Any:
        """Return `data` of a query over a range; all in milliseconds.

        Raises:
            RefusedQueryError: Prometheus refuses the expression.
            ServerError: The server gave no answer, or one that Prometheus would not give.
        """
        return self._data("query_range", _range_form(expr, start, end, step))

    def at(self, expr: str, *, moment: int) -> Any:
        """Return `data` of a query at a time, in milliseconds since 1970.

        Raises:
            RefusedQueryError: Prometheus refuses the expression.
            ServerError: The server gave no answer, or one that Prometheus would not give.
        """
        return self._data("query", _moment_form(expr, moment))

    def cost_over_range(self, expr: str, *, start: int, end: int, step: int) -> QueryCost:
        """Return the cost of a query over a range; all in milliseconds.

        Raises:
            RefusedQueryError: Prometheus refuses the expression.
            ServerError: The server gave no answer, or one that Prometheus would not give.
        """
        form = {**_range_form(expr, start, end, step), "stats": "all"}
        return self._cost(self._data("query_range", form))

    def cost_at(self, expr: str, *, moment: int) -> QueryCost:
        """Return the cost of a query at a time, in milliseconds since 1970.

        Raises:
            RefusedQueryError: Prometheus refuses the expression.
            ServerError: The server gave no answer, or one that Prometheus would not give.
        """
        return self._cost(self._data("query", {**_moment_form(expr, moment), "stats": "all"}))

    def exemplars(self, expr: str, *, start: int, end: int) -> Any:
        """Return `data` of the exemplars of an expression's metrics; all in milliseconds.

        Raises:
            RefusedQueryError: Prometheus refuses the expression.
            ServerError: The server gave no answer, or one that Prometheus would not give.
        """
        wanted = {"query": expr, "start": _seconds(start), "end": _seconds(end)}
        return self._data("query_exemplars", wanted)

    def series(self, selector: str, *, start: int, end: int) -> list[Mapping[str, Any]]:
        """Return the labels of the series that a selector matches.

        Raises:
            RefusedQueryError: Prometheus refuses the selector.
            ServerError: The server gave no answer, or one that Prometheus would not give.
        """
        wanted = {"match[]": selector, "start": _seconds(start), "end": _seconds(end)}
        found = self._data("series", wanted)
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    def label_names(self, *, start: int, end: int) -> list[str]:
        """Return the names of all labels.

        Raises:
            ServerError: The server gave no answer, or one that Prometheus would not give.
        """
        found = self._data("labels", {"start": _seconds(start), "end": _seconds(end)})
        return [str(name) for name in found] if isinstance(found, list) else []

    def _cost(self, data: Any) -> QueryCost:
        try:
            samples = int(data["stats"]["samples"]["totalQueryableSamples"])
            result = [each for each in data["result"] if isinstance(each, dict)]
            values = sum(
                len(each.get("values", ())) + len(each.get("histograms", ())) for each in result
            )
        except (KeyError, TypeError, ValueError, OverflowError):
            raise not_prometheus(self.url) from None
        return QueryCost(samples=samples, series=len(result), values=values or len(result))

    def _data(self, path: str, params: Mapping[str, str]) -> Any:
        return post_query(self._session, f"{self.url}/api/v1/{path}", params)


def _range_form(expr: str, start: int, end: int, step: int) -> dict[str, str]:
    return {
        "query": expr,
        "start": _seconds(start),
        "end": _seconds(end),
        "step": _seconds(step),
        "timeout": _TIMEOUT,
    }


def _moment_form(expr: str, moment: int) -> dict[str, str]:
    return {"query": expr, "time": _seconds(moment), "timeout": _TIMEOUT}


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"
