"""Adds annotations to alert rules. The annotations link an alert to the panel that shows the
alert's value.

Grafana reads the annotations `__dashboardUid__` and `__panelId__` of a Grafana alert. Grafana shows
the state of the alert on the panel, and links notifications to the panel. A Prometheus alert also
gets the annotation `dashboard_url`, the URL of the panel. If the queries of the panel contain
Grafana variables, the URL sets the variables to the values of the alert's labels.

Source: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rules/annotation-label/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.schema.alerting.alerts import CompiledGroup, CompiledRule
from boardwright.schema.board_result import AlertPanel
from boardwright.schema.rule_values import AlertRule, PromRule, RuleFile, RuleGroup

DASHBOARD, PANEL, URL = "__dashboardUid__", "__panelId__", "dashboard_url"


@frozen
class AlertLink:
    """The panel that shows the value of an alert, and the uid of the panel's board."""

    board: str
    panel: AlertPanel


AlertLinks = Mapping[tuple[str, str], AlertLink]
"""Key of an alert (`CompiledRule.alert`) -> the panel that shows the value of the alert."""


def find_alert_links(boards: Iterable[PlacedBoard]) -> AlertLinks:
    """Return, for each alert, the first panel of the first board that shows the alert's value."""
    links: dict[tuple[str, str], AlertLink] = {}
    for _, board in boards:
        for panel in board.alert_panels:
            links.setdefault(panel.alert, AlertLink(board=board.uid, panel=panel))
    return links


def link_rules(file: RuleFile, links: AlertLinks, grafana: str | None) -> RuleFile:
    """Return the rules of a file, and link each Prometheus alert to its panel by annotations.

    Args:
        file: The rules of one file.
        links: The panels that show the values of alerts.
        grafana: URL of Grafana; None to add no annotation `dashboard_url`.
    """
    if not links:
        return file
    return replace(file, groups=tuple(_link_group(each, links, grafana) for each in file.groups))


def link_managed(group: CompiledGroup, links: AlertLinks) -> CompiledGroup:
    """Return a group of Grafana alert rules, and link the rules to panels by annotations.

    Only rules that a build generated from the project's Prometheus alerts get annotations.
    """
    return replace(group, rules=tuple(_link_managed(rule, links) for rule in group.rules))


def _link_managed(rule: CompiledRule, links: AlertLinks) -> CompiledRule:
    link = links.get(rule.alert) if rule.alert else None
    if link is None or DASHBOARD in rule.view.annotations:
        return rule
    own = {DASHBOARD: link.board, PANEL: str(link.panel.panel)}
    annotations = dict(sorted({**own, **rule.view.annotations}.items()))
    return replace(rule, data=rule.view.with_annotations(annotations))


def _link_group(group: RuleGroup, links: AlertLinks, grafana: str | None) -> RuleGroup:
    return replace(group, rules=tuple(_link_rule(each, links, grafana) for each in group.rules))


def _link_rule(rule: PromRule, links: AlertLinks, grafana: str | None) -> PromRule:
    link = links.get(rule.key) if isinstance(rule, AlertRule) else None
    if link is None or not isinstance(rule, AlertRule):
        return rule
    own = {DASHBOARD: link.board, PANEL: str(link.panel.panel)}
    if grafana is not None:
        own[URL] = _build_panel_url(rule, link, grafana)
    return replace(rule, annotations=dict(sorted({**own, **rule.annotations}.items())))


def _build_panel_url(rule: AlertRule, link: AlertLink, grafana: str) -> str:
    # imported here to save time, because many projects have no alerts
    from boardwright.promql.expression import read_expression

    labels = read_expression(rule.expr).labels
    parameters = (
        f"&var-{variable}={{{{ $labels.{label} | urlquery }}}}"
        for label, variable in link.panel.variables.items()
        if labels.has(label) != "no"
    )
    return f"{grafana}/d/{link.board}?viewPanel={link.panel.panel}{''.join(parameters)}"
