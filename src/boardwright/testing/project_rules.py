"""The class `ProjectRules`, with which tests select a rule by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from boardwright.lazy import lazy_property
from boardwright.notation.plurals import format_quantity
from boardwright.schema.rule_values import AlertRule
from boardwright.testing.tested_alert_rule import TestedAlertRule
from boardwright.testing.tested_grafana_rule import TestedGrafanaRule
from boardwright.testing.tested_recording_rule import TestedRecordingRule
from boardwright.testing.testing_errors import TestInputError, suggest_item

if TYPE_CHECKING:
    from boardwright.testing.tested_project import TestedProject


class ProjectRules:
    """The rules of a project: `rules("HighCpu")` selects one of them."""

    def __init__(self, project: TestedProject) -> None:
        self._project = project

    @lazy_property
    def all(self) -> Sequence[Any]:
        """All rules of the project. Grafana's rules come after Prometheus's rules."""
        return tuple(self._iter_rules())

    def _iter_rules(self) -> Iterator[Any]:
        for group in self._project.rule_groups:
            for rule in group.rules:
                if isinstance(rule, AlertRule):
                    yield TestedAlertRule(self._project, group, rule)
                else:
                    yield TestedRecordingRule(self._project, group, rule)
        for folder, managed in self._project.compiled.alerts:
            for each in managed.rules:
                yield TestedGrafanaRule(self._project, managed, each, folder.title)

    def __call__(self, name: str, **labels: str) -> Any:
        """Return the rule with this name.

        Args:
            name: Name of the alert, name of the recorded series, or title of the Grafana rule.
            labels: Some labels that the rule adds to its alerts or series, to select one of several
                rules with the same name.

        Raises:
            TestInputError: No rule or more than one rule has this name and these labels.
        """
        __tracebackhide__ = True
        same_name = [each for each in self.all if each.name == name]
        matching = [each for each in same_name if labels.items() <= dict(each.labels).items()]
        prometheus_rules = [each for each in matching if not isinstance(each, TestedGrafanaRule)]
        if len(prometheus_rules) == 1 and {each.place for each in matching} == {
            prometheus_rules[0].place
        }:
            return prometheus_rules[0]  # One declaration can be a rule of Prometheus and Grafana.
        if len(matching) == 1:
            return matching[0]
        if not same_name:
            known = [each.name for each in self.all]
            raise TestInputError(
                f"no rule has the name {name!r}", hint=suggest_item(name, known, heading="Rules")
            )
        places = "\n".join(f"    {each.place}: {dict(each.labels)}" for each in same_name)
        raise TestInputError(
            f"the name {name!r} and the labels in the test select "
            f"{format_quantity(len(matching), 'rule')} instead of exactly one. Rules with the name "
            f"{name!r}:\n{places}",
            hint=f'Add labels of the rule, such as rules("{name}", severity="critical").',
        )

    def __repr__(self) -> str:
        return f"<rules of the project {self._project.project.name!r}>"
