"""Reads exemplars from a Prometheus response, and converts them to data frames. An exemplar is a
single observation with the labels of its trace.

Only some exemplars of each step are kept, as in Grafana 12.2. The first kept exemplar of a step has
the highest value. An exemplar with a lower value is kept if its value is much lower than the value
of the last kept exemplar.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from boardwright.preview.data_frames import TIME, VALUE, build_data_frame
from boardwright.preview.query_answers import (
    NOT_PROMETHEUS,
    Exemplar,
    Exemplars,
    QueryOutcome,
    QueryRequest,
    read_answer_labels,
)
from boardwright.schema.document import Json

_FAR = 2
"""The smallest difference between the values of two kept exemplars of a step, in standard
deviations.
"""


def read_exemplars(data: Any, query: QueryRequest) -> QueryOutcome:
    """Return a few exemplars for each step of a query, from the `data` of a Prometheus response.

    Args:
        data: The `data` of `/api/v1/query_exemplars`.
        query: The request that the response answers.
    """
    if not isinstance(data, list):
        return NOT_PROMETHEUS
    exemplars = [
        one for each in data if isinstance(each, dict) for one in _iter_series_exemplars(each)
    ]
    return Exemplars(found=tuple(_reduce_exemplars(exemplars, query.step)))


def _iter_series_exemplars(series: Mapping[str, Any]) -> Iterator[Exemplar]:
    series_labels = read_answer_labels(series.get("seriesLabels"))
    for each in series.get("exemplars") or ():
        try:
            value, moment = float(each["value"]), float(each["timestamp"])
        except (TypeError, ValueError, KeyError):
            continue
        if math.isfinite(value) and math.isfinite(moment):
            labels = {**series_labels, **read_answer_labels(each.get("labels"))}
            yield Exemplar(moment=int(moment * 1000), value=value, labels=labels)


def _reduce_exemplars(exemplars: Iterable[Exemplar], step: int) -> Iterator[Exemplar]:
    steps: dict[int, list[Exemplar]] = defaultdict(list)
    for each in exemplars:
        steps[each.moment // step].append(each)
    distance = _FAR * _compute_deviation([each.value for group in steps.values() for each in group])
    for _, group in sorted(steps.items()):
        last = math.inf
        for each in sorted(group, key=lambda one: (-one.value, one.moment)):
            if last - each.value >= distance:
                yield each
                last = each.value


def _compute_deviation(values: Sequence[float]) -> float:
    mean = sum(values) / len(values) if values else 0.0
    return math.sqrt(sum((value - mean) ** 2 for value in values) / max(1, len(values)))


def build_exemplars_frame(exemplars: Exemplars, ref_id: str) -> Json:
    """Return exemplars as a data frame with fields for the time, the value and each label."""
    names = sorted({name for each in exemplars.found for name in each.labels})
    fields: list[Json] = [
        {"name": TIME, "type": "time", "config": {}},
        {"name": VALUE, "type": "number", "config": {}},
        *({"name": name, "type": "string", "config": {}} for name in names),
    ]
    columns: list[list[Any]] = [
        [each.moment for each in exemplars.found],
        [each.value for each in exemplars.found],
        *([each.labels.get(name, "") for each in exemplars.found] for name in names),
    ]
    meta = {"dataTopic": "annotations", "custom": {"resultType": "exemplar"}}
    return build_data_frame(ref_id, meta, fields, columns)
