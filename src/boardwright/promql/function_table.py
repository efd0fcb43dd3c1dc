"""A table with the argument types and result types of Prometheus's functions and aggregations.

In the table, `vector scalar? -> vector` means that the function takes an instant vector and
optionally a scalar, and returns an instant vector. `string*` is any number of strings, and
`scalar+9` is one to ten scalars. Source: the list of Prometheus 3.16 (`promql/parser/functions.go`)
and https://prometheus.io/docs/prometheus/latest/querying/functions/.
"""

from __future__ import annotations

from functools import cache

from boardwright.frozen import frozen
from boardwright.promql.expr import Kind

FUNCTIONS = {
    "abs": "vector -> vector",
    "absent": "vector -> vector",
    "absent_over_time": "range -> vector",
    "acos": "vector -> vector",
    "acosh": "vector -> vector",
    "asin": "vector -> vector",
    "asinh": "vector -> vector",
    "atan": "vector -> vector",
    "atanh": "vector -> vector",
    "avg_over_time": "range -> vector",
    "ceil": "vector -> vector",
    "changes": "range -> vector",
    "clamp": "vector scalar scalar -> vector",
    "clamp_max": "vector scalar -> vector",
    "clamp_min": "vector scalar -> vector",
    "cos": "vector -> vector",
    "cosh": "vector -> vector",
    "count_over_time": "range -> vector",
    "day_of_month": "vector? -> vector",
    "day_of_week": "vector? -> vector",
    "day_of_year": "vector? -> vector",
    "days_in_month": "vector? -> vector",
    "deg": "vector -> vector",
    "delta": "range -> vector",
    "deriv": "range -> vector",
    "double_exponential_smoothing": "range scalar scalar -> vector",
    "end": "-> scalar",
    "exp": "vector -> vector",
    "first_over_time": "range -> vector",
    "floor": "vector -> vector",
    "histogram_avg": "vector -> vector",
    "histogram_count": "vector -> vector",
    "histogram_fraction": "scalar scalar vector -> vector",
    "histogram_quantile": "scalar vector -> vector",
    "histogram_quantiles": "vector string scalar+9 -> vector",
    "histogram_stddev": "vector -> vector",
    "histogram_stdvar": "vector -> vector",
    "histogram_sum": "vector -> vector",
    "holt_winters": "range scalar scalar -> vector",
    "hour": "vector? -> vector",
    "idelta": "range -> vector",
    "increase": "range -> vector",
    "info": "vector vector? -> vector",
    "integral": "range scalar? -> vector",
    "irate": "range -> vector",
    "label_join": "vector string string string* -> vector",
    "label_replace": "vector string string string string -> vector",
    "last_over_time": "range -> vector",
    "ln": "vector -> vector",
    "log10": "vector -> vector",
    "log2": "vector -> vector",
    "mad_over_time": "range -> vector",
    "max_of": "scalar scalar -> scalar",
    "max_over_time": "range -> vector",
    "min_of": "scalar scalar -> scalar",
    "min_over_time": "range -> vector",
    "minute": "vector? -> vector",
    "month": "vector? -> vector",
    "pi": "-> scalar",
    "predict_linear": "range scalar -> vector",
    "present_over_time": "range -> vector",
    "quantile_over_time": "scalar range -> vector",
    "rad": "vector -> vector",
    "range": "-> scalar",
    "rate": "range -> vector",
    "resets": "range -> vector",
    "round": "vector scalar? -> vector",
    "scalar": "vector -> scalar",
    "sgn": "vector -> vector",
    "sin": "vector -> vector",
    "sinh": "vector -> vector",
    "sort": "vector -> vector",
    "sort_by_label": "vector string* -> vector",
    "sort_by_label_desc": "vector string* -> vector",
    "sort_desc": "vector -> vector",
    "sqrt": "vector -> vector",
    "start": "-> scalar",
    "start_timestamp": "vector -> vector",
    "stddev_over_time": "range -> vector",
    "stdvar_over_time": "range -> vector",
    "step": "-> scalar",
    "sum_over_time": "range -> vector",
    "tan": "vector -> vector",
    "tanh": "vector -> vector",
    "time": "-> scalar",
    "timestamp": "vector -> vector",
    "ts_of_first_over_time": "range -> vector",
    "ts_of_last_over_time": "range -> vector",
    "ts_of_max_over_time": "range -> vector",
    "ts_of_min_over_time": "range -> vector",
    "vector": "scalar -> vector",
    "year": "vector? -> vector",
}

LABEL_FUNCTIONS = frozenset({"label_join", "label_replace"})
"""Functions whose second argument is the name of the label that they set."""

BUCKET_FUNCTIONS = frozenset({"histogram_fraction", "histogram_quantile", "histogram_quantiles"})
"""Functions that compute numbers from the buckets of a histogram, and remove the label `le`."""

AGGREGATIONS = {
    "avg": "vector -> vector",
    "bottomk": "scalar vector -> vector",
    "count": "vector -> vector",
    "count_values": "string vector -> vector",
    "group": "vector -> vector",
    "limit_ratio": "scalar vector -> vector",
    "limitk": "scalar vector -> vector",
    "max": "vector -> vector",
    "min": "vector -> vector",
    "quantile": "scalar vector -> vector",
    "stddev": "vector -> vector",
    "stdvar": "vector -> vector",
    "sum": "vector -> vector",
    "topk": "scalar vector -> vector",
}

NEEDS_TWO_SAMPLES = frozenset(
    [
        "rate",
        "irate",
        "increase",
        "delta",
        "idelta",
        "deriv",
        "predict_linear",
        "resets",
        "changes",
        "double_exponential_smoothing",
        "holt_winters",
    ]
)
"""Functions that have no result if the range contains only one sample."""

COUNTER_FUNCTIONS = frozenset({"rate", "irate", "increase", "resets"})
"""Functions that handle resets of a counter. A sum of counters hides these resets."""

_UNBOUNDED = 1_000


@frozen
class Signature:
    """The arguments that a function or aggregation takes, and the kind (type) of its result.

    Attributes:
        kinds: The kinds of the arguments. The last kind in the tuple also applies to all further
            arguments.
        least: The smallest number of arguments.
        most: The largest number of arguments.
        result: The kind of the result.
    """

    kinds: tuple[Kind, ...]
    least: int
    most: int
    result: Kind

    def find_kind(self, index: int) -> Kind:
        """Return the kind of the argument at this index."""
        return self.kinds[min(index, len(self.kinds) - 1)] if self.kinds else Kind.ANY


@cache
def read_signature(name: str) -> Signature:
    """Return the signature of a function or aggregation.

    Raises:
        KeyError: Prometheus has no function or aggregation with this name.
    """
    arguments, _, result = (FUNCTIONS.get(name) or AGGREGATIONS[name]).rpartition("->")
    words = arguments.split()
    extra_counts = [_count_extra_arguments(word) for word in words]
    return Signature(
        kinds=tuple(Kind[word.rstrip("?*+0123456789").upper()] for word in words),
        least=len(words) - sum(word[-1] in "?*" for word in words),
        most=len(words) + max(extra_counts, default=0),
        result=Kind[result.strip().upper()],
    )


def _count_extra_arguments(word: str) -> int:
    """Return the number of additional arguments that a word of the table allows: 9 for `scalar+9`,
    any number for `string*`, and 0 for all other words.
    """
    if word.endswith("*"):
        return _UNBOUNDED
    return int(word.partition("+")[2] or 0)
