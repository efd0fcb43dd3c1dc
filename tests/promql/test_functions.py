"""The table, the Python functions and promql-parser agree on the functions of Prometheus."""

from __future__ import annotations

import inspect
from typing import Any

import promql_parser as parser
import pytest

from boardwright import promql
from boardwright.promql import Expr, metric
from boardwright.promql.calls import build_aggregation, build_call
from boardwright.promql.expr import Kind
from boardwright.promql.function_table import AGGREGATIONS, FUNCTIONS, read_signature
from promql.strategies import EXPERIMENTAL

CALLS = [*FUNCTIONS, *AGGREGATIONS]
BUILTIN_NAMES = {"abs", "max", "min", "range", "round", "sum"}
UP = metric("up")
SAMPLES: dict[Kind, Any] = {
    Kind.VECTOR: UP,
    Kind.RANGE: UP["5m"],
    Kind.SCALAR: 1,
    Kind.STRING: "job",
}
WORDS = {"Vector": Kind.VECTOR, "Matrix": Kind.RANGE, "Scalar": Kind.SCALAR, "String": Kind.STRING}


def arguments(name: str, count: int) -> list[Any]:
    return [SAMPLES[read_signature(name).find_kind(place)] for place in range(count)]


UNKNOWN_TO_THE_PARSER = {"holt_winters", "integral"}


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - UNKNOWN_TO_THE_PARSER))
def test_the_signature_of_each_function_is_that_of_the_parser(name: str) -> None:
    takes = read_signature(name)
    known = parser.parse(str(build_call(name, *arguments(name, takes.least)))).func
    kinds = [takes.find_kind(place) for place in range(len(known.arg_types))]
    assert kinds == [_kind(one) for one in known.arg_types]
    assert takes.result is _kind(known.return_type)
    assert known.experimental == (name in EXPERIMENTAL)
    assert (takes.least, min(takes.most, 99)) == _counts(known)


def _kind(value: object) -> Kind:
    return WORDS[str(value).rpartition(".")[2]]


def _counts(known: Any) -> tuple[int, int]:
    """Return the fewest and the most arguments, by the parser's own rule."""
    count = len(known.arg_types)
    if known.variadic == 0:
        return count, count
    return count - 1, 99 if known.variadic < 0 else count - 1 + known.variadic


@pytest.mark.parametrize("name", AGGREGATIONS)
def test_each_aggregation_is_parsed(name: str) -> None:
    made = build_aggregation(name, *arguments(name, len(read_signature(name).kinds)), by="job")
    assert str(parser.parse(str(made)).op) == name


@pytest.mark.parametrize("name", CALLS)
def test_each_python_function_has_a_name_and_a_description(name: str) -> None:
    function = getattr(promql, name)
    assert function.__name__ == name
    assert inspect.getdoc(function)
    hints = inspect.signature(function)
    assert hints.return_annotation in {"Call", "Aggregation"}
    assert all(one.annotation is not inspect.Parameter.empty for one in hints.parameters.values())


@pytest.mark.parametrize("name", CALLS)
def test_each_python_function_renders_valid_promql(name: str) -> None:
    takes = read_signature(name)
    for count in range(takes.least, min(takes.most, takes.least + 3) + 1):
        if name == "info" and count == 2:
            continue  # its second argument is made of matchers
        made = getattr(promql, name)(*arguments(name, count))
        texts = [_text(one) for one in arguments(name, count)]
        assert str(made) == f"{name}({', '.join(texts)})"
        assert made.kind is takes.result


def _text(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


@pytest.mark.parametrize("name", sorted(EXPERIMENTAL))
def test_docstrings_name_experimental_functions(name: str) -> None:
    assert "experimental" in (inspect.getdoc(getattr(promql, name)) or "")


def test_a_star_import_does_not_replace_builtins() -> None:
    starred: dict[str, object] = {}
    exec("from boardwright.promql import *", starred)
    assert not BUILTIN_NAMES & set(starred)
    for name in BUILTIN_NAMES:
        assert starred[f"{name}_"] is getattr(promql, name)


def test_the_package_exports_every_function() -> None:
    assert [name for name in promql.__all__ if not hasattr(promql, name)] == []
    named = {name.rstrip("_") for name in promql.__all__}
    assert set(CALLS) <= named


def test_info_accepts_matchers() -> None:
    made = promql.info(promql.rate(UP), k8s_cluster_name=promql.re(".+"))
    assert str(made) == 'info(rate(up[1m]), {k8s_cluster_name=~".+"})'
    assert str(promql.info(UP)) == "info(up)"


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (promql.topk(promql.var("k"), UP), "topk($k, up)"),
        (promql.sum(UP, by="job"), "sum by (job) (up)"),
        (promql.sum(UP, by=("job", "instance")), "sum by (job, instance) (up)"),
        (promql.sum(UP, by=["job"]), "sum by (job) (up)"),
        (promql.sum(UP, by=()), "sum by () (up)"),
        (promql.sum(UP, without="cpu"), "sum without (cpu) (up)"),
        (promql.sum(UP).by("job"), "sum by (job) (up)"),
        (promql.sum(UP).without("job", "cpu"), "sum without (job, cpu) (up)"),
        (promql.sum(UP, by=promql.var("group")), "sum by ($group) (up)"),
        (promql.sum(UP, by="$group"), "sum by ($group) (up)"),
        (promql.sum(UP, by=("service.name", "by")), 'sum by ("service.name", by) (up)'),
        (promql.sum(UP, by="without"), 'sum by ("without") (up)'),
        (promql.count_values("version", UP, by="job"), 'count_values by (job) ("version", up)'),
        (promql.predict_linear(UP, 3600, "1h"), "predict_linear(up[1h], 3600)"),
        (promql.quantile_over_time(0.9, UP, "1h"), "quantile_over_time(0.9, up[1h])"),
        (promql.hour(), "hour()"),
        (promql.hour(UP), "hour(up)"),
        (promql.round(UP, 0.5), "round(up, 0.5)"),
        (
            promql.label_replace(UP, "a", "$1", "b", r"(\d+)\."),
            r'label_replace(up, "a", "$1", "b", "(\\d+)\\.")',
        ),
        (
            promql.label_join(UP, "a", "-", "b", promql.var("c")),
            'label_join(up, "a", "-", "b", "$c")',
        ),
        (promql.clamp_max(UP, promql.var("most")), "clamp_max(up, $most)"),
    ],
    ids=str,
)
def test_arguments_are_rendered_in_the_right_place(made: Expr, text: str) -> None:
    assert str(made) == text
