"""The behaviour of a ruler on which boardwright relies: of the stand-in, and of the real server in
RULER_URL, for example the rules API of a Cortex or Mimir.

    RULER_URL=http://127.0.0.1:9009/api/v1/rules pytest tests/contract/test_ruler.py -k real

Each test has a namespace of its own, which is deleted afterwards. RULER_TENANT names the tenant;
otherwise each test has a tenant of its own. RULER_TOKEN, or RULER_USER and RULER_PASSWORD, are the
login.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from boardwright.http.pace import Pace
from boardwright.http.sessions import create_session
from boardwright.provisioning.rule_files import encode_group
from boardwright.ruler.group_application import apply_groups
from boardwright.ruler.rule_namespaces import format_namespace, format_namespace_prefix
from boardwright.ruler.ruler_api import Ruler
from boardwright.ruler.ruler_errors import RulerLoginError, RulerRefusalError
from boardwright.ruler.ruler_groups import WantedRuleGroup, is_same_group
from boardwright.ruler.ruler_plan import plan_groups
from boardwright.ruler.ruler_server import RulerServer
from boardwright.schema.rule_values import AlertRule, RecordingRule, RuleGroup
from standin.ruler import ruler_stand_in

URL = os.environ.get("RULER_URL")
BUSY = RecordingRule(
    name="instance:node_cpu_usage:ratio",
    expr='1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[1m]))',
    labels={"team": "shop"},
)
HIGH = AlertRule(
    name="HostCpuHigh",
    expr="instance:node_cpu_usage:ratio > 0.9\nand on (instance) up == 1\n",
    for_="900s",
    keep_firing_for="5m",
    labels={"severity": "page", "number": "1"},
    annotations={"summary": "{{ $labels.instance }}: {{ $value | humanizePercentage }} – \u00fc"},
)
NODE = RuleGroup(name="node", rules=(BUSY, HIGH), interval="60s", limit=7)


class RulerTarget:
    """A ruler, and a project of the test that deploys to it."""

    def __init__(self, url: str) -> None:
        self.project = f"contract-{secrets.token_hex(6)}"
        tenant = os.environ.get("RULER_TENANT", self.project)
        self.server = RulerServer(url=url, tenant=tenant)

    @property
    def prefix(self) -> str:
        return format_namespace_prefix(self.project)

    def ruler(self, server: RulerServer | None = None) -> Ruler:
        chosen = server or self.server
        credentials = chosen.find_credentials(environ=os.environ, root=Path())
        pace = Pace(retries=0)
        return Ruler(create_session(), chosen, credentials=credentials, root=Path(), pace=pace)

    def make_wanted(self, group: RuleGroup, file: str = "node.yml") -> WantedRuleGroup:
        namespace = format_namespace(self.project, file)
        return WantedRuleGroup(
            namespace=namespace, source="rules/node.py", group=group, text=encode_group(group)
        )

    def save(self, group: RuleGroup, file: str = "node.yml") -> None:
        wanted = self.make_wanted(group, file)
        self.ruler().save(wanted.namespace, wanted.text)


@pytest.fixture(params=["stand-in", "real"] if URL else ["stand-in"])
def target(request: pytest.FixtureRequest) -> Iterator[RulerTarget]:
    if request.param == "stand-in":
        with ruler_stand_in() as ruler:
            yield RulerTarget(ruler.url)
        return
    found = RulerTarget(str(URL))
    yield found
    for stored in found.ruler().read_groups(found.prefix):
        found.ruler().delete(stored.namespace, stored.group.name)


def test_a_tenant_without_groups_has_no_groups(target: RulerTarget) -> None:
    assert target.ruler().read_groups(target.prefix) == ()


def test_a_saved_group_is_read_as_it_was_sent(target: RulerTarget) -> None:
    target.save(NODE)
    (stored,) = target.ruler().read_groups(target.prefix)
    assert stored.namespace == f"boardwright:{target.project}:node"
    assert is_same_group(stored.group, NODE)


@pytest.mark.parametrize(
    "name", ["a/b", "a b", "50%", "a%2Fb", "\u00fc", "?x=1#y", "a+b", "...", "a\\b", "'\""]
)
def test_any_name_of_a_group_can_be_saved_and_deleted(target: RulerTarget, name: str) -> None:
    target.save(NODE)
    target.save(replace(NODE, name=name))
    names = {each.group.name for each in target.ruler().read_groups(target.prefix)}
    assert names == {"node", name}
    target.ruler().delete(f"{target.prefix}node", name)
    assert [each.group.name for each in target.ruler().read_groups(target.prefix)] == ["node"]


def test_saving_replaces_only_the_group_of_this_name(target: RulerTarget) -> None:
    target.save(NODE)
    target.save(replace(NODE, name="other"))
    target.save(replace(NODE, rules=(BUSY,)))
    rules = {
        each.group.name: len(each.group.rules) for each in target.ruler().read_groups(target.prefix)
    }
    assert rules == {"node": 1, "other": 2}


def test_a_repeated_deletion_of_a_group_succeeds(target: RulerTarget) -> None:
    """A repeated request after a lost answer must not fail."""
    target.save(NODE)
    for _ in range(2):
        target.ruler().delete(f"{target.prefix}node", "node")
    assert target.ruler().read_groups(target.prefix) == ()


def test_groups_of_other_projects_are_not_read(target: RulerTarget) -> None:
    target.save(NODE)
    assert target.ruler().read_groups(format_namespace_prefix(target.project[:-1])) == ()
    assert target.ruler().read_groups(format_namespace_prefix(f"{target.project}-2")) == ()


REFUSED = {
    "no rules": replace(NODE, rules=()),
    "an expression that does not parse": replace(
        NODE, name="bad", interval=None, limit=0, rules=(RecordingRule(name="x", expr="sum("),)
    ),
}


@pytest.mark.parametrize("group", REFUSED.values(), ids=REFUSED)
def test_a_refused_group_changes_nothing(target: RulerTarget, group: RuleGroup) -> None:
    target.save(NODE)
    with pytest.raises(RulerRefusalError, match="does not accept the rule group") as caught:
        target.save(group)
    assert caught.value.status == 400
    (stored,) = target.ruler().read_groups(target.prefix)
    assert is_same_group(stored.group, NODE)


def test_a_request_without_a_tenant_is_refused(target: RulerTarget) -> None:
    """A server that derives the tenant from the login needs no tenant."""
    if "RULER_TENANT" in os.environ:
        pytest.skip("RULER_TENANT is set, so the server may not need a tenant")
    with pytest.raises(RulerLoginError, match="no org id"):
        target.ruler(replace(target.server, tenant=None)).read_groups(target.prefix)


def test_a_url_without_a_rules_api_is_reported(target: RulerTarget) -> None:
    url = target.server.url.removesuffix("/rules") + "/nothing"
    with pytest.raises(RulerRefusalError, match="has no rules API at this URL") as caught:
        target.ruler(replace(target.server, url=url)).read_groups(target.prefix)
    assert caught.value.status == 404


def test_a_deploy_changes_only_the_differences(target: RulerTarget) -> None:
    """Three deploys: two groups are created; one is changed and one stays; one is deleted."""
    ruler, pace = target.ruler(), Pace(retries=0)

    def deploy(*groups: RuleGroup) -> list[str]:
        wanted = [target.make_wanted(group) for group in groups]
        plan = plan_groups(wanted, ruler.read_groups(target.prefix), whole=True, prune_share=100)
        outcomes = apply_groups(plan, ruler, prefix=target.prefix, pace=pace)
        return [each.status for each in outcomes]

    other = replace(NODE, name="other", rules=(BUSY,))
    assert deploy(NODE, other) == ["created", "created"]
    assert deploy(replace(NODE, interval="2m"), other) == ["updated", "unchanged"]
    assert deploy(replace(NODE, interval="2m")) == ["unchanged", "pruned"]
    assert [each.group.name for each in ruler.read_groups(target.prefix)] == ["node"]
