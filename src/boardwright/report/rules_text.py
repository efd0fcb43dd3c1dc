"""Formats the list of check rules, and the documentation page of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardwright.checks.rule import Rule
from boardwright.report.text_format import render_template

_GROUPS = {
    "principles": "Principles of querying Prometheus",
    "queries": "Queries that cannot work",
    "metrics": "Metrics that do not exist (with --metrics)",
    "alerts": "Alerts and recording rules",
    "board": "The board",
    "mixin": "Requirements of mixins",
    "suppressions": "Suppressions",
    "own": "Rules of the project",
}


def format_rule_lines(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield a line with the id, severity, profiles and summary of each rule, by rule group."""
    width = max((len(rule.id) for rule in rules), default=0)
    for group, title in _GROUPS.items():
        inside = [rule for rule in rules if rule.group == group]
        if inside:
            yield f"{title} [{group}]"
        for rule in inside:
            profiles = ", ".join(rule.profiles)
            yield f"  {rule.id:<{width}}  {rule.severity:<7}  {profiles:<8}  {rule.summary}"


def format_rule_page(rule: Rule) -> str:
    """Return the documentation page of a rule in Markdown, as in `docs/rules/`."""
    facts = (
        f"This rule belongs to the group `{rule.group}`, has the severity `{rule.severity}`, "
        f"and {_describe_runs(rule)}."
    )
    summary, _, rest = rule.page.partition("\n")
    return render_template(
        "rule.md.jinja", id=rule.id, summary=summary, facts=facts, details=rest.strip()
    )


def _describe_runs(rule: Rule) -> str:
    if "default" in rule.profiles:
        when = "runs in every profile"
    else:
        when = "runs in the profile " + " or ".join(f"`{name}`" for name in rule.profiles)
    return f"{when}, but only with `--metrics`" if rule.needs_metrics else when


def format_rules_index(rules: Sequence[Rule]) -> str:
    """Return the Markdown page that links to the pages of all rules."""
    inside = {
        title: [rule for rule in rules if rule.group == group] for group, title in _GROUPS.items()
    }
    return render_template(
        "rules.md.jinja", groups={title: members for title, members in inside.items() if members}
    )
