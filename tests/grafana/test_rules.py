"""Alert rules: equal rules, sent rules, and saves whose answers are lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardwright.compiler.edit import drop_keys
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import FolderError, GrafanaError
from boardwright.grafana.rule_saves import delete_rule, find_stored_rule, release_rule, save_group
from boardwright.grafana.stored_comparison import compute_sent_mark, is_same_rule
from boardwright.grafana.stored_values import StoredRule
from boardwright.grafana.wanted_objects import WantedRule
from boardwright.http.pace import Pace
from contract.rules import body, group, plan
from grafana.helpers import client, first_write
from standin.server import StandIn
from standin.values import Answer, Refusal, Request

FILLED_IN = {
    "id": 7,
    "orgID": 1,
    "folderUID": "f",
    "ruleGroup": "g",
    "updated": "2026-11-26T02:06:04Z",
    "keep_firing_for": "0s",
    "isPaused": False,
    "notification_settings": None,
    "record": None,
    "provenance": "api",
    "missingSeriesEvalsToResolve": None,
}
"""The keys that Grafana adds to a rule, of 12 and later."""

LOST = [
    Answer(status=503, body={"message": "busy"}),
    Answer(raw=b'{"title": "g'),
    Answer(raw=b"{}", missing=50),
]


@pytest.fixture
def there(there: Grafana) -> Grafana:
    there.create_folder("f", title="F", parent_uid=None)
    return there


def is_saved(stored: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return is_same_rule(
        StoredRule(uid="a", body=stored, folder_uid="f", group="g"),
        WantedRule(uid="a", title="A", data=wanted, place="a.py:1"),
    )


def with_model(**changes: Any) -> dict[str, Any]:
    rule = body("a")
    (step,) = rule["data"]
    return {**rule, "data": [{**step, "model": {**step["model"], **changes}}]}


@pytest.mark.parametrize(
    "stored",
    [
        {key: value for key, value in (body("a") | FILLED_IN).items() if key != "labels"},
        with_model(hide=False, editorMode="code", intervalMs=1000.0),
        body("a") | {"annotations": {**body("a")["annotations"], "__boardwright_sent__": "a:0"}},
    ],
    ids=["server", "editor", "our note"],
)
def test_defaults_added_by_grafana_are_not_a_difference(stored: dict[str, Any]) -> None:
    assert is_saved(stored, body("a"))


@pytest.mark.parametrize(
    "stored",
    [
        body("a", isPaused=True),
        body("a", keep_firing_for="1m"),
        body("a", notification_settings={"receiver": "x"}),
        body("a", labels={"a": ""}),
        body("a", **{"for": "0s"}),
        body("a", unknown=1),
        with_model(maxDataPoints=7),
        with_model(unknown=False),
    ],
)
def test_a_setting_changed_by_someone_is_a_difference(stored: dict[str, Any]) -> None:
    assert not is_saved(stored, body("a"))


def test_the_digest_of_a_rule_does_not_change_between_releases() -> None:
    """Another one would make every rule of every user look edited: see ADR 17."""
    mark = compute_sent_mark(body("a"), key=("f", "g"), interval=60)
    assert mark == "a:be90522fdff8f323"
    assert compute_sent_mark(body("a") | FILLED_IN, key=("f", "g"), interval=60) == mark
    for key, interval in ((("f", "h"), 60), (("e", "g"), 60), (("f", "g"), 70)):
        assert compute_sent_mark(body("a"), key=key, interval=interval) != mark


@pytest.mark.parametrize("answer", LOST, ids=["503", "cut off", "reset"])
def test_a_saved_group_is_not_sent_again_after_a_lost_answer(
    server: StandIn, there: Grafana, pace: Pace, answer: Answer
) -> None:
    (step,) = plan(there, group("f", "g", body("a"), body("b"))).groups
    server.after = first_write(answer)
    save_group(step, there, pace=pace)
    rule = find_stored_rule(there, "a")
    assert rule is not None
    server.after = first_write(answer)
    release_rule(rule, there, pace=pace)
    rule = find_stored_rule(there, "a")
    assert rule is not None
    server.after = first_write(answer)
    delete_rule(rule, there, pace=pace)
    assert list(server.store.rules) == ["b"]
    assert [method for method, _ in server.list_writes()] == ["POST", "PUT", "PUT", "DELETE"]


def test_a_group_that_was_not_saved_is_sent_again(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    refused: list[int] = []

    def before(request: Request) -> Answer | None:
        if request.method == "PUT" and len(refused) < 3:
            refused.append(1)
            raise Refusal(503, "busy")
        return None

    server.before = before
    (step,) = plan(there, group("f", "g", body("a"))).groups
    save_group(step, there, pace=pace)
    assert list(server.store.rules) == ["a"]


def test_no_rules_are_sent_to_a_deleted_folder(server: StandIn, there: Grafana, pace: Pace) -> None:
    (step,) = plan(there, group("f", "g", body("a"))).groups
    del server.store.folders["f"]
    with pytest.raises(FolderError, match='the folder "Contract" no longer exists'):
        save_group(step, there, pace=pace)
    assert server.store.rules == {}


@pytest.mark.parametrize("answer", [{}, [{}], [{"uid": 7}], [{"uid": "a"}], [7], None])
def test_a_malformed_list_of_rules_is_an_error(
    server: StandIn, there: Grafana, answer: Any
) -> None:
    server.before = lambda request: Answer(body=answer)
    with pytest.raises(GrafanaError):
        there.rules.list_all()


def test_rules_are_created_one_by_one_on_grafana_10(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    """Seen on 10.1: a group's save changes rules that are there, and fails at others."""

    def before(request: Request) -> Answer | None:
        if request.method == "PUT" and "/rule-groups/" in request.path:
            for rule in request.body["rules"]:
                if rule["uid"] not in server.store.rules:
                    because = "because could not find alert rule"
                    what = f"failed to update rule with UID {rule['uid']} {because}"
                    return Answer(status=500, body={"message": what})
        return None

    (step,) = plan(there, group("f", "g", body("a"), interval=20)).groups
    save_group(step, there, pace=pace)
    server.before = before
    wanted = group("f", "g", body("b"), body("a"), interval=20)
    (step,) = plan(there, wanted).groups
    save_group(step, there, pace=pace)
    (step,) = plan(there, wanted).groups
    assert step.action == "unchanged"
    assert [rule.uid for rule in step.stored] == ["b", "a"]
    assert {rule.interval for rule in step.stored} == {20}


def test_grafana_10_lists_neither_order_nor_provenance(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    """Seen on 10.1: an order that would never be kept is none, and locks stay."""

    def after(request: Request, answer: Answer) -> Answer:
        if request.path.endswith("/alert-rules") and request.method == "GET":
            listed = sorted(answer.body, key=lambda rule: str(rule["uid"]))
            return replace(answer, body=[drop_keys(rule, "provenance") for rule in listed])
        return answer

    server.after = after
    old = Grafana(client(server.url), version="10.1.5")
    wanted = group("f", "g", body("b"), body("a"))
    for rules in (wanted, group("f", "g", body("b", **{"for": "9m"}), body("a"))):
        (step,) = plan(old, rules).groups
        save_group(step, old, pace=pace)
        (step,) = plan(old, rules).groups
        assert step.action == "unchanged"
        assert [(rule.uid, rule.provenance) for rule in step.stored] == [("b", "api"), ("a", "api")]
    delete_rule(step.stored[0], old, pace=pace)
    assert list(server.store.rules) == ["a"]
