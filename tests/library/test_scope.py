"""A scope's selectors, and overriding them."""

from __future__ import annotations

import dataclasses

import pytest

from boardwright.library import EVERYTHING, Scope
from boardwright.promql import match, metric, ne, re

SCOPE = Scope(job="$job", instance=re("$instance"))


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        (SCOPE.metric("up"), 'up{job="$job",instance=~"$instance"}'),
        (SCOPE.metric("up", mode="idle"), 'up{job="$job",instance=~"$instance",mode="idle"}'),
        (SCOPE.metric("up", job="node"), 'up{job="node",instance=~"$instance"}'),
        (SCOPE.metric("up", instance="a"), 'up{job="$job",instance="a"}'),
        (SCOPE.metric("up", instance=ne("a")), 'up{job="$job",instance!="a"}'),
        (SCOPE.metric("up", instance=None), 'up{job="$job"}'),
        (SCOPE.metric("up", job=None, instance=None), "up"),
        (SCOPE.metric("up", absent=None), 'up{job="$job",instance=~"$instance"}'),
        (
            SCOPE.metric("up", match("job", "!=", "")),
            'up{job="$job",instance=~"$instance",job!=""}',
        ),
        (
            SCOPE.metric("up", match("service.name", "=", "api")),
            'up{job="$job",instance=~"$instance","service.name"="api"}',
        ),
        (SCOPE.where(job="node").metric("up"), 'up{job="node",instance=~"$instance"}'),
        (SCOPE.where(instance=None).where(zone="a").metric("up"), 'up{job="$job",zone="a"}'),
        (Scope(job=None).metric("up"), "up"),
        (EVERYTHING.metric("up"), "up"),
    ],
)
def test_a_scope_adds_matchers_to_a_selector(selector: object, expected: str) -> None:
    assert str(selector) == expected


def test_a_scope_is_unchanged_by_derived_scopes() -> None:
    SCOPE.where(job="node")
    assert str(SCOPE.metric("up")) == 'up{job="$job",instance=~"$instance"}'
    with pytest.raises(dataclasses.FrozenInstanceError):
        SCOPE.labels = ()  # type: ignore[misc]


def test_scopes_with_equal_matchers_are_equal() -> None:
    assert Scope(job="a") == Scope(job="a") != Scope(job="b")
    assert len({Scope(job="a"), Scope(job="a")}) == 1


def test_a_scope_selects_names_and_keeps_expressions_unchanged() -> None:
    assert str(SCOPE.series("up")) == 'up{job="$job",instance=~"$instance"}'
    assert str(SCOPE.series(metric("up"))) == "up"


def test_a_scope_keeps_its_window_and_data_source() -> None:
    scope = SCOPE.with_window("5m").with_datasource("thanos").where(zone="a")
    assert (scope.window, scope.datasource) == ("5m", "thanos")
    assert str(scope.metric("up")) == 'up{job="$job",instance=~"$instance",zone="a"}'
    assert (SCOPE.window, SCOPE.datasource) == (None, None)
    assert scope.with_window(None).window is None


def test_a_label_may_have_the_name_window() -> None:
    assert str(Scope(window="a", datasource="b").metric("up")) == 'up{window="a",datasource="b"}'
