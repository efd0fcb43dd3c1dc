"""Expressions are values: equal by content, hashable, frozen, copied whole."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from boardwright.promql import Expr, avg, irate, metric, number, raw, var

IDLE = metric("cpu", mode="idle")
MADE = [
    IDLE,
    IDLE["5m"],
    100 - avg(irate(IDLE), by="mode") * 100,
    (IDLE / IDLE).on("x").group_left("y"),
    IDLE.subquery("1h", "1m").offset("5m"),
    number(float("nan")),
    var("job", format="regex"),
    raw("a or b"),
]


def test_expressions_with_equal_content_are_equal() -> None:
    assert metric("cpu", mode="idle") == IDLE
    assert metric("cpu", mode="user") != IDLE
    assert avg(irate(IDLE)) == avg(irate(IDLE))
    assert avg(irate(IDLE)) != avg(irate(IDLE, "5m"))
    assert number(float("nan")) == number(float("nan"))
    assert number(100) == number(100.0)
    assert IDLE != "cpu"


def test_the_modulo_of_durations_has_the_sign_of_the_left_operand() -> None:
    """10 s = -1 x -7 s + 3 s. Prometheus 3.16 evaluates `x offset (10s % -7s)` 3 s earlier."""
    window = metric("x")["10s % -7s"].window
    assert (window.text, window.milliseconds) == ("10s % -7s", 3_000)


def test_expressions_are_hashable() -> None:
    assert len({IDLE, metric("cpu", mode="idle"), IDLE["5m"]}) == 2


@pytest.mark.parametrize("made", MADE, ids=str)
def test_copies_and_pickles_of_an_expression_are_equal(made: Expr) -> None:
    assert copy.deepcopy(made) == made
    assert copy.copy(made) == made
    again = pickle.loads(pickle.dumps(made))
    assert again == made
    assert str(again) == str(made)


@pytest.mark.parametrize("made", MADE, ids=str)
def test_fields_of_an_expression_cannot_be_set(made: Expr) -> None:
    name = dataclasses.fields(made)[0].name  # type: ignore[arg-type]
    with pytest.raises(AttributeError, match=f"cannot assign to field '{name}'"):
        setattr(made, name, 1)
    with pytest.raises(AttributeError, match="cannot delete field"):
        delattr(made, name)
    with pytest.raises(AttributeError):
        made.other = 1  # type: ignore[attr-defined]


def test_the_repr_of_an_expression_names_the_fields() -> None:
    assert repr(number(1)) == "Number(text='1')"
    assert repr(metric("up")) == (
        "Selector(name='up', matchers=(), shift=None, moment=None, extended=None)"
    )


def test_an_expression_can_be_formatted_into_text() -> None:
    assert f"{IDLE} > 0" == 'cpu{mode="idle"} > 0'


def test_an_expression_is_not_iterable() -> None:
    with pytest.raises(TypeError):
        iter(IDLE)  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        assert 1 in IDLE  # type: ignore[operator]
