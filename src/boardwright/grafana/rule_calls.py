"""Reads and writes alert rules with Grafana's provisioning API.

Sources: https://grafana.com/docs/grafana/latest/developers/http_api/alerting_provisioning/, and the
observed behaviour of Grafana 12.2, which `docs/adr/0017-alert-rules.md` describes.
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
"""Header of a request that saves rules. With this header, the rules stay editable in Grafana's
editor.
"""


class RuleCalls:
    """Reads and writes the alert rules of one Grafana.

    Args:
        client: The client that sends the requests.
        full_lists: Whether Grafana's list of rules contains the order and the provenance of the
            rules.
    """

    def __init__(self, client: GrafanaClient, *, full_lists: bool = True) -> None:
        self._client = client
        self.full_lists = full_lists

    def list_some(self, keep: Callable[[StoredRule], bool]) -> list[StoredRule]:
        """Return the rules that `keep` selects, with their provenance.

        If Grafana's list of rules contains no provenance, each selected rule is read in a separate
        request.

        Args:
            keep: Function that takes a rule and returns whether `list_some` includes it. The rule
                that is passed to `keep` may lack its provenance.
        """
        selected = [rule for rule in self.list_all() if keep(rule)]
        if self.full_lists:
            return selected
        completed = (self._find_rule(rule.uid) for rule in selected)
        return [rule for rule in completed if rule is not None]

    def list_all(self) -> list[StoredRule]:
        """Return all rules that the account may see, the rules of each group in the group's order.

        The list does not contain the intervals of the groups, which `read_interval` returns.
        Without `full_lists`, the rules have no order and no provenance. `list_some` adds the
        provenance.
        """
        data = self._client.get(f"{PATH}/alert-rules")
        return [_read_rule(each) for each in read_object_list(data, url=self._client.url)]

    def read_interval(self, folder_uid: str, group: str) -> int | None:
        """Return the evaluation interval of a group in seconds; None if the group does not
        exist."""
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
        """Save a group. Existing rules of the group that are not in `rules` are deleted.

        Groups have no version numbers, so the caller must read the group just before this call. If
        a rule with the uid of one of `rules` is in another group, Grafana moves this rule into the
        saved group. The caller checks that the folder exists, because Grafana does not.

        Args:
            folder_uid: Uid of the folder.
            group: Name of the group.
            interval: Seconds between two evaluations.
            rules: The rules, in their order.
            unlocked: Whether the rules stay editable in Grafana's editor.

        Raises:
            UnknownRuleError: This Grafana cannot create rules by saving a group. Call `create`
                first.
        """
        body = {"title": group, "folderUid": folder_uid, "interval": interval, "rules": [*rules]}
        headers = UNLOCKED if unlocked else {}
        self._client.put(_build_group_path(folder_uid, group), body, headers=headers)

    def create(self, rule: AlertRuleJson, *, folder_uid: str, group: str, unlocked: bool) -> None:
        """Create a rule. If the group does not exist, Grafana creates it with an evaluation
        interval of one minute.

        Raises:
            RefusedError: Grafana refused the request, for example because a rule with this uid
                exists.
        """
        body = {**rule, "folderUID": folder_uid, "ruleGroup": group}
        self._client.post(f"{PATH}/alert-rules", body, headers=UNLOCKED if unlocked else {})

    def save(self, rule: AlertRuleJson, *, folder_uid: str, group: str, unlocked: bool) -> None:
        """Replace one rule, which stays in its group. Changes that someone made meanwhile are
        overwritten.
        """
        body = {**rule, "folderUID": folder_uid, "ruleGroup": group}
        headers = UNLOCKED if unlocked else {}
        self._client.put(f"{PATH}/alert-rules/{GrafanaRule(rule).uid}", body, headers=headers)

    def delete(self, uid: str) -> None:
        """Delete a rule. If this is the last rule of its group, Grafana also deletes the group. If
        the rule does not exist, do nothing.
        """
        self._client.delete(f"{PATH}/alert-rules/{uid}")

    def _find_rule(self, uid: str) -> StoredRule | None:
        """Return a rule; None if the rule does not exist."""
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
