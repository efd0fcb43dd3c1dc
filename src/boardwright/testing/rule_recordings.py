"""Computes the series of the project's recording rules from the series of a test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from boardwright.engine.engine_errors import EngineError
from boardwright.engine.engine_tests import EngineQuery, EngineResult
from boardwright.engine.series_notation import InputSeries
from boardwright.frozen import frozen
from boardwright.promql.functions.over_time import last_over_time
from boardwright.promql.selectors import metric
from boardwright.schema.rule_values import RuleGroup, drop_alert_rules
from boardwright.testing.series_set import format_labels


@frozen
class RecordedSeries:
    """All series with the same name that recording rules compute from the series of a test.

    Attributes:
        name: Name of the recorded series.
        expressions: The expressions of all recording rules with this name.
        series: The series with at least one sample up to the evaluated time.
    """

    name: str
    expressions: tuple[str, ...]
    series: tuple[InputSeries, ...]


@frozen
class RecordingRules:
    """The recording rules of a project.

    Attributes:
        expressions: Name of a recorded series -> the expressions of its rules.
        path: Path of the rule file with all recording rules; empty if there are none.
        groups: The names of the rule groups, in the order of their evaluation.
    """

    expressions: Mapping[str, tuple[str, ...]]
    path: str
    groups: tuple[str, ...]

    def find_names(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the recorded series that the expressions may use, directly or through
        other recording rules.
        """
        names: set[str] = set()
        waiting = set(texts)
        while waiting:
            text = waiting.pop()
            new = {name for name in self.expressions if _may_read(text, name)} - names
            names |= new
            waiting |= {each for name in new for each in self.expressions[name]}
        return tuple(sorted(names))

    def find_rule_files(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the path of the rule file, if an expression may use a recorded series; otherwise
        an empty tuple.
        """
        return (self.path,) if self.find_names(texts) else ()

    def find_series(
        self,
        names: Sequence[str],
        end: int,
        interval: int,
        evaluate: Callable[[Sequence[EngineQuery]], Mapping[EngineQuery, EngineResult]],
    ) -> Iterator[RecordedSeries]:
        """Yield a `RecordedSeries` for each name, even if no series has this name.

        Args:
            names: The names of the recorded series.
            end: The time up to which the rules are evaluated, in milliseconds.
            interval: Milliseconds between two samples.
            evaluate: Function that evaluates queries on the series of the test and of the recording
                rules.

        Raises:
            EngineError: promtool reported an error in a recording rule.
        """
        queries = {name: _build_samples_query(name, end) for name in names}
        results = evaluate(tuple(queries.values())) if queries else {}
        for name, query in queries.items():
            yield RecordedSeries(
                name=name,
                expressions=self.expressions[name],
                series=tuple(_iter_input_series(name, results[query], end // interval + 1)),
            )


def _may_read(text: str, name: str) -> bool:
    return name in text or "__name__" in text


def _build_samples_query(name: str, end: int) -> EngineQuery:
    """Return a query for all series of a metric with a sample from 0 to `end` milliseconds.

    The range begins 1 ms before the first sample, because Prometheus 3 excludes the start of a
    range.
    """
    return EngineQuery(text=str(last_over_time(metric(name), f"{end + 1}ms")), moment=end)


def _iter_input_series(name: str, result: EngineResult, count: int) -> Iterator[InputSeries]:
    if isinstance(result, str):
        raise EngineError(f"promtool cannot compute the recorded series {name}: {result}")
    for each in result:
        yield InputSeries(
            labels=each.labels, text=format_labels(each.labels), values="", count=count
        )


def number_recordings(groups: Iterable[RuleGroup]) -> tuple[RuleGroup, ...]:
    """Return the groups without alerts, and with a number in front of each group's name.

    In Prometheus, groups in different files may have the same name. The numbers make the names
    different, because promtool's option `group_eval_order` needs unique names.
    """
    return tuple(
        replace(group, name=f"{number} {group.name}")
        for number, group in enumerate(drop_alert_rules(groups), start=1)
    )
