"""Prometheus's own parser and ours accept the same expressions, in 2.42 and in 3.16.

`promtool` is Debian's 2.42; `promtool-3.16` is built from Prometheus's Go module.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from boardwright.notation.versions import Version
from boardwright.promql import Expr
from boardwright.promql.availability import list_requirements
from boardwright.promql.expression import Expression
from boardwright.promql.function_table import AGGREGATIONS, FUNCTIONS
from promql.corpus import corpus_queries, fill_variables
from promql.mutations import SEEDS, mutations
from promql.prometheus_parser import refusals
from promql.strategies import NEWEST, OLD
from support import server_program

SAMPLE = 400
MUTATIONS = 20_000
OLD_VERSION: Version = (2, 42)
NEW_VERSION: Version = (3, 16)
PROGRAMS = {OLD_VERSION: "promtool", NEW_VERSION: "promtool-3.16"}
VALUES = ("x", "1", "sum", "5m")

versions = pytest.mark.parametrize("version", PROGRAMS, ids=("2.42", "3.16"))


def accepts(expression: Expression, version: Version) -> bool:
    """Return whether we accept an expression for a version, experimental parts included."""
    return expression.error is None and all(
        each.is_met_by(version) for each in list_requirements(expression)
    )


def disagreements(texts: Sequence[str], version: Version) -> list[str]:
    """Return the expressions on which Prometheus and we differ, with both verdicts."""
    promtool = server_program(PROGRAMS[version])
    refused = refusals(promtool, texts, all_features=version == NEW_VERSION)
    assert refused, "Prometheus accepts everything: the comparison would prove nothing"
    found = []
    for at, text in enumerate(texts):
        expression = Expression(text)
        if accepts(expression, version) == (at in refused):
            ours = expression.error.reason if expression.error else "accepted"
            found.append(f"{text!r}: we say {ours}, Prometheus {refused.get(at, 'accepts it')}")
    return found


def sample(strategy: SearchStrategy[Expr]) -> list[str]:
    """Return the same generated expressions on every run."""
    texts: list[str] = []

    @given(strategy)
    @settings(
        max_examples=SAMPLE,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def collect(expr: Expr) -> None:
        texts.append(str(expr))

    collect()
    return list(dict.fromkeys(texts))


@pytest.mark.real
@versions
def test_prometheus_accepts_the_same_generated_expressions(version: Version) -> None:
    texts = sample(NEWEST.exprs if version == NEW_VERSION else OLD.exprs)
    assert len(texts) > SAMPLE / 2
    assert disagreements([*texts, "refused("], version) == []


@pytest.mark.real
@versions
def test_prometheus_accepts_the_same_mutations(version: Version) -> None:
    assert disagreements([*SEEDS, *mutations(MUTATIONS, seed=1)], version) == []


@pytest.mark.real
@versions
def test_prometheus_accepts_the_same_arguments_of_every_function(
    version: Version,
) -> None:
    samples = ("x", "x[5m]", "1", '"s"')
    texts = []
    for name in (*FUNCTIONS, *AGGREGATIONS):
        texts += [f"{name}({', '.join(given)})" for given in _arguments(samples)]
    assert disagreements(texts, version) == []


def _arguments(samples: Sequence[str]) -> list[tuple[str, ...]]:
    """Return arguments of every number up to 3, and some of more."""
    found: list[tuple[str, ...]] = [()]
    for _ in range(3):
        found += [(*given, one) for given in found for one in samples if len(given) < 3]
    more = [("x", '"s"', '"s"', '"s"', '"s"'), ("x", '"s"', *["1"] * 10), ("x", '"s"', *["1"] * 11)]
    return [*dict.fromkeys(found), *more, ("x", *['"s"'] * 3), ("x", *['"s"'] * 5)]


@pytest.mark.real
@versions
def test_prometheus_accepts_the_same_queries_of_public_dashboards(
    version: Version,
) -> None:
    """Compare each query with itself, with values in place of its variables."""
    texts = corpus_queries()
    variants = [fill_variables(text, value) for text in texts for value in VALUES]
    refused = refusals(
        server_program(PROGRAMS[version]), variants, all_features=version == NEW_VERSION
    )
    wrong = []
    for at, text in enumerate(texts):
        places = range(at * len(VALUES), (at + 1) * len(VALUES))
        expected = any(place not in refused for place in places)
        if accepts(Expression(text), version) != expected:
            wrong.append((text, refused.get(places[0])))
    assert len(texts) > 1000
    assert wrong == []


@pytest.mark.real
@versions
def test_prometheus_accepts_the_same_mutations_of_public_dashboards(
    version: Version,
) -> None:
    bases = [fill_variables(text, "x") for text in corpus_queries()]
    assert disagreements(mutations(MUTATIONS, seed=2, bases=bases), version) == []
