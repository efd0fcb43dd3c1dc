"""Random expressions and series, in which some series lack some labels."""

from __future__ import annotations

import random

_METRICS = ("a_bucket", "b", "c")
_LABELS = ("job", "pod", "le", "zone")
_VALUES = {"job": ("x", "y"), "pod": ("p", "q"), "le": ("1", "+Inf"), "zone": ("n", "s")}
_MATCHERS = (
    *('job="x"', 'job!="y"', 'job=""', 'job=~"x|y"', 'job=~".*"', 'job!~"x|"', 'pod=~".+"'),
    *('pod!=""', 'zone=""', 'zone=~"n|"', 'le="1"', 'le!=""', 'zone!~".+"'),
)
_VECTOR_FUNCTIONS = (
    *("abs({})", "ceil({})", "sort({})", "sort_desc({})", "timestamp({})", "-({})", "({})"),
    *("clamp({}, 0, 5)", "round({})", "hour({})", "vector(scalar({}))", "absent({})", "sgn({})"),
    *("histogram_quantile(0.5, {})", "max_over_time(({})[10m:1m])", "topk(1, {})", "{} > 1"),
    *("last_over_time(({})[10m:1m])", "{} >= bool 1", "1 + ({})", "2 < ({})", "({}) * time()"),
    *("bottomk by (job) (1, {})", "{} == {}", "absent_over_time(({})[5m:1m])", "quantile(0.5, {})"),
    *('label_replace({}, "new", "v", "", "")', 'label_replace({}, "pod", "$1", "job", "(.*)")'),
    *('label_replace({}, "zone", "", "job", ".*")', 'label_replace({}, "job", "w", "pod", "p")'),
    *('label_replace({}, "new", "v", "job", "(.*)")', 'label_join({}, "new", "-", "job", "pod")'),
    *('label_join({}, "job", "", "zone", "pod")', 'label_join({}, "new", "", "job")'),
    *('count_values("v", {})', 'count_values by (job) ("job", {})', "group({})", "stddev({})"),
    *('count_values without (pod) ("zone", {})',),
)
_RANGE_FUNCTIONS = (
    *("rate", "irate", "increase", "delta", "changes", "last_over_time", "avg_over_time"),
    *("present_over_time", "absent_over_time", "count_over_time", "deriv"),
)
_OPERATORS = ("+", "-", "/", "*", ">=", "<=", "== bool", "!=", "and", "or", "unless", "atan2")


def random_series(chosen: random.Random) -> list[str]:
    """Return up to eight series of three metrics, each with some of the labels."""
    found: dict[str, None] = {}
    for _ in range(8):
        labels = [label for label in _LABELS if chosen.random() < 0.6]
        pairs = ",".join(f'{label}="{chosen.choice(_VALUES[label])}"' for label in labels)
        found[f"{chosen.choice(_METRICS)}{{{pairs}}}"] = None
    return list(found)


def random_expression(chosen: random.Random, depth: int = 3) -> str:
    """Return a random instant vector expression. Most expressions have a result."""
    if depth == 0 or chosen.random() < 0.15:
        return _selector(chosen)
    kind = chosen.random()
    inner = random_expression(chosen, depth - 1)
    if kind < 0.3:
        return _aggregation(chosen, inner)
    if kind < 0.5:
        return chosen.choice(_VECTOR_FUNCTIONS).replace("{}", inner)
    if kind < 0.6:
        return f"{chosen.choice(_RANGE_FUNCTIONS)}({_selector(chosen)}[10m])"
    return _operation(chosen, inner, random_expression(chosen, depth - 1))


def _selector(chosen: random.Random) -> str:
    matchers = chosen.sample(_MATCHERS, chosen.choice((0, 0, 0, 1, 1, 2)))
    name = chosen.choice((*_METRICS, *_METRICS, ""))
    if not name:
        matchers.insert(0, '__name__=~"a.+|b"')
    return f"{name}{{{','.join(matchers)}}}"


def _aggregation(chosen: random.Random, inner: str) -> str:
    grouping = chosen.choice(("by", "by", "without", ""))
    labels = ", ".join(chosen.sample((*_LABELS, "__name__"), chosen.randrange(4)))
    op = chosen.choice(("sum", "max", "count", "avg"))
    return f"{op} {grouping} ({labels}) ({inner})" if grouping else f"{op}({inner})"


def _operation(chosen: random.Random, left: str, right: str) -> str:
    op = chosen.choice(_OPERATORS)
    matching = chosen.choice(("", "", "on", "ignoring"))
    if not matching:
        return f"({left}) {op} ({right})"
    labels = chosen.sample(_LABELS, chosen.randrange(3))
    modifier = f"{matching} ({', '.join(labels)})"
    if op not in {"and", "or", "unless"} and chosen.random() < 0.5:
        include = [label for label in _LABELS if label not in labels and chosen.random() < 0.3]
        modifier += f" group_{chosen.choice(('left', 'right'))} ({', '.join(include)})"
        if "group_left" in modifier:
            right = f"topk(1, {right})" if chosen.random() < 0.7 else right
        else:
            left = f"topk(1, {left})" if chosen.random() < 0.7 else left
    return f"({left}) {op} {modifier} ({right})"
