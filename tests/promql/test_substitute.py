"""What stands in for Grafana's variables, and the way back to the user's text."""

from __future__ import annotations

import pytest

from boardwright.errors import PromqlError
from boardwright.promql import parse
from boardwright.promql.substitute import substitute

CASES = [
    ("rate(up[$__rate_interval])", "rate(up[5m])"),
    ("rate(up[${window}])", "rate(up[5m])"),
    ("rate(up[[[window]]])", "rate(up[5m])"),
    ("rate(up[${n}m])", "rate(up[5m])"),
    ("up[$range:$step]", "up[5m:5m]"),
    ("up[1h:$__interval]", "up[1h:5m]"),
    ("up offset $past", "up offset 5m"),
    ("up offset -$past", "up offset -5m"),
    ("up offset ${n}m", "up offset 5m"),
    ("up @ $now", "up @ 1"),
    ("up @ $now offset 5m", "up @ 1 offset 5m"),
    ("up @ -$now offset 5m", "up @ -1 offset 5m"),
    ("up[5m] @ $now offset $lag", "up[5m] @ 1 offset 5m"),
    ("$metric @ 5 offset 5m", "x @ 5 offset 5m"),
    ("up @ ${__to:date:seconds}", "up @ 1"),
    ("up @ $now offset 5m", "up @ 1 offset 5m"),
    ("up @ -$now offset $ago", "up @ -1 offset 5m"),
    ("rate(up[5m] offset -$ago @ $now)", "rate(up[5m] offset -5m @ 1)"),
    ('up{job="$job"}', 'up{job="x"}'),
    ('up{job=~"a|${job:regex}.*"}', 'up{job=~"a|x.*"}'),
    ("up{job=~'[[job]]'}", "up{job=~'x'}"),
    ("up{job=~`\\d+$job`}", 'up{job=~"\\\\d+x"}'),
    ("up{job=~${job:doublequote}}", 'up{job=~"x"}'),
    ('up{$label="a"}', 'up{x="a"}'),
    ("up{$filter}", 'up{x="x"}'),
    ('up{a="b",$filter}', 'up{a="b",x="x"}'),
    ('up{a="b" $filter}', 'up{a="b" ,x="x"}'),
    ('up{$filter a="b"}', 'up{x="x", a="b"}'),
    ("$metric", "x"),
    ("$metric{}", "x{}"),
    ("$metric[5m]", "x[5m]"),
    ("$metric offset 5m", "x offset 5m"),
    ("node_${what}_total", "node_x_total"),
    ("job:$metric:sum", "job:x:sum"),
    ("up * $factor", "up * 1"),
    ("up > bool $limit", "up > bool 1"),
    ("up and $other", "up and x"),
    ("$a / $b", "x / 1"),
    ("up / on (job) $b", "up / on (job) x"),
    ("topk($k, up)", "topk(1, up)"),
    ("topk by (job) ($k, $m)", "topk by (job) (1, x)"),
    ("quantile($q, $m)", "quantile(1, x)"),
    ("clamp_max(up, ($most) * 2)", "clamp_max(up, (1) * 2)"),
    ("clamp_max(up, -$most)", "clamp_max(up, -1)"),
    ("topk(5, ($m))", "topk(5, (x))"),
    ("clamp($m, $a, $b)", "clamp(x, 1, 1)"),
    ("rate($range_vector)", "rate(x[5m])"),
    ("label_join(up, $dst, $sep)", 'label_join(up, "x", "x")'),
    ('label_replace(up, "a", "$1", "b", "$2${3}")', 'label_replace(up, "a", "$1", "b", "$2${3}")'),
    ('label_replace(up, "a", "$1-$b", "b", "")', 'label_replace(up, "a", "$1-x", "b", "")'),
    ("sum by ($group) (up)", "sum by (x) (up)"),
    ("sum by (job, $group) (up)", "sum by (job, x) (up)"),
    ("up / on ($a) group_left ($b) up", "up / on (x) group_left (y) up"),
    ("$agg(up)", "sum(up)"),
    ("$agg by (job) (up)", "sum by (job) (up)"),
    ("${agg}_over_time(up[5m])", "sum_over_time(up[5m])"),
    ("up * $__interval_ms / 1000", "up * 1 / 1000"),
    ("$__range_s * up", "1 * up"),
    ("up # $comment", "up # $comment"),
    ("up + 1$digit", "up + 11"),
    ("no variables", "no variables"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_by_position(text: str, expected: str) -> None:
    assert substitute(text).text == expected


@pytest.mark.parametrize("text", [text for text, _ in CASES if text not in {"no variables"}])
def test_parses(text: str) -> None:
    parse(text)


def test_pieces_lead_back() -> None:
    text = 'rate(up{job="${job:regex}"}[$__rate_interval]) * $factor'
    read = substitute(text)
    assert read.text == 'rate(up{job="x"}[5m]) * 1'
    assert read.variables == ("job", "__rate_interval", "factor")
    for new, old in [("rate", "rate"), ('"x', '"$'), ("[5", "[$"), ("* 1", "* $")]:
        assert read.origin(read.text.index(new)) == text.index(old)
    assert read.origin(read.text.index("m]")) == text.index("$__rate")
    assert read.origin(len(read.text)) == len(text)


def test_a_name_is_told_once() -> None:
    assert substitute('$a + ${a:csv} + [[a]] + up{x="$b"}').variables == ("a", "b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("up +", "up +: invalid promql query"),
        ("nosuch(up)", "nosuch(up): unknown function with name 'nosuch'"),
        (
            'up{a="b" or c="d"}',
            'up{a="b" or c="d"}: `or` between matchers is not Prometheus\'',
        ),
        (
            "rate($a",
            "rate($a: unclosed left parenthesis\n  the ( at character 5 is never closed",
        ),
        ("a)", "a): unexpected right parenthesis ')'\n  the ) at character 2 has no other half"),
        (
            'a{b="c}',
            'a{b="c}: unterminated quoted string "\n  the " at character 5 has no other half',
        ),
    ],
)
def test_refused(text: str, message: str) -> None:
    with pytest.raises(PromqlError) as refused:
        parse(text)
    assert str(refused.value) == message


def test_place_is_the_callers() -> None:
    with pytest.raises(PromqlError) as refused:
        parse("up +", where="boards/a.json, panel 3")
    assert str(refused.value).startswith("boards/a.json, panel 3: up +: ")


@pytest.mark.parametrize("text", ["1 > $limit", "time() - $start", "$fn(up[5m])", "$f($m[5m]) > 1"])
def test_second_guess(text: str) -> None:
    parse(text)
