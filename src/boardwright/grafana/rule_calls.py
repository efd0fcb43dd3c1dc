"""Reads and writes alert rules with Grafana's provisioning API.

Source: https://grafana.com/docs/grafana/latest/developers/http_api/alerting_provisioning/.
`docs/adr/0017-alert-rules.md` describes the behaviour of Grafana that its documentation omits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from boardwright.grafana.answers import AnswerFields, read_object_list
from boardwright.grafana.client import GrafanaClient
from boardwright.grafana.grafana_errors import NotFoundError
from boardwright.grafana.stored_values import StoredRule
from boardwright.schema.alerting.alerts import AlertRuleJson
from boardwright.schema.alerting.grafana_rule import GrafanaRule

PATH = "/api/v1/provisioning"
UNLOCKED = {"X-Disable-Provenance": "true"}
"""With this HTTP header, users can still edit the saved rules in Grafana's editor."""


class RuleCalls:
    """Reads and writes the alert rules of one Grafana.

    Args:
        full_lists: Whether Grafana's list of rules contains the provenance of each rule, and lists
            the rules of a group in order. In Grafana 10, the list does neither.
    """

    def __init__(self, client: GrafanaClient, *, full_lists: bool = True) -> None:
        self._client = client
        self.full_lists = full_lists

    def list_some(self, keep: Callable[[StoredRule], bool]) -> list[StoredRule]:
        """Return the rules for which `keep` returns True, with their provenance.

        Without `full_lists`, the method sends one more request for each of these rules.

        Args:
            keep: Function that takes a rule and returns whether to include it. Without
                `full_lists`, the provenance of the rule is empty.
        """
        selected = [rule for rule in self.list_all() if keep(rule)]
        if self.full_lists:
            return selected
        completed = (self._find_rule(rule.uid) for rule in selected)
        return [rule for rule in completed if rule is not None]

    def list_all(self) -> list[StoredRule]:
        """Return all rules that the account may see, without their evaluation intervals.

        The rules of each group are in order. Without `full_lists`, the rules are not in order and
        have no provenance.
        """
        data = self._client.get(f"{PATH}/alert-rules")
        return [_read_rule(each) for each in read_object_list(data, url=self._client.url)]

    def read_interval(self, folder_uid: str, group: str) -> int | None:
        """Return the evaluation interval of a group in seconds; None if it does not exist."""
        try:
            data = self._client.get(_build_group_path(folder_uid, group))
        except NotFoundError:
            return None
        return AnswerFields(data, url=self._client.url).require("interval", int)

    def save_group(
        self,
        folder_uid: str,
        group: str,
        *,
        interval: int,
        rules: Sequence[AlertRuleJson],
        unlocked: bool,
    ) -> None:
        """Save a group with all its rules.

        Grafana deletes the rules of the group that are not in `rules`. If a rule in `rules` is
        currently in another group, Grafana moves the rule.

        Before this call, read the group and check that nobody has changed it, because groups have
        no version numbers. The caller must check that the folder exists, because Grafana lets
        administrators save a group in a folder that does not exist.

        Args:
            folder_uid: Uid of the folder.
            group: Name of the group.
            interval: Seconds between two evaluations.
            rules: The rules, in their order.
            unlocked: Whether users can edit the saved rules in Grafana's editor.

        Raises:
            UnknownRuleError: The group contains new rules, and Grafana 10 cannot create rules by
                saving a group. Call `create` for each new rule first.
        """
        body = {"title": group, "folderUid": folder_uid, "interval": interval, "rules": [*rules]}
        headers = UNLOCKED if unlocked else {}
        self._client.put(_build_group_path(folder_uid, group), body, headers=headers)

    def create(self, rule: AlertRuleJson, *, folder_uid: str, group: str, unlocked: bool) -> None:
        """Create a rule.

        If the group does not exist, Grafana creates the group with an evaluation interval of one
        minute.

        Raises:
            RefusedError: Grafana refused the rule, for example because its uid is already used.
        """
        body = {**rule, "folderUID": folder_uid, "ruleGroup": group}
        self._client.post(f"{PATH}/alert-rules", body, headers=UNLOCKED if unlocked else {})

    def save(self, rule: AlertRuleJson, *, folder_uid: str, group: str, unlocked: bool) -> None:
        """Replace one rule, even if someone changed it after boardwright read it."""
        body = {**rule, "folderUID": folder_uid, "ruleGroup": group}
        headers = UNLOCKED if unlocked else {}
        self._client.put(f"{PATH}/alert-rules/{GrafanaRule(rule).uid}", body, headers=headers)

    def delete(self, uid: str) -> None:
        """Delete a rule. Grafana does nothing if the rule does not exist, and deletes the group if
        the group becomes empty.
        """
        self._client.delete(f"{PATH}/alert-rules/{uid}")

    def _find_rule(self, uid: str) -> StoredRule | None:
        try:
            data = self._client.get(f"{PATH}/alert-rules/{uid}")
        except NotFoundError:
            return None
        return _read_rule(AnswerFields(data, url=self._client.url))


def _read_rule(rule: AnswerFields) -> StoredRule:
    return StoredRule(
        uid=rule.require("uid", str),
        body=rule.data,
        folder_uid=rule.require("folderUID", str),
        group=rule.require("ruleGroup", str),
        provenance=rule.get("provenance", str, ""),
    )


def _build_group_path(folder_uid: str, group: str) -> str:
    return f"{PATH}/folder/{folder_uid}/rule-groups/{quote(group, safe='')}"
