"""The calls about alert rules that we use: those of Grafana's provisioning API.

Source: https://grafana.com/docs/grafana/latest/developers/http_api/alerting_provisioning/, and the
observed behaviour of a real 12.2 (`docs/adr/0017-alert-rules.md`).
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
"""The header of a write that Grafana's editor may change later."""


class RuleCalls:
    """The calls.

    Args:
        client: Sends the requests.
        full_lists: Whether the list of rules has their order, and their provenance.
    """

    def __init__(self, client: Client, *, full_lists: bool = True) -> None:
        self._client = client
        self.full_lists = full_lists

    def list_some(self, keep: Callable[[StoredRule], bool]) -> list[StoredRule]:
        """Return some of the rules that the account sees, with their provenance.

        Where the list has no provenance, each kept rule is read by itself.

        Args:
            keep: Returns whether to keep a rule; the rule may lack its provenance.
        """
        kept = [rule for rule in self.list_all() if keep(rule)]
        if self.full_lists:
            return kept
        completed = (self._find(rule.uid) for rule in kept)
        return [rule for rule in completed if rule is not None]

    def list_all(self) -> list[StoredRule]:
        """Return every rule that the account sees, those of a group in their order.

        The intervals of the groups are not in this list: see `interval`. Without `full_lists`
        the rules are in no order, and lack their provenance: see `list_some`.
        """
        data = self._client.get(f"{PATH}/alert-rules")
        return [_read_rule(each) for each in listed_fields(data, url=self._client.url)]

    def interval(self, folder_uid: str, group: str) -> int | None:
        """Return the seconds between two evaluations of a group; None when it does not exist."""
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
        """Save a group; its rules that are not given are deleted.

        There are no versions: the caller must have read the group just before. A rule of another
        group with the uid of one of these is moved here. The folder must exist: Grafana does not
        check it.

        Args:
            folder_uid: The folder.
            group: The group's name.
            interval: Seconds between two evaluations.
            rules: The rules, in their order.
            unlocked: Let Grafana's editor change them later.

        Raises:
            UnknownRuleError: This Grafana does not create rules in this way: see `create`.
        """
        body = {"title": group, "folderUid": folder_uid, "interval": interval, "rules": [*rules]}
        headers = UNLOCKED if unlocked else {}
        self._client.put(_group(folder_uid, group), body, headers=headers)

    def create(self, rule: Rule, *, folder_uid: str, group: str, unlocked: bool) -> None:
        """Create a rule, and its group if there is none, which is then evaluated every minute.

        Raises:
            RefusedError: A rule with its uid exists, for example.
        """
        body = {**rule, "folderUID": folder_uid, "ruleGroup": group}
        self._client.post(f"{PATH}/alert-rules", body, headers=UNLOCKED if unlocked else {})

    def save(self, rule: Rule, *, folder_uid: str, group: str, unlocked: bool) -> None:
        """Save over one rule, which stays in its group; for versions and locks see `save_group`."""
        body = {**rule, "folderUID": folder_uid, "ruleGroup": group}
        headers = UNLOCKED if unlocked else {}
        self._client.put(f"{PATH}/alert-rules/{rule['uid']}", body, headers=headers)

    def delete(self, uid: str) -> None:
        """Delete a rule, and its group with the last one; one that does not exist is a success."""
        self._client.delete(f"{PATH}/alert-rules/{uid}")

    def _find(self, uid: str) -> StoredRule | None:
        """Return a rule; None when it no longer exists."""
        try:
            data = self._client.get(f"{PATH}/alert-rules/{uid}")
        except NotFoundError:
            return None
        return _read_rule(Fields(data, url=self._client.url))


def _read_rule(rule: Fields) -> StoredRule:
    return StoredRule(
        uid=rule.need("uid", str),
        body=rule.data,
        folder_uid=rule.need("folderUID", str),
        group=rule.need("ruleGroup", str),
        provenance=rule.get("provenance", str, ""),
    )


def _group(folder_uid: str, group: str) -> str:
    return f"{PATH}/folder/{folder_uid}/rule-groups/{quote(group, safe='')}"
