"""Annotations that link an alert to the panel that shows its value.

Grafana links notifications of its own alerts to the panel that `__dashboardUid__` and `__panelId__`
name, and shows their state there. For Prometheus's alerts, `dashboard_url` is the address of the
panel, filtered by the alert's labels where the panel is filtered by variables.

Source: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rules/annotation-label/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.provisioning.placed import Placed
from boardwright.schema.alerts import CompiledGroup, CompiledRule
from boardwright.schema.compiled import AlertPanel
from boardwright.schema.rule_values import AlertRule, PromRule, RuleFile, RuleGroup

DASHBOARD, PANEL, URL = "__dashboardUid__", "__panelId__", "dashboard_url"


@frozen
class AlertLink:
    """The panel of an alert, and the uid of its board."""

    board: str
    panel: AlertPanel


AlertLinks = Mapping[tuple[str, str], AlertLink]
"""The key of an alert -> its panel."""


def links_of(boards: Iterable[Placed]) -> AlertLinks:
    """Return the first panel of each alert, in the order of the boards."""
    found: dict[tuple[str, str], AlertLink] = {}
    for _, board in boards:
        for panel in board.alert_panels:
            found.setdefault(panel.alert, AlertLink(board=board.uid, panel=panel))
    return found


def link_rules(file: RuleFile, links: AlertLinks, grafana: str | None) -> RuleFile:
    """Return the rules of a file with the links of their alerts.

    Args:
        file: The rules.
        links: The panels.
        grafana: The address of Grafana; None for no addresses of panels.
    """
    if not links:
        return file
    return replace(file, groups=tuple(_link_group(each, links, grafana) for each in file.groups))


def link_managed(group: CompiledGroup, links: AlertLinks) -> CompiledGroup:
    """Return a group of Grafana's alert rules with the links of those made from alerts."""
    return replace(group, rules=tuple(_link_managed(rule, links) for rule in group.rules))


def _link_managed(rule: CompiledRule, links: AlertLinks) -> CompiledRule:
    link = links.get(rule.alert) if rule.alert else None
    if link is None or DASHBOARD in rule.data["annotations"]:
        return rule
    own = {DASHBOARD: link.board, PANEL: str(link.panel.panel)}
    annotations = dict(sorted({**own, **rule.data["annotations"]}.items()))
    return replace(rule, data={**rule.data, "annotations": annotations})


def _link_group(group: RuleGroup, links: AlertLinks, grafana: str | None) -> RuleGroup:
    return replace(group, rules=tuple(_link_rule(each, links, grafana) for each in group.rules))


def _link_rule(rule: PromRule, links: AlertLinks, grafana: str | None) -> PromRule:
    link = links.get(rule.key) if isinstance(rule, AlertRule) else None
    if link is None or not isinstance(rule, AlertRule):
        return rule
    own = {DASHBOARD: link.board, PANEL: str(link.panel.panel)}
    if grafana is not None:
        own[URL] = _panel_url(rule, link, grafana)
    return replace(rule, annotations=dict(sorted({**own, **rule.annotations}.items())))


def _panel_url(rule: AlertRule, link: AlertLink, grafana: str) -> str:
    from boardwright.promql.expression import read_expression  # only projects with alerts need it

    labels = read_expression(rule.expr).labels
    chosen = (
        f"&var-{variable}={{{{ $labels.{label} | urlquery }}}}"
        for label, variable in link.panel.variables.items()
        if labels.has(label) != "no"
    )
    return f"{grafana}/d/{link.board}?viewPanel={link.panel.panel}{''.join(chosen)}"
