"""Which rules are chosen for several queries, and the rewritten queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boardwright.promql.expression import Expression
from boardwright.suggestions.chosen_rules import ChosenRule, choose_rules, rewrite_query
from boardwright.suggestions.recordable_parts import PartPlace, list_part_places


def choose(*queries: str, known: Mapping[str, str] | None = None) -> list[ChosenRule]:
    (rules,) = choose_rules([parts_of(queries)], recorded_names=known or {})
    return rules


def parts_of(queries: Iterable[str]) -> list[tuple[PartPlace, ...]]:
    return [list_part_places(Expression(query)) for query in queries]


def texts(rules: list[ChosenRule]) -> dict[str, str]:
    return {rule.name: rule.expr for rule in rules}


def test_a_part_of_two_queries_becomes_a_rule() -> None:
    rules = choose('sum by (i) (a{i="x"})', 'sum by (i) (b{i="$i"})', 'sum(b{i="$j"}) by (i) * 2')
    assert texts(rules) == {"i:b:sum": "sum by (i) (b)"}
    assert [use.query for use in rules[0].uses] == [1, 2]


def test_the_nested_part_with_most_uses_is_chosen() -> None:
    """The sum occurs 3 times, the ratio with it 2 times: the sum is recorded, and the ratio is a
    division of two series. If both occur twice, the whole ratio is recorded."""
    ratio = "sum by (i) (a) / sum by (i) (b)"
    assert texts(choose(ratio, ratio, "sum by (i) (a)")) == {
        "i:a:sum": "sum by (i) (a)",
        "i:b:sum": "sum by (i) (b)",
    }
    assert texts(choose(ratio, ratio)) == {"i:a_per_b:ratio": ratio}


def test_different_expressions_never_share_a_name() -> None:
    rules = choose(*['sum by (i) (a{x=""})'] * 2, *['sum by (i) (a{y=""})'] * 2)
    assert sorted(texts(rules)) == ["i:a:sum", "i:a:sum_2"]


def test_an_existing_rule_is_used_even_for_one_query() -> None:
    (rule,) = choose('sum by (i) (a{i="$i"})', known={"sum by (i) (a)": "i:my_name:sum"})
    assert (rule.name, rule.is_known) == ("i:my_name:sum", True)


def test_queries_of_two_data_sources_are_counted_apart() -> None:
    one, other = parts_of(["sum(a)"]), parts_of(["sum(a)"])
    assert choose_rules([one, other], recorded_names={}) == [[], []]
    twice = choose_rules([one * 2, other * 2], recorded_names={})
    assert [[rule.name for rule in rules] for rules in twice] == [[":a:sum"], [":a:sum"]]


def test_the_rest_of_the_query_is_unchanged() -> None:
    query = Expression('100 * ( sum (a{i="$i"}) by (i)/ ignoring(x) b )  # share')
    (rule,) = choose(query.text, query.text)
    (use, _) = rule.uses
    after = rewrite_query(query, [(use.place, rule.name)], shows_all_labels=False)
    assert after == '100 * ( i:a:sum{i="$i"}/ ignoring(x) b )  # share'


def test_a_query_whose_labels_are_shown_gets_no_metric_name() -> None:
    query = Expression('sum by (i) (a{i="$i"})')
    (rule,) = choose(query.text, query.text)
    uses = [(rule.uses[0].place, rule.name)]
    assert rewrite_query(query, uses, shows_all_labels=False) == 'i:a:sum{i="$i"}'
    assert rewrite_query(query, uses, shows_all_labels=True) == 'sum by (i) (i:a:sum{i="$i"})'
    doubled = Expression(f"{query.text} * 2")
    (rule,) = choose(doubled.text, doubled.text)
    uses = [(rule.uses[0].place, rule.name)]
    assert rewrite_query(doubled, uses, shows_all_labels=True) == 'i:a:sum{i="$i"} * 2'


def test_a_side_of_or_gets_no_metric_name() -> None:
    """The left side has its own name; the sum has none, so that it must not get one."""
    query = Expression('up or sum by (i) (a{i="$i"})')
    (rule,) = choose(query.text, query.text)
    uses = [(rule.uses[0].place, rule.name)]
    after = rewrite_query(query, uses, shows_all_labels=True)
    assert after == 'up or sum by (i) (i:a:sum{i="$i"})'
