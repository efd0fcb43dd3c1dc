"""Selectors: names, matchers, ranges, offsets, moments."""

from __future__ import annotations

import datetime

import pytest

from boardwright.promql import (
    INTERVAL,
    RANGE,
    Expr,
    match,
    metric,
    ne,
    nre,
    re,
    selector,
    sum_,
    var,
)

UP = metric("up")


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (UP, "up"),
        (metric("job:up:sum"), "job:up:sum"),
        (metric("up", job="a"), 'up{job="a"}'),
        (
            metric("up", a="b", c=ne("d"), e=re("f|g"), h=nre("i.*")),
            'up{a="b",c!="d",e=~"f|g",h!~"i.*"}',
        ),
        (metric("up", z="1", a="2"), 'up{z="1",a="2"}'),
        (metric("up", name="x", self="y"), 'up{name="x",self="y"}'),
        (metric("up", **{"class": "x"}), 'up{class="x"}'),
        (metric("up", class_="x"), 'up{class_="x"}'),
        (metric("up", match("service.name", "=", "x")), 'up{"service.name"="x"}'),
        (metric("up", by="x", on="y", inf="z"), 'up{by="x",on="y",inf="z"}'),
        (metric("my.metric"), '{"my.metric"}'),
        (metric("my.metric", job="x"), '{"my.metric",job="x"}'),
        (metric('q"\\'), '{"q\\"\\\\"}'),
        (metric("sum"), '{__name__="sum"}'),
        (metric("on", job="x"), '{__name__="on",job="x"}'),
        (metric("Inf"), '{__name__="Inf"}'),
        (metric(var("metric"), job="x"), '$metric{job="x"}'),
        (metric("node_${what}_total"), "node_${what}_total"),
        (metric("up", job=var("job")), 'up{job="$job"}'),
        (metric("up", job=re(var("job", format="regex"))), 'up{job=~"${job:regex}"}'),
        (metric("up", match(var("label"), "=", "x")), 'up{$label="x"}'),
        (selector(__name__=re("node_.*"), job="x"), '{__name__=~"node_.*",job="x"}'),
        (selector(a=nre("")), '{a!~""}'),
        (selector(a=re("(")), '{a=~"("}'),
        (selector(a=re(var("a"))), '{a=~"$a"}'),
        (UP["5m"], "up[5m]"),
        (UP.range(90), "up[1m30s]"),
        (UP[datetime.timedelta(days=8)], "up[8d]"),
        (UP[0.5], "up[500ms]"),
        (UP["90m"], "up[90m]"),
        (UP[var("window")], "up[$window]"),
        (UP["$__rate_interval"], "up[$__rate_interval]"),
        (UP.offset("1w"), "up offset 1w"),
        (UP.offset(-300), "up offset -5m"),
        (UP.offset("-1h30m"), "up offset -1h30m"),
        (UP.offset(0), "up"),
        (UP.offset(var("past")), "up offset $past"),
        (UP.at(1609746000), "up @ 1609746000"),
        (UP.at(1.5), "up @ 1.5"),
        (UP.at("start()"), "up @ start()"),
        (UP.at(var("to", format="date:seconds")), "up @ ${to:date:seconds}"),
        (UP.at("end()").offset("5m"), "up @ end() offset 5m"),
        (UP.offset("5m")["1m"].at("end()"), "up[1m] @ end() offset 5m"),
        (UP["1m"].offset("5m"), "up[1m] offset 5m"),
        (sum_(UP).subquery("1h"), "sum(up)[1h:]"),
        (UP.subquery("1h", "1m"), "up[1h:1m]"),
        (UP.subquery(RANGE, INTERVAL), "up[$__range:$__interval]"),
        (UP.offset("5m").subquery("1h", "1m"), "up offset 5m[1h:1m]"),
        ((UP + 1).subquery("1h", "1m").offset("1d").at(5), "(up + 1)[1h:1m] @ 5 offset 1d"),
        ((-UP).subquery("1h"), "(-up)[1h:]"),
        (var("metric").subquery("1h"), "$metric[1h:]"),
    ],
    ids=str,
)
def test_a_selector_is_rendered_as_promql(made: Expr, text: str) -> None:
    assert str(made) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", '"plain"'),
        ('quo"te', r'"quo\"te"'),
        ("back\\slash", r'"back\\slash"'),
        ("new\nline\ttab\rreturn", r'"new\nline\ttab\rreturn"'),
        ("\x00\x1f\x7f", r'"\x00\x1f\x7f"'),
        ("\x85\x9b", r'"\u0085\u009b"'),
        ("\ufffd", r'"\ufffd"'),
        ("日本 é 😀", '"日本 é 😀"'),
        ("it's `fine`", '"it\'s `fine`"'),
        (r"\d+\.x", r'"\\d+\\.x"'),
    ],
)
def test_values_of_matchers_are_escaped(value: str, text: str) -> None:
    assert str(metric("up", a=value)) == f"up{{a={text}}}"


def test_the_method_where_adds_and_replaces_matchers() -> None:
    cpu = metric("cpu", job="node", mode="idle")
    assert str(cpu.where(cpu="0")) == 'cpu{job="node",mode="idle",cpu="0"}'
    assert str(cpu.where(job=re("a|b"))) == 'cpu{job=~"a|b",mode="idle"}'
    twice = cpu.where(match("mode", "!=", "idle"), match("mode", "!=", "iowait"))
    assert str(twice) == 'cpu{job="node",mode!="idle",mode!="iowait"}'
    assert str(cpu) == 'cpu{job="node",mode="idle"}'


def test_the_method_where_keeps_offset_and_time() -> None:
    assert str(UP.offset("1d").at(5).where(a="b")) == 'up{a="b"} @ 5 offset 1d'
