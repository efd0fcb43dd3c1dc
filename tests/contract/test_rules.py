"""Alert rules: the effects of saving a group, and deploys of groups."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, ForbiddenError, InvalidError
from boardwright.grafana.plan_steps import Step
from boardwright.grafana.prune_steps import read_owned_rules
from boardwright.grafana.rule_saves import delete_rule, find_stored_rule, release_rule, save_group
from boardwright.grafana.stored_comparison import is_as_sent, is_rule_unchanged
from boardwright.grafana.stored_values import StoredRule
from boardwright.http.pace import Pace
from contract.conftest import NewUid
from contract.rules import OWNER, PATH, body, deploy, group, make, plan, sent_body
from contract.targets import Target

NAMES = ["load", "a/b é?#%"]


def read_rule(grafana: Grafana, uid: str) -> StoredRule:
    rule = find_stored_rule(grafana, uid)
    assert rule is not None
    return rule


def order(grafana: Grafana, folder: str, name: str) -> list[str]:
    return [rule.uid for rule in grafana.rules.list_all() if rule.key == (folder, name)]


def edit(target: Target, uid: str, **changes: Any) -> None:
    """Change a rule as another tool does."""
    rule = target.raw("GET", f"{PATH}/alert-rules/{uid}").json()
    answer = target.raw("PUT", f"{PATH}/alert-rules/{uid}", {**rule, **changes})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", NAMES)
def test_an_unchanged_group_is_not_sent_again(
    grafana: Grafana, folder: str, new_uid: NewUid, name: str
) -> None:
    first, second = new_uid(), new_uid()
    wanted = group(folder, name, body(second), body(first, labels={"a": "b", "empty": ""}))
    assert deploy(grafana, wanted) == ["created"]
    assert order(grafana, folder, name) == [second, first]
    assert grafana.rules.read_interval(folder, name) == 60
    stored = read_rule(grafana, first)
    assert (stored.provenance, stored.annotations["summary"]) == ("api", "é {{ $labels.a }}")
    assert deploy(grafana, wanted) == ["unchanged"]
    assert is_rule_unchanged(stored, read_rule(grafana, first))


@pytest.mark.parametrize(
    "changed",
    [
        {"for": "1d12h"},
        {"labels": {"severity": "page"}},
        {"title": "Other"},
        {"noDataState": "NoData"},
        {"annotations": {"__boardwright__": "contract"}},
    ],
)
def test_a_changed_declaration_is_saved(
    grafana: Grafana, folder: str, new_uid: NewUid, changed: dict[str, Any]
) -> None:
    uid, stays = new_uid(), new_uid()
    deploy(grafana, group(folder, "g", body(uid), body(stays)))
    after = group(folder, "g", body(uid, **changed), body(stays))
    assert deploy(grafana, after) == ["updated"]
    assert deploy(grafana, after) == ["unchanged"]


@pytest.mark.since(11, 0, what="order of a group's rules")
def test_a_changed_order_of_rules_is_saved(grafana: Grafana, folder: str, new_uid: NewUid) -> None:
    first, second = new_uid(), new_uid()
    deploy(grafana, group(folder, "g", body(first), body(second)))
    assert deploy(grafana, group(folder, "g", body(second), body(first))) == ["updated"]
    assert order(grafana, folder, "g") == [second, first]


def test_an_order_with_a_new_rule_is_unchanged_in_the_next_deploy(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    first, second, third = new_uid(), new_uid(), new_uid()
    deploy(grafana, group(folder, "g", body(first), body(second)))
    after = group(folder, "g", body(third), body(second), body(first))
    assert deploy(grafana, after) == ["updated"]
    assert deploy(grafana, after) == ["unchanged"]


def test_a_changed_interval_is_saved(grafana: Grafana, folder: str, new_uid: NewUid) -> None:
    first, second = new_uid(), new_uid()
    deploy(grafana, group(folder, "g", body(first), body(second)))
    after = group(folder, "g", body(first), body(second), interval=120)
    assert deploy(grafana, after) == ["updated"]
    assert grafana.rules.read_interval(folder, "g") == 120
    assert deploy(grafana, after) == ["unchanged"]


def test_a_change_by_someone_else_is_a_conflict(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    wanted = group(folder, "g", body(uid))
    deploy(grafana, wanted)
    assert is_as_sent(plan(grafana, wanted).groups[0].stored[0])
    edit(target, uid, **{"for": "9m"})
    (step,) = plan(grafana, wanted).groups
    assert step.action == "conflict"
    assert ", at 20" in str(step.reason)
    assert f': "Rule {uid}" ({uid}, group "g")' in str(step.reason)
    assert deploy(grafana, wanted) == ["conflict"]
    assert deploy(grafana, wanted, adopt=True) == ["conflict"]
    assert deploy(grafana, wanted, force=True) == ["updated"]
    assert read_rule(grafana, uid).body["for"] == "1m30s"


def test_a_pause_or_an_interval_changed_by_someone_else_is_a_conflict(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    paused, slow = new_uid(), new_uid()
    groups = group(folder, "a", body(paused)), group(folder, "b", body(slow))
    deploy(grafana, *groups)
    edit(target, paused, isPaused=True)
    rule = read_rule(grafana, slow).body
    path = f"{PATH}/folder/{folder}/rule-groups/b"
    assert (
        target.raw("PUT", path, sent_body(folder, "b", dict(rule), interval=300)).status_code == 200
    )
    assert [step.action for step in plan(grafana, *groups).groups] == ["conflict", "conflict"]


def test_an_edit_that_equals_the_declaration_is_not_a_conflict(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    deploy(grafana, group(folder, "g", body(uid)))
    edit(target, uid, **{"for": "2m"})
    assert deploy(grafana, group(folder, "g", body(uid, **{"for": "2m"}))) == ["unchanged"]


def test_a_rule_of_another_group_is_not_moved(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    """Grafana would silently move the rule into our group."""
    uid, other = new_uid(), new_uid()
    make(target, folder, "theirs", body(uid, annotations={}))
    wanted = group(folder, "ours", body(uid), body(other))
    assert deploy(grafana, wanted, force=True) == ["conflict"]
    assert order(grafana, folder, "theirs") == [uid]
    assert order(grafana, folder, "ours") == []
    assert deploy(grafana, wanted, adopt=True) == ["updated"]
    assert {*order(grafana, folder, "ours")} == {uid, other}
    assert order(grafana, folder, "theirs") == []


def test_rules_of_others_in_our_group_are_unchanged(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    ours, theirs = new_uid(), new_uid()
    wanted = group(folder, "g", body(ours))
    deploy(grafana, wanted)
    make(target, folder, "g", body(theirs, annotations={"a": "b"}))
    assert deploy(grafana, wanted) == ["unchanged"]
    changed = group(folder, "g", body(ours, **{"for": "2m"}))
    assert deploy(grafana, changed) == ["conflict"]
    assert deploy(grafana, changed, adopt=True) == ["updated"]
    assert {*order(grafana, folder, "g")} == {ours, theirs}
    assert read_rule(grafana, theirs).annotations == {"a": "b"}


def test_rules_that_swap_groups_keep_their_ids(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    """No rule is deleted meanwhile, with any order of the saves."""
    first, second, stays = new_uid(), new_uid(), new_uid()
    deploy(grafana, group(folder, "a", body(first), body(stays)), group(folder, "b", body(second)))
    ids = {uid: read_rule(grafana, uid).body["id"] for uid in (first, second)}
    after = (
        group(folder, "a", body(second), body(stays), interval=120),
        group(folder, "b", body(first)),
    )
    assert deploy(grafana, *after) == ["updated", "updated"]
    assert {*order(grafana, folder, "a")} == {second, stays}
    assert order(grafana, folder, "b") == [first]
    assert {uid: read_rule(grafana, uid).body["id"] for uid in ids} == ids
    assert deploy(grafana, *after) == ["unchanged", "unchanged"]


def test_the_provenance_of_a_rule_is_unchanged(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    """Rules of the editor remain editable, also after an adoption; ours are locked."""
    uid, more = new_uid(), new_uid()
    theirs = body(uid, annotations={})
    grafana.rules.create(theirs, folder_uid=folder, group="g", unlocked=True)
    assert read_rule(grafana, uid).provenance == ""
    assert deploy(grafana, group(folder, "g", body(uid)), adopt=True) == ["updated"]
    assert deploy(grafana, group(folder, "g", body(uid), body(more))) == ["updated"]
    assert [read_rule(grafana, each).provenance for each in (uid, more)] == ["", ""]


def test_a_group_of_editable_and_locked_rules_is_refused(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    opened, locked = new_uid(), new_uid()
    grafana.rules.create(body(opened), folder_uid=folder, group="a", unlocked=True)
    deploy(grafana, group(folder, "b", body(locked)))
    (step,) = plan(grafana, group(folder, "b", body(opened), body(locked)), force=True).groups
    assert step.action == "refused"
    assert "a deploy would lock or unlock all rules" in str(step.reason)


def test_a_save_over_a_rule_changed_since_the_plan_is_a_conflict(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid, late = new_uid(), new_uid()
    deploy(grafana, group(folder, "g", body(uid)))
    changed = group(folder, "g", body(uid, **{"for": "2m"}))
    (step,) = plan(grafana, changed).groups
    edit(target, uid, **{"for": "9m"})
    with pytest.raises(ConflictError, match="someone changed the rules after they were read"):
        save_group(step, grafana, pace=Pace())
    (step,) = plan(grafana, group(folder, "new", body(late))).groups
    make(target, folder, "theirs", body(late))
    with pytest.raises(ConflictError):
        save_group(step, grafana, pace=Pace())
    assert order(grafana, folder, "theirs") == [late]


def test_owned_rules_are_found_and_deleted(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid, stays, copy = new_uid(), new_uid(), new_uid()
    deploy(grafana, group(folder, "g", body(uid), body(stays)))
    copied = {**read_rule(grafana, uid).body, "uid": copy, "title": "Copy"}
    copied.pop("id")
    make(target, folder, "g", copied)
    owned = read_owned_rules(grafana, owner=OWNER, but={stays})
    uids = {rule.uid: rule for rule in owned.rules}
    assert uid in uids
    assert not {stays, copy} & uids.keys()
    delete_rule(uids[uid], grafana, pace=Pace())
    delete_rule(uids[uid], grafana, pace=Pace())
    grafana.rules.delete(uid)
    assert {*order(grafana, folder, "g")} == {stays, copy}


def test_a_rule_that_was_edited_is_not_deleted(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    deploy(grafana, group(folder, "g", body(uid)))
    rule = read_rule(grafana, uid)
    edit(target, uid, **{"for": "9m"})
    with pytest.raises(ConflictError):
        delete_rule(rule, grafana, pace=Pace())
    assert read_rule(grafana, uid).body["for"] == "9m"


@pytest.mark.parametrize("unlocked", [False, True])
def test_a_released_rule_loses_only_our_annotations(
    grafana: Grafana, folder: str, new_uid: NewUid, unlocked: bool
) -> None:
    uid = new_uid()
    grafana.rules.create(body(uid), folder_uid=folder, group="g", unlocked=unlocked)
    release_rule(read_rule(grafana, uid), grafana, pace=Pace())
    stored = read_rule(grafana, uid)
    assert dict(stored.annotations) == {"summary": "é {{ $labels.a }}"}
    assert (stored.provenance == "", stored.group) == (unlocked, "g")


def test_an_unlocked_rule_is_deleted(grafana: Grafana, folder: str, new_uid: NewUid) -> None:
    uid = new_uid()
    grafana.rules.create(body(uid), folder_uid=folder, group="g", unlocked=True)
    delete_rule(read_rule(grafana, uid), grafana, pace=Pace())
    assert find_stored_rule(grafana, uid) is None
    assert grafana.rules.read_interval(folder, "g") is None


def test_an_interval_that_grafana_cannot_schedule_is_refused(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    step = Step(action="create", item=group(folder, "g", body(new_uid()), interval=15))
    with pytest.raises(InvalidError, match="divided exactly by scheduler interval: 10"):
        save_group(step, grafana, pace=Pace())


@pytest.mark.since(11, 0, what="alert rules for any but administrators")
def test_editors_write_rules_and_viewers_read_them(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    """A folder that another account made Grafana hides from an editor for up to a minute."""
    wanted = group(folder, "g", body(new_uid()))
    with target.token("Viewer") as token:
        viewer = target.grafana(token)
        (step,) = plan(viewer, wanted).groups
        assert step.action == "create"
        with pytest.raises(ForbiddenError, match="may not send this request"):
            save_group(step, viewer, pace=Pace())
    with target.token("Editor") as token:
        editor, own = target.grafana(token), new_uid()
        editor.create_folder(own, title="Own", parent_uid=None)
        wanted = group(own, "g", body(new_uid()))
        assert deploy(editor, wanted) == ["created"]
    assert deploy(grafana, wanted) == ["unchanged"]
