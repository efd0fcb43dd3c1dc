"""Classes for the rule groups that a project declares, and for the rule groups in a ruler."""

from __future__ import annotations

from typing import Any

from boardwright.frozen import frozen
from boardwright.notation.durations import normalise_duration
from boardwright.schema.rule_values import PromRule, RecordingRule, RuleGroup


@frozen
class WantedRuleGroup:
    """A rule group that the project declares.

    Attributes:
        namespace: Namespace for the group in the ruler.
        source: Path of the file that declares the group, relative to the project.
        text: The group as YAML for the request to the ruler.
    """

    namespace: str
    source: str
    group: RuleGroup
    text: bytes

    @property
    def key(self) -> tuple[str, str]:
        """The namespace and the name, which together identify the group in the ruler."""
        return self.namespace, self.group.name


@frozen
class StoredRuleGroup:
    """A rule group as boardwright read it from the ruler."""

    namespace: str
    group: RuleGroup

    @property
    def key(self) -> tuple[str, str]:
        """The namespace and the name, which together identify the group in the ruler."""
        return self.namespace, self.group.name


def is_same_group(one: RuleGroup, other: RuleGroup) -> bool:
    """Return whether two groups are equal. The durations `60s` and `1m` count as equal."""
    return _normalise_group(one) == _normalise_group(other)


def _normalise_group(group: RuleGroup) -> tuple[object, ...]:
    options = {key: _normalise_value(value) for key, value in group.options.items() if value}
    return (
        group.name,
        _normalise_value(group.interval),
        group.limit,
        options,
        [_normalise_rule(rule) for rule in group.rules],
    )


def _normalise_rule(rule: PromRule) -> tuple[object, ...]:
    common = (rule.name, rule.expr.strip(), dict(rule.labels))
    if isinstance(rule, RecordingRule):
        return ("record", *common)
    durations = (
        _normalise_value(rule.for_ or "0s"),
        _normalise_value(rule.keep_firing_for or "0s"),
    )
    return ("alert", *common, *durations, dict(rule.annotations))


def _normalise_value(value: Any) -> Any:
    return normalise_duration(value) if isinstance(value, str) else value
