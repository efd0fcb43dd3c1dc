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
EQUALITY = "Python's own == and != compare values: write a.eq(b), a.ne(b)"
A_RANGE = 'a range is x["5m"] of a selector, x.subquery("5m", "1m") of others'
TRUTH = (
    "Python's `and`, `or`, `not`, `if` and chained comparisons cannot be PromQL: "
    "write a & b, a | b, a.unless(b), a.eq(b), (a > 1) & (a < 5)"
)
FOUR = "targets are scraped every 10s; a window of four scrapes tolerates a missed one: 40s"
DURATIONS = 'durations are "5m", "1h30m", "500ms", or seconds'
A_RATE = "take a rate or an …_over_time of it first"
SET = "put comparisons in parentheses: (a > 1) & (b > 2)"

CASES: list[tuple[Callable[[], object], str, str | None]] = [
    # Python's own functions
    (
        lambda: sum(UP),
        "up: an expression is not a list",
        "If you called sum, min or max, import them from boardwright.promql: "
        "from boardwright.promql import sum",
    ),
    (
        lambda: abs(UP),
        "up: Python's abs takes a number",
        "Import PromQL's: from boardwright.promql import abs",
    ),
    (
        lambda: round(rate(UP)),
        "rate(up[1m]): Python's round takes a number",
        "Import PromQL's: from boardwright.promql import round",
    ),
    # Windows
    (
        lambda: rate(sum_(UP)),
        "rate(sum(up)): rate takes a range vector, and sum(up) is an instant vector",
        "write sum(rate(…)): rate of sum hides counter resets",
    ),
    (
        lambda: irate(topk(5, UP)),
        "irate(topk(5, up)): irate takes a range vector, and topk(5, up) is an instant vector",
        "write topk(…, irate(…)): irate of topk hides counter resets",
    ),
    (
        lambda: p.delta(sum_(UP)),
        "delta(sum(up)): delta takes a range vector, and sum(up) is an instant vector",
        A_RANGE,
    ),
    (
        lambda: rate(UP + 1),
        "rate(up + 1): rate takes a range vector, and up + 1 is an instant vector",
        A_RANGE,
    ),
    (
        lambda: rate(UP, "15s"),
        "rate(up[15s]): a window of 15s is shorter than two scrapes (20s)",
        FOUR,
    ),
    (
        lambda: irate(UP[19]),
        "irate(up[19s]): a window of 19s is shorter than two scrapes (20s)",
        FOUR,
    ),
    (
        lambda: p.changes(UP, "5s"),
        "changes(up[5s]): a window of 5s is shorter than two scrapes (20s)",
        FOUR,
    ),
    (
        lambda: p.deriv(UP.subquery("1m", "45s")),
        "deriv(up[1m:45s]): a range of 1m is shorter than two steps of 45s",
        "take a longer range or a shorter step",
    ),
    (
        lambda: rate(RANGE, "1m"),
        "rate(up[5m]): a window (1m) cannot be put on up[5m]",
        None,
    ),
    (
        lambda: rate(p.raw("$x"), "1m"),
        "rate($x): a window (1m) cannot be put on $x",
        None,
    ),
    (
        lambda: rate(UP + 1, "1m"),
        "rate(up + 1): rate takes a range vector, and up + 1 is an instant vector",
        A_RANGE,
    ),
    (lambda: rate("up", "1m"), "'up' is not an expression", 'text is metric("…") or raw("…")'),  # type: ignore[arg-type]
    (lambda: RANGE["1m"], "up[5m]: a range of a range (1m) cannot be", None),
    (lambda: RANGE.range("1m"), "up[5m]: a range of a range (1m) cannot be", None),
    (
        lambda: p.max_over_time(UP),
        "max_over_time(up): max_over_time takes a range vector, and up is an instant vector",
        'give the range, it is part of the question: max_over_time(up["5m"])',
    ),
    (
        lambda: p.resets(UP),
        "resets(up): resets takes a range vector, and up is an instant vector",
        'give the range, it is part of the question: resets(up["5m"])',
    ),
    (
        lambda: p.predict_linear(UP, 3600),
        "predict_linear(up): predict_linear takes a range vector, and up is an instant vector",
        'give the range, it is part of the question: predict_linear(up["5m"])',
    ),
    (
        lambda: settings(scrape_interval="10s", window="15s").__enter__(),
        "window: a window of 15s is shorter than two scrapes (20s)",
        FOUR,
    ),
    (
        lambda: settings(scrape_interval="$__interval").__enter__(),
        "scrape_interval $__interval is a variable, and must be a duration",
        None,
    ),
    # Kinds
    (
        lambda: sum_(RANGE),
        "sum(up[5m]): sum takes an instant vector, and up[5m] is a range vector",
        A_RATE,
    ),
    (
        lambda: sum_(p.time()),
        "sum(time()): sum takes an instant vector, and time() is a scalar",
        "use vector(…) to turn a scalar into an instant vector",
    ),
    (
        lambda: topk(UP, UP),
        "topk(up, up): topk takes a scalar, and up is an instant vector",
        "use scalar(…) to turn an instant vector with one series into a scalar",
    ),
    (
        lambda: p.vector(UP),
        "vector(up): vector takes a scalar, and up is an instant vector",
        "use scalar(…) to turn an instant vector with one series into a scalar",
    ),
    (
        lambda: p.label_replace(UP, UP, "", "", ""),
        'label_replace(up, up, "", "", ""): label_replace takes a string, '
        "and up is an instant vector",
        None,
    ),
    (
        lambda: p.histogram_quantiles(UP, "q"),
        'histogram_quantiles(up, "q"): histogram_quantiles takes 3 to 12 arguments',
        None,
    ),
    (
        lambda: p.time().subquery("5m"),
        "time(): a subquery is of an instant vector, not a scalar",
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
    (lambda: UP + (UP == 1), "False is not an expression", EQUALITY),
    (lambda: sum_(UP != 1), "True is not an expression", EQUALITY),  # type: ignore[arg-type]
    (lambda: UP + "b", "'b' is not an expression", 'text is metric("…") or raw("…")'),
    (lambda: sum_("b"), "'b' is not an expression", 'text is metric("…") or raw("…")'),  # type: ignore[arg-type]
    (lambda: UP + None, "None is not an expression", None),
    (lambda: p.number(True), "True is not a number", None),
    (lambda: UP + 10**400, "an integer of 1329 bits is too large for a number", None),
    (lambda: bool(UP > 1), "up > 1: an expression has no truth value", TRUTH),
    (lambda: 0 < UP < 5, "up > 0: an expression has no truth value", TRUTH),
    (lambda: UP and UP, "up: an expression has no truth value", TRUTH),
    (lambda: max(UP, UP), "up > up: an expression has no truth value", TRUTH),
    # Operators
    (
        lambda: p.number(1) > 2,
        "1 > 2: two scalars compare only with bool",
        "write a.gt(b, bool=True)",
    ),
    (
        lambda: p.scalar(UP).eq(1),
        "scalar(up) == 1: two scalars compare only with bool",
        "write a.eq(b, bool=True)",
    ),
    (
        lambda: UP & 1,
        "up and 1: and is for two instant vectors, and one side is a scalar",
        SET,
    ),
    (
        lambda: UP > 1 & UP,
        "1 and up: and is for two instant vectors, and one side is a scalar",
        SET,
    ),
    (
        lambda: UP.unless(p.time()),
        "up unless time(): unless is for two instant vectors, and one side is a scalar",
        SET,
    ),
    (
        lambda: (UP + 1).on("x"),
        "up + 1: on(…) matches the series of two instant vectors, and one side is a scalar",
        None,
    ),
    (
        lambda: (UP / UP).on("x").ignoring("y"),
        "up / on (x) up: ignoring(…) is the second matching of one operator",
        None,
    ),
    (
        lambda: (UP / UP).group_left("x"),
        "up / up: group_left(…) needs on(…) or ignoring(…) before it",
        'write (a / b).on("label").group_left(…)',
    ),
    (
        lambda: (UP / UP).on("x").group_left().group_right(),
        "up / on (x) group_left () up: group_right(…) is the second grouping of one operator",
        None,
    ),
    (
        lambda: (UP & UP).on("x").group_left(),
        "up and on (x) up: group_left(…) is not for and, which matches many to many",
        None,
    ),
    (
        lambda: (UP / UP).on("x").group_left("x"),
        "up / on (x) up: label x is in on(…) and in group_left(…)",
        None,
    ),
    (
        lambda: sum_(UP, by="x", without="y"),
        "sum by (x) (up): by and without are given once, by one of the two",
        None,
    ),
    (lambda: sum_(UP, by=""), "'' is not a label's name", None),
    (lambda: sum_(UP, by=(1,)), "1 is not a label's name", None),  # type: ignore[arg-type]
    (lambda: sum_(UP).by(UP), f"{UP!r} is not a label's name", None),
    (
        lambda: (UP & UP).fill(0),
        "up and up: fill is for arithmetic and comparisons of two instant vectors",
        None,
    ),
    (
        lambda: UP.anchored().smoothed(),
        "up anchored: anchored and smoothed exclude each other",
        None,
    ),
    # Selectors
    (lambda: metric(""), "'' is not a metric's name", None),
    (
        lambda: metric('up{job="x"}'),
        "'up{job=\"x\"}' is not a metric's name",
        'labels are arguments: metric("up", job="x"); any PromQL is raw("…")',
    ),
    (
        lambda: metric("sum(up)"),
        "'sum(up)' is not a metric's name",
        'labels are arguments: metric("up", job="x"); any PromQL is raw("…")',
    ),
    (lambda: metric("\ud800"), r"'\ud800' is not a metric's name", None),
    (lambda: metric(1), "1 is not a metric's name", None),  # type: ignore[arg-type]
    (
        lambda: metric("up", code=500),  # type: ignore[arg-type]
        "500 is not a label's value",
        'labels are text: write "500"',
    ),
    (lambda: metric("up", a=None), "None is not a label's value", None),  # type: ignore[arg-type]
    (lambda: metric("up", a="\udfff"), r"'\udfff' is not Unicode text", None),
    (lambda: match("", "=", "x"), "'' is not a label's name", None),
    (
        lambda: match("a", "==", "x"),  # type: ignore[arg-type]
        "'==' does not match labels",
        "it is one of = != =~ !~",
    ),
    (
        lambda: metric("up", "job"),  # type: ignore[arg-type]
        "'job' is not a matcher",
        'write match("label", "=", "value") or label="value"',
    ),
    (
        lambda: metric("up", __name__="x"),
        "up: __name__ would name the metric a second time",
        None,
    ),
    (
        p.selector,
        "{} selects every series",
        'at least one matcher must not match the empty text: job="x", job=re(".+")',
    ),
    (
        lambda: p.selector(a="", b=p.ne("x"), c=p.re(".*"), d=p.nre(".+")),
        '{a="",b!="x",c=~".*",d!~".+"} selects every series',
        'at least one matcher must not match the empty text: job="x", job=re(".+")',
    ),
    (lambda: UP.offset("5m").offset("1m"), "up offset 5m: offset is given twice", None),
    (lambda: UP.at(1).at(2), "up @ 1: @ is given twice", None),
    (
        lambda: UP.at("now"),
        "'now' is not a moment",
        'it is seconds since 1970, "start()", "end()" or a variable',
    ),
    (
        lambda: UP.at(math.inf),
        "inf is not a moment",
        'it is seconds since 1970, "start()", "end()" or a variable',
    ),
    # Durations
    (lambda: UP["2 *"], "'2 *' is not a duration", DURATIONS),
    (lambda: UP["1m - 2m"], "duration 1m - 2m is negative: only an offset may be", None),
    (lambda: UP["5"], "'5' is not a duration", DURATIONS),
    (lambda: UP["1.5h"], "'1.5h' is not a duration", DURATIONS),
    (lambda: UP["1m1h"], "'1m1h' is not a duration", DURATIONS),
    (lambda: UP[""], "duration  is shorter than a millisecond", None),
    (lambda: UP[None], "None is not a duration", DURATIONS),
    (lambda: UP[True], "True is not a duration", DURATIONS),
    (lambda: UP[math.nan], "nan is not a duration", DURATIONS),
    (lambda: UP["0s"], "duration 0s is shorter than a millisecond", None),
    (lambda: UP[0.0004], "duration 0.0004 is shorter than a millisecond", None),
    (lambda: UP["-5m"], "duration -5m is negative: only an offset may be", None),
    (
        lambda: UP["293y"],
        "duration 293y is longer than the 292 years that Prometheus can count",
        None,
    ),
    # Variables and text
    (
        lambda: var("$job"),
        "'$job' is not a variable's name",
        'give it without the $: var("job")',
    ),
    (lambda: var("1"), "'1' is not a variable's name", 'give it without the $: var("job")'),
    (lambda: var("job", format="a}b"), "'a}b' is not a format of a variable", None),
    (lambda: p.raw(""), "'' is not PromQL text", None),
    (
        lambda: p.raw("up +"),
        "expected an operand, but the expression ends here\n  up +\n      ^",
        None,
    ),
    (lambda: p.raw("sum(up"), "the ( is never closed\n  sum(up\n     ^", None),
    (
        lambda: p.raw("up[5m][5m]"),
        "a range is only for selectors\n  up[5m][5m]\n        ^^^^",
        "a subquery has a colon: [5m:1m]",
    ),
    (
        lambda: p.raw('up{job="a"instance="b"}'),
        'expected a comma or }, but found instance\n  up{job="a"instance="b"}\n'
        "            ^^^^^^^^",
        None,
    ),
    (
        lambda: p.label_join(UP, "a", "\ud800"),
        r"'\ud800' is not Unicode text",
        None,
    ),
]


@pytest.mark.parametrize(
    ("make", "what", "hint"), CASES, ids=[what.split(":")[0][:40] for _, what, _ in CASES]
)
def test_refused(make: Callable[[], object], what: str, hint: str | None) -> None:
    with pytest.raises(PromqlError) as refused:
        make()
    assert (refused.value.what, refused.value.hint) == (what, hint)
    assert "test_refusals.py:" in (refused.value.where or "")


def test_truth_is_a_type_error_too() -> None:
    with pytest.raises(TypeError):
        bool(UP)


def test_fixture_is_an_operand() -> None:
    assert isinstance(UP, Operand)
