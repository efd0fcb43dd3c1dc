"""Invalid variants of real expressions: a token is removed, swapped or changed."""

from __future__ import annotations

import random
from collections.abc import Sequence

from boardwright.promql.lexer import iter_tokens

SEEDS = [
    "100 - avg by (job) (irate(cpu{mode='idle',i=~\"a|b\"}[5m])) * 100",
    "histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m])))",
    "rate(x[2 * 5m])",
    "rate(x[5m] anchored)",
    "increase(x[5m] smoothed offset 5m)",
    "h </ 0.5 + h >/ 1",
    "max_over_time(x[step()])",
    "x offset -(1m + 1m)",
    "x offset step() + y",
    "rate(x[max_of(5m, 2 * step())] offset -(5m))",
    "a + fill (0) b",
    "a / on (x) group_left (y) fill_left (1) fill_right (-2) b",
    "holt_winters(x[5m], 0.1, 0.2)",
    '{"a.b",c="d"}',
    'sum by ("a.b", c) (x)',
    "x @ end() offset 5m",
    "max_of(1, 2) * step()",
    "a > bool b",
    'info(x, {a="b"})',
    'info(x, {"b",c=""})',
    "limitk(2, x) or limit_ratio(0.5, x)",
    "a and on () b unless ignoring (c) d",
    "avg_over_time(x[5m:30s] @ 1.5)",
    "5m * 2 + 1_000 + 0x1F + 010 + 1e3 + .5",
    "rate(x[300])",
    "-x ^ 2 - -y + +z % inf",
    'label_replace(x, "a", "$1", "b", "(.*)")',
    "count_values without (a) (\"v\", x{a='\\x41\\n',b!~`c.*`})",
    'histogram_quantiles(x, "q", .5, .9)',
    "sort_by_label(x, 'a') atan2 absent(y)",
    'a{b="c",}',
    "sum(x) by (a,)",
    "day_of_week() == bool time()",
    "quantile by (bool, group_left, start) (.9, by{offset='x'})",
]
"""Expressions that together contain each part of PromQL's syntax at least once."""

_WORDS = [
    *("offset", "@", "by", "without", "on", "ignoring", "group_left", "group_right", "bool"),
    *("and", "or", "unless", "atan2", "fill", "fill_left", "anchored", "smoothed", "start"),
    *("end", "step", "range", "max_of", "min_of", "inf", "NaN", "sum", "SUM", "OFFSET", "info"),
    *("[5m]", "[5m:]", "[1h:5m]", "[300]", "[-5m]", "[0s]", "[5m*2]", "[step()]", "[]", "[5m:0]"),
    *("(", ")", "{", "}", ",", "()", "{}", "[", "]", '"x"', "'y'", "`z`", '"', "\\", "#c\n"),
    *("1", "0", "5m", "-1", "1e5", ".5", "1.5.2", "5mm", "1y2d", "0x", "08", "1__0", "1_", "5 m"),
    *("+", "-", "*", "/", "%", "^", "==", "!=", ">", "<", ">=", "<=", "=~", "!~", "=", "</", ">/"),
    *(":", "::", "a:b", "!", "~", "&", "|", ";", "é", "__name__", "le", "x", "y"),
]
_CHARACTERS = "0a\"_.:[]{}()\\ '`-e5ms#\n=~!,@é"


def mutations(count: int, *, seed: int, bases: Sequence[str] = ()) -> list[str]:
    """Return different expressions, most of them invalid. Equal arguments give equal results."""
    chosen = random.Random(seed)
    weighted = [*bases, *SEEDS * max(1, len(bases) // len(SEEDS) // 2)]
    words = [*_WORDS, *(word for base in weighted for word, _ in iter_tokens(base))]
    found: dict[str, None] = {}
    while len(found) < count:
        text = _mutate(chosen, chosen.choice(weighted), words)
        if text.strip() and "$" not in text and "[[" not in text:
            found[text] = None
    return list(found)


def _mutate(chosen: random.Random, base: str, words: Sequence[str]) -> str:
    tokens = [word for word, _ in iter_tokens(base)]
    for _ in range(chosen.choice([1, 1, 1, 2, 3])):
        if not tokens:
            break
        at = chosen.randrange(len(tokens))
        _CHANGES[chosen.randrange(len(_CHANGES))](chosen, tokens, at, words)
    return ("" if chosen.random() < 0.05 else " ").join(tokens)


def _remove(chosen: random.Random, tokens: list[str], at: int, words: Sequence[str]) -> None:
    del tokens[at]


def _insert(chosen: random.Random, tokens: list[str], at: int, words: Sequence[str]) -> None:
    tokens.insert(at, chosen.choice(words))


def _replace(chosen: random.Random, tokens: list[str], at: int, words: Sequence[str]) -> None:
    tokens[at] = chosen.choice(words)


def _swap(chosen: random.Random, tokens: list[str], at: int, words: Sequence[str]) -> None:
    other = chosen.randrange(len(tokens))
    tokens[at], tokens[other] = tokens[other], tokens[at]


def _repeat(chosen: random.Random, tokens: list[str], at: int, words: Sequence[str]) -> None:
    tokens.insert(at, tokens[at])


def _add_character(chosen: random.Random, tokens: list[str], at: int, words: Sequence[str]) -> None:
    word, place = tokens[at], chosen.randrange(len(tokens[at]) + 1)
    tokens[at] = word[:place] + chosen.choice(_CHARACTERS) + word[place:]


def _remove_character(
    chosen: random.Random, tokens: list[str], at: int, words: Sequence[str]
) -> None:
    word, place = tokens[at], chosen.randrange(max(1, len(tokens[at])))
    tokens[at] = word[:place] + word[place + 1 :]


_CHANGES = (_remove, _insert, _replace, _swap, _repeat, _add_character, _remove_character)
