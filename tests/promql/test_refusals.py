"""Invalid expressions, and their messages."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from boardwright import promql as p
from boardwright.errors import PromqlError
from boardwright.promql import Operand, irate, match, metric, rate, settings, sum_, topk, var

UP: Any = metric("up")
RANGE: Any = UP["5m"]
EQUALITY = "Python's == and != compare values in Python; for PromQL write a.eq(b) or a.ne(b)"
A_RANGE = 'write x["5m"] for a selector x, or x.subquery("5m", "1m") for any other expression x'
TRUTH = (
    "Python's `and`, `or`, `not`, `if` and chained comparisons cannot create PromQL. "
    "Instead, write a & b, a | b, a.unless(b), a.eq(b), or (a > 1) & (a < 5)"
)
FOUR = (
    "targets are scraped every 10s; use a window of four scrape intervals, which tolerates a "
    "missed scrape: 40s"
)
DURATIONS = 'write a text such as "5m", "1h30m" or "500ms", or a number of seconds'
A_RATE = "apply rate or an …_over_time function first"
SET = "put comparisons in parentheses, as in (a > 1) & (b > 2)"

CASES: list[tuple[Callable[[], object], str, str | None]] = [
    # Python's own functions
    (
        lambda: sum(UP),
        "up: a PromQL expression is not a list",
        "If you called sum, min or max, import the function from boardwright.promql: "
        "from boardwright.promql import sum",
    ),
    (
        lambda: abs(UP),
        "up: Python's abs takes a number, not a PromQL expression",
        "Import PromQL's function: from boardwright.promql import abs",
    ),
    (
        lambda: round(rate(UP)),
        "rate(up[1m]): Python's round takes a number, not a PromQL expression",
        "Import PromQL's function: from boardwright.promql import round",
    ),
    # Windows
    (
        lambda: rate(sum_(UP)),
        "rate(sum(up)): rate takes a range vector, but sum(up) is an instant vector",
        (
            "write sum(rate(…)): if rate is applied to the result of sum, rate cannot see the "
            "resets of single counters"
        ),
    ),
    (
        lambda: irate(topk(5, UP)),
        "irate(topk(5, up)): irate takes a range vector, but topk(5, up) is an instant vector",
        (
            "write topk(…, irate(…)): if irate is applied to the result of topk, irate cannot "
            "see the resets of single counters"
        ),
    ),
    (
        lambda: p.delta(sum_(UP)),
        "delta(sum(up)): delta takes a range vector, but sum(up) is an instant vector",
        A_RANGE,
    ),
    (
        lambda: rate(UP + 1),
        "rate(up + 1): rate takes a range vector, but up + 1 is an instant vector",
        A_RANGE,
    ),
    (
        lambda: rate(UP, "15s"),
        "rate(up[15s]): a window of 15s is shorter than two scrape intervals (20s)",
        FOUR,
    ),
    (
        lambda: irate(UP[19]),
        "irate(up[19s]): a window of 19s is shorter than two scrape intervals (20s)",
        FOUR,
    ),
    (
        lambda: p.changes(UP, "5s"),
        "changes(up[5s]): a window of 5s is shorter than two scrape intervals (20s)",
        FOUR,
    ),
    (
        lambda: p.deriv(UP.subquery("1m", "45s")),
        "deriv(up[1m:45s]): a range of 1m is shorter than two steps of 45s",
        "use a longer range or a shorter step",
    ),
    (
        lambda: rate(RANGE, "1m"),
        "rate(up[5m]): the window 1m can be applied only to a selector, and up[5m] is not a "
        "selector",
        None,
    ),
    (
        lambda: rate(p.raw("$x"), "1m"),
        "rate($x): the window 1m can be applied only to a selector, and $x is not a selector",
        None,
    ),
    (
        lambda: rate(UP + 1, "1m"),
        "rate(up + 1): rate takes a range vector, but up + 1 is an instant vector",
        A_RANGE,
    ),
    (
        lambda: rate("up", "1m"),
        "'up' is not a PromQL expression",
        'for a text, write metric("…") or raw("…")',
    ),  # type: ignore[arg-type]
    (
        lambda: RANGE["1m"],
        "up[5m]: this expression already has a range, so it cannot have the range 1m as well",
        None,
    ),
    (
        lambda: RANGE.range("1m"),
        "up[5m]: this expression already has a range, so it cannot have the range 1m as well",
        None,
    ),
    (
        lambda: p.max_over_time(UP),
        "max_over_time(up): max_over_time takes a range vector, but up is an instant vector",
        (
            'add a range: max_over_time(up["5m"]). There is no default, because the result '
            "depends on the range"
        ),
    ),
    (
        lambda: p.resets(UP),
        "resets(up): resets takes a range vector, but up is an instant vector",
        (
            'add a range: resets(up["5m"]). There is no default, because the result depends '
            "on the range"
        ),
    ),
    (
        lambda: p.predict_linear(UP, 3600),
        "predict_linear(up): predict_linear takes a range vector, but up is an instant vector",
        (
            'add a range: predict_linear(up["5m"]). There is no default, because the result '
            "depends on the range"
        ),
    ),
    (
        lambda: settings(scrape_interval="10s", window="15s").__enter__(),
        "window: a window of 15s is shorter than two scrape intervals (20s)",
        FOUR,
    ),
    (
        lambda: settings(scrape_interval="$__interval").__enter__(),
        "scrape_interval $__interval contains a variable, but must be a fixed duration",
        None,
    ),
    # Kinds
    (
        lambda: sum_(RANGE),
        "sum(up[5m]): sum takes an instant vector, but up[5m] is a range vector",
        A_RATE,
    ),
    (
        lambda: sum_(p.time()),
        "sum(time()): sum takes an instant vector, but time() is a scalar",
        "use vector(…) to turn a scalar into an instant vector",
    ),
    (
        lambda: topk(UP, UP),
        "topk(up, up): topk takes a scalar, but up is an instant vector",
        "use scalar(…) to turn an instant vector with one series into a scalar",
    ),
    (
        lambda: p.vector(UP),
        "vector(up): vector takes a scalar, but up is an instant vector",
        "use scalar(…) to turn an instant vector with one series into a scalar",
    ),
    (
        lambda: p.label_replace(UP, UP, "", "", ""),
        'label_replace(up, up, "", "", ""): label_replace takes a string, '
        "but up is an instant vector",
        None,
    ),
    (
        lambda: p.histogram_quantiles(UP, "q"),
        'histogram_quantiles(up, "q"): histogram_quantiles takes 3 to 12 arguments',
        None,
    ),
    (
        lambda: p.time().subquery("5m"),
        "time(): a subquery needs an instant vector, but this is a scalar",
        None,
    ),
    # Operands
    (
        lambda: RANGE + 1,
        "up[5m]: a range vector cannot be an operand",
        A_RATE,
    ),
    (
        lambda: UP * RANGE,
        "up[5m]: a range vector cannot be an operand",
        A_RATE,
    ),
    (
        lambda: -RANGE,
        "up[5m]: a range vector cannot be an operand",
        A_RATE,
    ),
    (lambda: UP + (UP == 1), "False is not a PromQL expression", EQUALITY),
    (lambda: sum_(UP != 1), "True is not a PromQL expression", EQUALITY),  # type: ignore[arg-type]
    (
        lambda: UP + "b",
        "'b' is not a PromQL expression",
        'for a text, write metric("…") or raw("…")',
    ),
    (
        lambda: sum_("b"),
        "'b' is not a PromQL expression",
        'for a text, write metric("…") or raw("…")',
    ),  # type: ignore[arg-type]
    (lambda: UP + None, "None is not a PromQL expression", None),
    (lambda: p.number(True), "True is not a number", None),
    (
        lambda: UP + 10**400,
        "the integer is too large for PromQL: it has 1329 bits, and at most 1024 are possible",
        None,
    ),
    (lambda: bool(UP > 1), "up > 1: a PromQL expression is neither true nor false", TRUTH),
    (lambda: 0 < UP < 5, "up > 0: a PromQL expression is neither true nor false", TRUTH),
    (lambda: UP and UP, "up: a PromQL expression is neither true nor false", TRUTH),
    (lambda: max(UP, UP), "up > up: a PromQL expression is neither true nor false", TRUTH),
    # Operators
    (
        lambda: p.number(1) > 2,
        "1 > 2: a comparison of two scalars needs the modifier bool",
        "write a.gt(b, bool=True)",
    ),
    (
        lambda: p.scalar(UP).eq(1),
        "scalar(up) == 1: a comparison of two scalars needs the modifier bool",
        "write a.eq(b, bool=True)",
    ),
    (
        lambda: UP & 1,
        "up and 1: and combines two instant vectors, but one operand is a scalar",
        SET,
    ),
    (
        lambda: UP > 1 & UP,
        "1 and up: and combines two instant vectors, but one operand is a scalar",
        SET,
    ),
    (
        lambda: UP.unless(p.time()),
        "up unless time(): unless combines two instant vectors, but one operand is a scalar",
        SET,
    ),
    (
        lambda: (UP + 1).on("x"),
        "up + 1: on(…) matches series of two instant vectors, but one operand is a scalar",
        None,
    ),
    (
        lambda: (UP / UP).on("x").ignoring("y"),
        "up / on (x) up: ignoring(…) is not allowed, because the operator already has on(…) or "
        "ignoring(…)",
        None,
    ),
    (
        lambda: (UP / UP).group_left("x"),
        "up / up: group_left(…) needs on(…) or ignoring(…) before it",
        'write (a / b).on("label").group_left(…)',
    ),
    (
        lambda: (UP / UP).on("x").group_left().group_right(),
        "up / on (x) group_left () up: group_right(…) is not allowed, because the operator "
        "already has group_left(…) or group_right(…)",
        None,
    ),
    (
        lambda: (UP & UP).on("x").group_left(),
        "up and on (x) up: group_left(…) is not allowed with and, which matches many series to "
        "many",
        None,
    ),
    (
        lambda: (UP / UP).on("x").group_left("x"),
        "up / on (x) up: the label x cannot be in both on(…) and group_left(…)",
        None,
    ),
    (
        lambda: sum_(UP, by="x", without="y"),
        "sum by (x) (up): an aggregation can have by or without only once",
        None,
    ),
    (lambda: sum_(UP, by=""), "'' is not a valid label name", None),
    (lambda: sum_(UP, by=(1,)), "1 is not a valid label name", None),  # type: ignore[arg-type]
    (lambda: sum_(UP).by(UP), f"{UP!r} is not a valid label name", None),
    (
        lambda: (UP & UP).fill(0),
        "up and up: fill is allowed only for arithmetic and comparisons of two instant vectors",
        None,
    ),
    (
        lambda: UP.anchored().smoothed(),
        "up anchored: anchored and smoothed cannot be combined",
        None,
    ),
    # Selectors
    (lambda: metric(""), "'' is not a valid metric name", None),
    (
        lambda: metric('up{job="x"}'),
        "'up{job=\"x\"}' is not a valid metric name",
        'write labels as arguments: metric("up", job="x"), and any other PromQL as raw("…")',
    ),
    (
        lambda: metric("sum(up)"),
        "'sum(up)' is not a valid metric name",
        'write labels as arguments: metric("up", job="x"), and any other PromQL as raw("…")',
    ),
    (lambda: metric("\ud800"), r"'\ud800' is not a valid metric name", None),
    (lambda: metric(1), "1 is not a valid metric name", None),  # type: ignore[arg-type]
    (
        lambda: metric("up", code=500),  # type: ignore[arg-type]
        "500 is not a valid value of a label",
        'write the value of a label as text: "500"',
    ),
    (lambda: metric("up", a=None), "None is not a valid value of a label", None),  # type: ignore[arg-type]
    (
        lambda: metric("up", a="\udfff"),
        r"'\udfff' contains a character that UTF-8 cannot encode",
        None,
    ),
    (lambda: match("", "=", "x"), "'' is not a valid label name", None),
    (
        lambda: match("a", "==", "x"),  # type: ignore[arg-type]
        "'==' is not an operator of a label matcher",
        "use one of the operators = != =~ !~",
    ),
    (
        lambda: metric("up", "job"),  # type: ignore[arg-type]
        "'job' is not a matcher",
        'write match("label", "=", "value") or label="value"',
    ),
    (
        lambda: metric("up", __name__="x"),
        "up: a matcher on __name__ is not allowed, because the metric already has a name",
        None,
    ),
    (
        p.selector,
        "{} would select every series",
        'add a matcher that does not match the empty text: job="x" or job=re(".+")',
    ),
    (
        lambda: p.selector(a="", b=p.ne("x"), c=p.re(".*"), d=p.nre(".+")),
        '{a="",b!="x",c=~".*",d!~".+"} would select every series',
        'add a matcher that does not match the empty text: job="x" or job=re(".+")',
    ),
    (lambda: UP.offset("5m").offset("1m"), "up offset 5m: offset can be given only once", None),
    (lambda: UP.at(1).at(2), "up @ 1: @ can be given only once", None),
    (
        lambda: UP.at("now"),
        "'now' is not a time for @",
        'write seconds since 1970, "start()", "end()" or a variable',
    ),
    (
        lambda: UP.at(math.inf),
        "inf is not a time for @",
        'write seconds since 1970, "start()", "end()" or a variable',
    ),
    # Durations
    (lambda: UP["2 *"], "'2 *' is not a duration", DURATIONS),
    (
        lambda: UP["1m - 2m"],
        "the duration 1m - 2m is negative, which is allowed only in an offset",
        None,
    ),
    (lambda: UP["5"], "'5' is not a duration", DURATIONS),
    (lambda: UP["1.5h"], "'1.5h' is not a duration", DURATIONS),
    (lambda: UP["1m1h"], "'1m1h' is not a duration", DURATIONS),
    (lambda: UP[""], "the duration  is shorter than a millisecond", None),
    (lambda: UP[None], "None is not a duration", DURATIONS),
    (lambda: UP[True], "True is not a duration", DURATIONS),
    (lambda: UP[math.nan], "nan is not a duration", DURATIONS),
    (lambda: UP["0s"], "the duration 0s is shorter than a millisecond", None),
    (lambda: UP[0.0004], "the duration 0.0004 is shorter than a millisecond", None),
    (lambda: UP["-5m"], "the duration -5m is negative, which is allowed only in an offset", None),
    (
        lambda: UP["293y"],
        "the duration 293y is longer than 292 years, the maximum that Prometheus supports",
        None,
    ),
    # Variables and text
    (
        lambda: var("$job"),
        "'$job' is not a valid name of a variable",
        'write the name without the $: var("job")',
    ),
    (
        lambda: var("1"),
        "'1' is not a valid name of a variable",
        'write the name without the $: var("job")',
    ),
    (lambda: var("job", format="a}b"), "'a}b' is not a valid format of a variable", None),
    (lambda: p.raw(""), "'' is not PromQL text", None),
    (
        lambda: p.raw("up +"),
        "expected an operand, but the expression ends here\n  up +\n      ^",
        None,
    ),
    (lambda: p.raw("sum(up"), "the ( is never closed\n  sum(up\n     ^", None),
    (
        lambda: p.raw("up[5m][5m]"),
        "a range is allowed only after a selector\n  up[5m][5m]\n        ^^^^",
        "write [5m:1m] with a colon for a subquery",
    ),
    (
        lambda: p.raw('up{job="a"instance="b"}'),
        'expected a comma or }, but found instance\n  up{job="a"instance="b"}\n'
        "            ^^^^^^^^",
        None,
    ),
    (
        lambda: p.label_join(UP, "a", "\ud800"),
        r"'\ud800' contains a character that UTF-8 cannot encode",
        None,
    ),
]


@pytest.mark.parametrize(
    ("make", "what", "hint"), CASES, ids=[what.split(":")[0][:40] for _, what, _ in CASES]
)
def test_an_invalid_expression_is_refused_with_a_hint(
    make: Callable[[], object], what: str, hint: str | None
) -> None:
    with pytest.raises(PromqlError) as refused:
        make()
    assert (refused.value.what, refused.value.hint) == (what, hint)
    assert "test_refusals.py:" in (refused.value.where or "")


def test_the_truth_value_of_an_expression_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        bool(UP)


def test_an_expression_is_an_operand() -> None:
    assert isinstance(UP, Operand)
