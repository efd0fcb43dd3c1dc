"""Sends range queries and instant queries to Prometheus, and reads series, labels and exemplars.

Source: https://prometheus.io/docs/prometheus/latest/querying/api/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from boardwright.frozen import frozen
from boardwright.prometheus.prometheus_requests import SECONDS, build_format_error, post_query
from boardwright.schema.json_object import ensure_list

_TIMEOUT = f"{SECONDS:g}s"


@frozen
class QueryCost:
    """The amount of data that Prometheus reads and returns for a query.

    Attributes:
        samples: Number of samples that Prometheus reads (`totalQueryableSamples` in its answer). A
            sample counts again each time Prometheus reads it.
        values: Number of values in the result. A range query returns one value for each series and
            step.
    """

    samples: int
    values: int


@frozen
class VectorSample:
    """One sample in the result of an instant query.

    Attributes:
        labels: The labels of the series. If the series has a metric name, the name is the value of
            `__name__`.
        moment: The time of the sample, in milliseconds since 1970.
        text: The text of the value in the answer, such as `0.5` or `+Inf`; None if the value is a
            native histogram.
    """

    labels: Mapping[str, str]
    moment: int
    text: str | None


@frozen
class MatrixSeries:
    """One series in a range vector.

    Attributes:
        labels: The labels of the series. If the series has a metric name, the name is the value of
            `__name__`.
        samples: The time (in milliseconds since 1970) and the value of each sample. Samples that
            are native histograms are missing.
        has_histograms: Whether the series has samples that are native histograms.
    """

    labels: Mapping[str, str]
    samples: tuple[tuple[int, float], ...]
    has_histograms: bool


class QueryApi:
    """Sends queries to one Prometheus server.

    Args:
        url: The address of the server, without a slash at the end.
    """

    def __init__(self, session: requests.Session, url: str) -> None:
        self._session = session
        self.url = url

    def query_range(self, expr: str, *, start: int, end: int, step: int) -> Any:
        """Return the value of `data` in the answer to a range query.

        Args:
            start: Time of the first step, in milliseconds since 1970.
            end: Time of the last step, in milliseconds since 1970.
            step: The step, in milliseconds.

        Raises:
            RefusedQueryError: Prometheus answers with an error.
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        return self._read_data("query_range", _encode_range(expr, start, end, step))

    def query_instant(self, expr: str, *, moment: int) -> Any:
        """Return the value of `data` in the answer to an instant query.

        Args:
            moment: The time of the query, in milliseconds since 1970.

        Raises:
            RefusedQueryError: Prometheus answers with an error.
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        return self._read_data("query", _encode_moment(expr, moment))

    def query_vector(self, expr: str, *, moment: int) -> list[VectorSample]:
        """Return the samples in the result of an instant query.

        The list is empty if the result is a scalar, a string or a range vector.

        Args:
            moment: The time of the query, in milliseconds since 1970.

        Raises:
            RefusedQueryError: Prometheus answers with an error.
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        data = self.query_instant(expr, moment=moment)
        try:
            samples = data["result"] if data["resultType"] == "vector" else ()
            return [_read_sample(sample) for sample in samples]
        except (AttributeError, LookupError, OverflowError, TypeError, ValueError):
            raise build_format_error(self.url) from None

    def query_matrix(self, selector: str, *, moment: int) -> list[MatrixSeries]:
        """Return the series that a range selector selects, with their samples.

        Args:
            selector: A range selector, such as `up[5m]`.
            moment: The end of the range, in milliseconds since 1970.

        Raises:
            RefusedQueryError: Prometheus answers with an error.
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        data = self.query_instant(selector, moment=moment)
        try:
            return [_read_series(series) for series in data["result"]]
        except (AttributeError, LookupError, OverflowError, TypeError, ValueError):
            raise build_format_error(self.url) from None

    def measure_range(self, expr: str, *, start: int, end: int, step: int) -> QueryCost:
        """Send a range query, and return how much data Prometheus reads for it.

        Args:
            start: Time of the first step, in milliseconds since 1970.
            end: Time of the last step, in milliseconds since 1970.
            step: The step, in milliseconds.

        Raises:
            RefusedQueryError: Prometheus answers with an error.
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        form = {**_encode_range(expr, start, end, step), "stats": "all"}
        return self._read_cost(self._read_data("query_range", form))

    def measure_instant(self, expr: str, *, moment: int) -> QueryCost:
        """Send an instant query, and return how much data Prometheus reads for it.

        Args:
            moment: The time of the query, in milliseconds since 1970.

        Raises:
            RefusedQueryError: Prometheus answers with an error.
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        return self._read_cost(
            self._read_data("query", {**_encode_moment(expr, moment), "stats": "all"})
        )

    def query_exemplars(self, expr: str, *, start: int, end: int) -> Any:
        """Return the exemplars of the series in a query, as in the value of `data` in the answer.

        Args:
            start: The earliest time, in milliseconds since 1970.
            end: The latest time, in milliseconds since 1970.

        Raises:
            RefusedQueryError: Prometheus answers with an error.
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        form = {"query": expr, "start": _format_seconds(start), "end": _format_seconds(end)}
        return self._read_data("query_exemplars", form)

    def query_series(self, selector: str, *, start: int, end: int) -> list[Mapping[str, Any]]:
        """Return the labels of all series that a selector matches.

        Args:
            selector: An instant selector, such as `up{job="a"}`.
            start: The earliest time, in milliseconds since 1970.
            end: The latest time, in milliseconds since 1970.

        Raises:
            RefusedQueryError: Prometheus answers with an error.
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        form = {"match[]": selector, "start": _format_seconds(start), "end": _format_seconds(end)}
        series = self._read_data("series", form)
        return [labels for labels in ensure_list(series) if isinstance(labels, dict)]

    def read_label_names(self, *, start: int, end: int) -> list[str]:
        """Return the names of all labels.

        Args:
            start: The earliest time, in milliseconds since 1970.
            end: The latest time, in milliseconds since 1970.

        Raises:
            ServerError: The server did not answer, or the answer does not have the format of
                Prometheus's API.
        """
        names = self._read_data(
            "labels", {"start": _format_seconds(start), "end": _format_seconds(end)}
        )
        return [str(name) for name in ensure_list(names)]

    def _read_cost(self, data: Any) -> QueryCost:
        try:
            samples = int(data["stats"]["samples"]["totalQueryableSamples"])
            result = [series for series in data["result"] if isinstance(series, dict)]
            values = sum(
                len(series.get("values", ())) + len(series.get("histograms", ()))
                for series in result
            )
        except (KeyError, TypeError, ValueError, OverflowError):
            raise build_format_error(self.url) from None
        return QueryCost(samples=samples, values=values or len(result))

    def _read_data(self, path: str, params: Mapping[str, str]) -> Any:
        return post_query(self._session, f"{self.url}/api/v1/{path}", params)


def _read_sample(sample: Mapping[str, Any]) -> VectorSample:
    is_histogram = "histogram" in sample
    moment, value = sample["histogram" if is_histogram else "value"]
    return VectorSample(
        labels=_read_labels(sample["metric"]),
        moment=_read_milliseconds(moment),
        text=None if is_histogram else str(value),
    )


def _read_series(series: Mapping[str, Any]) -> MatrixSeries:
    return MatrixSeries(
        labels=_read_labels(series["metric"]),
        samples=tuple(
            (_read_milliseconds(moment), float(value))
            for moment, value in series.get("values") or ()
        ),
        has_histograms=bool(series.get("histograms")),
    )


def _read_labels(metric: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(label) for name, label in metric.items()}


def _read_milliseconds(seconds: Any) -> int:
    return round(float(seconds) * 1000)


def _encode_range(expr: str, start: int, end: int, step: int) -> dict[str, str]:
    return {
        "query": expr,
        "start": _format_seconds(start),
        "end": _format_seconds(end),
        "step": _format_seconds(step),
        "timeout": _TIMEOUT,
    }


def _encode_moment(expr: str, moment: int) -> dict[str, str]:
    return {"query": expr, "time": _format_seconds(moment), "timeout": _TIMEOUT}


def _format_seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"
