"""Recognises queries in MetricsQL, the query language of VictoriaMetrics. Dashboards send such
queries through a data source of type Prometheus.

Source: https://docs.victoriametrics.com/victoriametrics/metricsql/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from boardwright.promql.lexer import iter_tokens
from boardwright.promql.syntax_error import PromqlSyntaxError

_NAMES = """
aggr_over_time ascent_over_time bitmap_and bitmap_or bitmap_xor bottomk_avg bottomk_last
bottomk_max bottomk_median bottomk_min buckets_limit changes_prometheus count_eq_over_time
count_gt_over_time count_le_over_time count_ne_over_time count_values_over_time
decreases_over_time default_rollup delta_prometheus deriv_fast descent_over_time
distinct_over_time drop_common_labels drop_empty_series duration_over_time
geomean_over_time histogram_over_time histogram_share hoeffding_bound_lower
hoeffding_bound_upper increase_prometheus increase_pure increases_over_time integrate
interpolate keep_last_value keep_next_value label_copy label_del label_graphite_group
label_keep label_lowercase label_map label_match label_mismatch label_move label_set
label_transform label_uppercase label_value labels_equal lag lifetime limit_offset
median_over_time mode_over_time now outlier_iqr_over_time outliers_iqr outliers_mad
outliersk prometheus_buckets quantiles_over_time rand rand_exponential rand_normal
range_avg range_first range_last range_linear_regression range_mad range_max range_median
range_min range_normalize range_over_time range_quantile range_stddev range_stdvar
range_sum range_trim_outliers range_trim_spikes range_trim_zscore range_zscore
rate_over_sum rate_prometheus remove_resets rollup rollup_candlestick rollup_delta
rollup_deriv rollup_increase rollup_rate rollup_scrape_interval running_avg running_max
running_min running_sum scrape_interval share_eq_over_time share_gt_over_time
share_le_over_time smooth_exponential sort_by_label_numeric sort_by_label_numeric_desc
stale_samples_over_time sum2_over_time sum_eq_over_time sum_gt_over_time sum_le_over_time
tfirst_over_time timestamp_with_name timezone_offset tlast_change_over_time
tlast_over_time tmax_over_time tmin_over_time topk_avg topk_last topk_max topk_median
topk_min ttf union zscore_over_time
"""
FUNCTIONS = frozenset(_NAMES.split())
"""Functions of MetricsQL that Prometheus does not have."""

_OWN_METRICS = ("vm_", "vmagent_", "vmalert_", "vmauth_")
_CONVERTED = re.compile(
    r" takes an? (?:range|instant) vector, but .* is an? (?:instant|range) vector$", re.DOTALL
)

_INCOMPLETE = re.compile(r" is never closed$|^there is no opening bracket for ")
"""Matches the parser's messages about a missing bracket or quote."""


def is_implicit_conversion(error: PromqlSyntaxError) -> bool:
    """Return whether a query has an instant vector where Prometheus needs a range vector, or the
    reverse.

    VictoriaMetrics accepts such queries, because it adds a range or a rollup function itself
    (https://docs.victoriametrics.com/victoriametrics/metricsql/#implicit-query-conversions).
    """
    return _CONVERTED.search(error.reason) is not None


def is_metricsql(error: PromqlSyntaxError) -> bool:
    """Return whether VictoriaMetrics probably accepts a query that Prometheus refuses.

    The result is True if the query calls a function that only VictoriaMetrics has, or selects a
    metric of VictoriaMetrics itself (`vm_…`). If a bracket or quote is missing, names of metrics
    are ignored, because PromQL and MetricsQL both refuse the query.
    """
    words = [word for word, _ in iter_tokens(error.text)]
    if any(word in FUNCTIONS and after == "(" for word, after in pairwise(words)):
        return True
    return not _INCOMPLETE.search(error.reason) and has_own_metrics(words)


def has_own_metrics(names: Iterable[str]) -> bool:
    """Return whether one of the names is a metric of VictoriaMetrics itself (`vm_…`)."""
    return any(name.startswith(_OWN_METRICS) for name in names)
