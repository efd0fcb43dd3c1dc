"""Queries with recorded series show the values of the original queries: a real Prometheus decides.

Every part of every query below becomes a rule. Prometheus evaluates the rules each 15 s over six
minutes of samples, and stores the results. Then it answers both forms of each query, at times at
which the rules were evaluated: the group has a fixed offset within the 15 s.

Two counters on three machines and two jobs, of which machine `c` has one only, and restarts:

    requests_total{job, instance, code}    latency_bucket{job, instance, le}    memory_bytes
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from boardwright.promql import parse
from boardwright.promql.expression import Expression
from boardwright.suggestions.chosen_rules import rewrite_query
from boardwright.suggestions.recordable_parts import list_part_places
from boardwright.suggestions.rule_names import name_rule
from stack.servers import Prometheus
from suggestions.random_queries import QueryMaker
from suggestions.stored_series import START, STEP, openmetrics, prometheus_over

pytestmark = pytest.mark.slow

SAMPLES = 25
FIRST, LAST = START + 8 * STEP, START + 24 * STEP
"""The compared times, in seconds."""

QUERIES = (
    # the label is kept
    'sum by (instance) (rate(requests_total{instance=~"$instance"}[1m]))',
    'sum by (instance, code) (rate(requests_total{instance=~"$instance",code=~"5.."}[60s]))',
    'sum without (code, job) (rate(requests_total{instance=~"$instance"}[1m]))',
    'avg by (instance) (rate(requests_total{instance=~"$instance"}[1m]))',
    'quantile by (instance) (0.5, rate(requests_total{instance!="$one"}[1m]))',
    'stddev by (instance) (memory_bytes{instance=~"$instance"})',
    'count by (instance) (requests_total{instance!~"$instance"})',
    'max by (instance) (memory_bytes{instance=~"$instance"} / 1024)',
    'sum by (instance) (memory_bytes{instance=~"$instance"} > 250)',
    # the label is not kept, and the aggregation is combined
    'sum(rate(requests_total{instance=~"$instance"}[1m]))',
    'sum by (code) (increase(requests_total{instance=~"$instance",job="$job"}[2m]))',
    'count(requests_total{instance=~"$instance"})',
    'min(memory_bytes{instance=~"$instance"})',
    'max by (job) (memory_bytes{instance=~"$instance"})',
    'group by (job) (requests_total{instance=~"$instance"})',
    'sum without (instance, code) (rate(requests_total{instance=~"$instance"}[1m]))',
    # one value of the label, so that any aggregation is of one series
    'avg(rate(requests_total{instance="$one"}[1m]))',
    'quantile(0.9, rate(requests_total{instance="$one"}[1m]))',
    'stdvar by (job) (memory_bytes{instance="$one"})',
    # operations around it
    'sum(rate(requests_total{instance=~"$instance",code="500"}[1m]))'
    ' / sum(rate(requests_total{instance=~"$instance"}[1m]))',
    'sum by (instance) (rate(requests_total{instance=~"$instance",code="500"}[1m]))'
    ' / sum by (instance) (rate(requests_total{instance=~"$instance"}[1m])) * 100',
    '1 - avg by (instance) (rate(requests_total{instance=~"$instance",code="200"}[1m]))',
    'histogram_quantile(0.9, sum by (le) (rate(latency_bucket{instance=~"$instance"}[1m])))',
    "histogram_quantile(0.5,"
    ' sum by (instance, le) (rate(latency_bucket{instance=~"$instance"}[1m])))',
    'topk(2, sum by (instance) (rate(requests_total{instance=~"$instance"}[1m])))',
    'sum(rate(requests_total{instance=~"$instance"}[1m])) or vector(0)',
    'sum by (instance) (max_over_time(rate(requests_total{instance=~"$instance"}[1m])[1m:15s]))',
    'sum by (instance) (memory_bytes{instance=~"$instance"} offset 30s)',
    'sum by (instance) (max_over_time(memory_bytes{instance=~"$instance"}[1m]))',
    'label_replace(sum by (instance) (memory_bytes{instance=~"$instance"}),'
    ' "host", "$1", "instance", "(.*)")',
    'sum by (instance) (memory_bytes{instance=~"$instance"})'
    ' and on (instance) count by (instance) (requests_total{instance=~"$instance"})',
    'sum by (instance) (memory_bytes{instance=~"$instance"} * on (instance, job)'
    ' group_left () group by (instance, job) (requests_total{instance=~"$instance"}))',
    'sort_desc(sum by (code) (rate(requests_total{instance=~"$instance"}[1m])))',
    'sum(memory_bytes{job="web"})',
    'absent(sum by (instance) (memory_bytes{instance="$one"}))',
    'timestamp(sum by (instance) (memory_bytes{instance=~"$instance"}))',
)
"""Queries as panels have them."""

VARIABLES = (
    {"instance": "a", "one": "a", "job": "web"},
    {"instance": "a|c", "one": "c", "job": "api"},
    {"instance": ".*", "one": "b", "job": "web"},
    {"instance": "nobody", "one": "nobody", "job": ""},
)
"""Values of the variables as Grafana writes them: one, several, all, one without series."""

CLOCK = "test:clock:max"
"""A recorded name whose samples have the times of the evaluations."""

Values = dict[tuple[frozenset[tuple[str, str]], float], float]
"""Labels and a time in seconds -> the value."""


def make_samples() -> str:
    """Return the samples; the counters of machine `c` begin again after 3 minutes."""
    series: dict[str, list[float]] = {}
    machines = [("web", "a"), ("web", "b"), ("api", "a"), ("api", "c")]
    for at, ((job, instance), code) in enumerate(product(machines, ("200", "404", "500"))):
        labels = f'job="{job}",instance="{instance}",code="{code}"'
        restart = 12 if instance == "c" else SAMPLES
        values = [float((time % restart) * (at + 1) * 7) for time in range(SAMPLES)]
        series[f"requests_total{{{labels}}}"] = values
    for at, (job, instance) in enumerate(machines):
        labels = f'job="{job}",instance="{instance}"'
        series[f"memory_bytes{{{labels}}}"] = [
            100.0 * (at + 1) + math.sin(time) for time in range(SAMPLES)
        ]
        for share, le in enumerate(("0.1", "0.5", "1", "+Inf"), start=1):
            bucket = f'latency_bucket{{{labels},le="{le}"}}'
            series[bucket] = [float(time * share * (at + 2)) for time in range(SAMPLES)]
    return openmetrics(series)


@dataclass(frozen=True, kw_only=True)
class Rewritten:
    """A query with one part replaced by the series of a rule."""

    before: str
    after: str
    name: str
    rule: str


def rewritten_queries(queries: Iterable[str]) -> list[Rewritten]:
    """Return each query with each of its parts replaced, one at a time."""
    names: dict[str, str] = {}
    found = []
    for query in queries:
        expression = Expression(query)
        for place in list_part_places(expression):
            new = name_rule(parse(place.rule), set(names.values()))
            name = names.setdefault(place.rule, new)
            after = rewrite_query(expression, [(place, name)], shows_all_labels=True)
            found.append(Rewritten(before=query, after=after, name=name, rule=place.rule))
    return found


REWRITTEN = rewritten_queries(QUERIES)


def test_every_query_has_a_part_to_record() -> None:
    assert {each.before for each in REWRITTEN} == {*QUERIES}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    folder: Path = tmp_path_factory.mktemp("stored")
    seconds = STEP * (SAMPLES - 1)
    rules = {CLOCK: "max(memory_bytes)", **{each.name: each.rule for each in REWRITTEN}}.items()
    with prometheus_over(folder, make_samples(), rules, seconds=seconds) as running:
        yield running


@pytest.mark.parametrize("values", VARIABLES, ids=lambda values: values["instance"])
def test_every_query_shows_the_same_series_and_values(
    server: Prometheus, values: dict[str, str]
) -> None:
    compared = compare(server, REWRITTEN, values)
    assert compared > (150 if values["instance"] == "nobody" else 800)


def compare(
    server: Prometheus, queries: Iterable[Rewritten], values: dict[str, str], *, rel: float = 1e-12
) -> int:
    """Compare the two forms of queries at each evaluation; return the number of values."""
    (recorded,) = server.query(f"max(timestamp({CLOCK}))", FIRST)
    offset = float(recorded["value"][1]) - FIRST
    assert -STEP < offset <= 0
    compared = 0
    for each in queries:
        expected = read_values(server, fill(each.before, values), offset)
        found = read_values(server, fill(each.after, values), offset)
        assert found.keys() == expected.keys(), each
        for key, value in expected.items():
            assert found[key] == pytest.approx(value, rel=rel, abs=1e-9, nan_ok=True), each
            compared += 1
    return compared


def test_random_queries_show_the_same_series_and_values(server: Prometheus, tmp_path: Path) -> None:
    """Left out: queries that Prometheus refuses, rules that it cannot evaluate for all values of
    the variables, and rules whose series vanish.

    promtool stores no mark where a series of a rule vanishes, as Prometheus itself does.
    """
    maker = QueryMaker(seed=20)
    queries = rewritten_queries(maker.query() for _ in range(80))
    lasting = {each.rule for each in queries if is_lasting(server, each.rule)}
    kept = [each for each in queries if each.rule in lasting and is_answered(server, each.before)]
    rules = {CLOCK: "max(memory_bytes)", **{each.name: each.rule for each in kept}}.items()
    seconds = STEP * (SAMPLES - 1)
    with prometheus_over(tmp_path, make_samples(), rules, seconds=seconds) as recorded:
        compared = sum(compare(recorded, kept, values, rel=1e-9) for values in VARIABLES)
    assert len(kept) > 40
    assert compared > 2000


def is_answered(server: Prometheus, query: str) -> bool:
    """Return whether Prometheus answers a query for all values of the variables."""
    try:
        return all(read_values(server, fill(query, each), 0) is not None for each in VARIABLES)
    except RuntimeError:
        return False


def is_lasting(server: Prometheus, expr: str) -> bool:
    """Return whether every series of an expression has a value at all times until the end."""
    end = START + STEP * (SAMPLES - 1)
    try:
        found = server.get("query_range", query=expr, start=START, end=end, step=5)["result"]
    except RuntimeError:
        return False
    times = [[time for time, _ in series["values"]] for series in found]
    return all(each[-1] == end and len(each) == (end - each[0]) / 5 + 1 for each in times)


def fill(query: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        query = query.replace(f"${name}", value)
    return query


def read_values(server: Prometheus, query: str, offset: float) -> Values:
    """Return the values at each evaluation of the rules."""
    start, end = FIRST + offset, LAST + offset
    found = server.get("query_range", query=query, start=start, end=end, step=STEP)["result"]
    return {
        (frozenset(series["metric"].items()), time): float(value)
        for series in found
        for time, value in series["values"]
    }


def test_an_average_of_averages_has_another_value(server: Prometheus) -> None:
    """So it is not suggested for a variable with several values.

    The memory of web a, web b, api a and api c is about 100, 200, 300 and 400. Their average is
    1000 / 4 = 250. The averages by instance are (100 + 300) / 2 = 200 for a, 200 for b, and 400 for
    c, and the average of these is 800 / 3 = 266.7.
    """
    time = FIRST
    whole = server.value("avg(round(memory_bytes, 100))", time)
    assert whole == 250
    of_averages = server.value("avg(avg by (instance) (round(memory_bytes, 100)))", time)
    assert of_averages == pytest.approx(266.7, abs=0.1)
    assert list_part_places(Expression('avg(memory_bytes{instance=~"$i"})')) == ()
