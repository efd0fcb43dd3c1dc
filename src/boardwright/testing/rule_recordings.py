"""Finds the series that the project's recording rules compute from the series of a test."""

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
    """One recorded metric name, with the series that recording rules compute under this name.

    Attributes:
        name: Name of the recorded series.
        expressions: The expressions of the recording rules that write series with this name.
        series: The series that exist at any time up to the end of the test's evaluation.
    """

    name: str
    expressions: tuple[str, ...]
    series: tuple[InputSeries, ...]


@frozen
class RecordingRules:
    """The recording rules of a project.

    Attributes:
        expressions: Name of a recorded series -> the expressions of its rules.
        path: Path of the rule file that contains the rules.
        groups: The names of the rule groups, in the order in which they are evaluated.
    """

    expressions: Mapping[str, tuple[str, ...]]
    path: str
    groups: tuple[str, ...]

    def find_names(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the names of recorded series that the expressions may read, directly or through
        other rules.
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
        """Return the rule file if one of the expressions may read a recorded series; otherwise an
        empty tuple.
        """
        return (self.path,) if self.find_names(texts) else ()

    def find_series(
        self,
        names: Sequence[str],
        end: int,
        interval: int,
        evaluate: Callable[[Sequence[EngineQuery]], Mapping[EngineQuery, EngineResult]],
    ) -> Iterator[RecordedSeries]:
        """Yield a `RecordedSeries` for each of the names, even for a name without series.

        Args:
            names: The names of the recorded series.
            end: The last time, in milliseconds.
            interval: Milliseconds between two samples.
            evaluate: Function that evaluates queries on the series of the test and of the recording
                rules.

        Raises:
            EngineError: The engine refused a rule.
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
    """Return a query that selects each series of a metric that has a sample between 0 ms and the
    end.

    In Prometheus 3, a range does not include its start, so the range begins 1 ms earlier.
    """
    return EngineQuery(text=str(last_over_time(metric(name), f"{end + 1}ms")), moment=end)


def _iter_input_series(name: str, result: EngineResult, count: int) -> Iterator[InputSeries]:
    if isinstance(result, str):
        raise EngineError(f"the recorded series {name}: {result}")
    for each in result:
        yield InputSeries(
            labels=each.labels, text=format_labels(each.labels), values="", count=count
        )


def number_recordings(groups: Iterable[RuleGroup]) -> tuple[RuleGroup, ...]:
    """Return the groups of recording rules, with a number in front of each group's name.

    Prometheus accepts groups with the same name in several files, but promtool's `group_eval_order`
    needs different names.
    """
    return tuple(
        replace(group, name=f"{number} {group.name}")
        for number, group in enumerate(drop_alert_rules(groups), start=1)
    )
