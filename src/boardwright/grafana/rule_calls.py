"""Grafana's calls about alert rules that we use: those of its provisioning API.

Source: https://grafana.com/docs/grafana/latest/developers/http_api/alerting_provisioning/, and what
a real 12.2 was seen to do (`docs/adr/0017-alert-rules.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from boardwright.grafana.answers import Fields, listed_fields
from boardwright.grafana.client import Client
from boardwright.grafana.grafana_errors import NotFoundError
from boardwright.grafana.stored_values import StoredRule
from boardwright.schema.alerts import Rule

PATH = "/api/v1/provisioning"
UNLOCKED = {"X-Disable-Provenance": "true"}
"""The header that leaves what is written open to Grafana's editor."""


class RuleCalls:
    """The calls.

    Args:
        client: What sends them.
        full_lists: Whether the list of rules has their order, and their provenance.
    """

    def __init__(self, client: Client, *, full_lists: bool = True) -> None:
        self._client = client
        self.full_lists = full_lists

    def some(self, keep: Callable[[StoredRule], bool]) -> list[StoredRule]:
        """Return some of the rules that the account sees, with their provenance.

        Where the list has none, it is asked for each rule that is kept.

        Args:
            keep: Tells which rules to keep; it does not see their provenance.
        """
        kept = [rule for rule in self.all() if keep(rule)]
        if self.full_lists:
            return kept
        completed = (self._find(rule.uid) for rule in kept)
        return [rule for rule in completed if rule is not None]

    def all(self) -> list[StoredRule]:
        """Return every rule that the account sees, those of a group in their order.

        How often a group is evaluated is not in this list: see `interval`. Without `full_lists`
        they are in no order, and their provenance is not told: see `some`.
        """
        data = self._client.get(f"{PATH}/alert-rules")
        return [_stored(each) for each in listed_fields(data, url=self._client.url)]

    def interval(self, folder_uid: str, group: str) -> int | None:
        """Return the seconds between two evaluations of a group; None when it is not there."""
        try:
            data = self._client.get(_group(folder_uid, group))
        except NotFoundError:
            return None
        return Fields(data, url=self._client.url).need("interval", int)

    def save_group(
        self,
        folder_uid: str,
        group: str,
        *,
        interval: int,
        rules: Sequence[Rule],
        unlocked: bool,
    ) -> None:
        """Make a group what is given; rules of it that are not given are deleted.

        There is no version to name: whoever calls this has looked at what is there. A rule of
        another group that has the uid of one of these is moved here. The folder must be there:
        Grafana does not look.

        Args:
            folder_uid: The folder.
            group: The group's name.
            interval: Seconds between two evaluations.
            rules: The rules, in their order.
            unlocked: Leave them open to Grafana's editor.

        Raises:
            UnknownRuleError: This Grafana makes no rules so: see `create`.
        """
        body = {"title": group, "folderUid": folder_uid, "interval": interval, "rules": [*rules]}
        headers = UNLOCKED if unlocked else {}
        self._client.put(_group(folder_uid, group), body, headers=headers)

    def create(self, rule: Rule, *, folder_uid: str, group: str, unlocked: bool) -> None:
        """Make one rule, and its group where there is none, which is evaluated every minute then.

        Raises:
            RefusedError: There is one of its uid, among others.
        """
        body = {**rule, "folderUID": folder_uid, "ruleGroup": group}
        self._client.post(f"{PATH}/alert-rules", body, headers=UNLOCKED if unlocked else {})

    def save(self, rule: Rule, *, folder_uid: str, group: str, unlocked: bool) -> None:
        """Save over one rule, which stays in its group; the same of its version and lock."""
        body = {**rule, "folderUID": folder_uid, "ruleGroup": group}
        headers = UNLOCKED if unlocked else {}
        self._client.put(f"{PATH}/alert-rules/{rule['uid']}", body, headers=headers)

    def delete(self, uid: str) -> None:
        """Delete a rule, and its group when it was the last one; one that is gone is as good."""
        self._client.delete(f"{PATH}/alert-rules/{uid}")

    def _find(self, uid: str) -> StoredRule | None:
        """Return a rule; None when it has gone since it was listed."""
        try:
            data = self._client.get(f"{PATH}/alert-rules/{uid}")
        except NotFoundError:
            return None
        return _stored(Fields(data, url=self._client.url))


def _stored(rule: Fields) -> StoredRule:
    return StoredRule(
        uid=rule.need("uid", str),
        body=rule.data,
        folder_uid=rule.need("folderUID", str),
        group=rule.need("ruleGroup", str),
        provenance=rule.get("provenance", str, ""),
    )


def _group(folder_uid: str, group: str) -> str:
    return f"{PATH}/folder/{folder_uid}/rule-groups/{quote(group, safe='')}"
