"""An answer in which any one value has another type is a message, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from boardwright.errors import BoardwrightError
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.stored_comparison import (
    has_same_body,
    is_as_sent,
    is_copy,
    is_group_saved,
    is_same_rule,
)
from boardwright.grafana.stored_values import StoredBoard, StoredRule
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder, WantedGroup, WantedRule
from boardwright.prometheus.prometheus_api import Prometheus
from boardwright.schema.canonical import encode_canonical_json
from contract.boards import body
from json_paths import iter_paths, with_value, without_value

Json = Any


def nest_lists(depth: int) -> Json:
    """Return lists inside each other, as deep as an answer may be."""
    inner: list[Json] = []
    for _ in range(depth):
        inner = [inner]
    return inner


OTHERS: list[Json] = [
    *(None, True, 7, -1, 1e300, 2**70, "", "x", "\ud800"),
    *([], {}, [7], ["x"], [[]], [{}], {"a": 1}, nest_lists(250)),
]
HEALTH = {"database": "ok", "version": "12.2.0"}
FOLDER = {"uid": "f", "title": "F", "parents": [{"uid": "p", "title": "P"}]}
META = {"folderUid": "f", "provisioned": True, "provisionedExternalId": "a.json", "isFolder": False}
BOARD = {"dashboard": {"uid": "b", "title": "B", "version": 1}, "meta": {**META, "url": "/d/b"}}
ITEM = {
    "metadata": {
        "name": "b",
        "generation": 1,
        "annotations": {"grafana.app/folder": "f", "grafana.app/managedBy": "x"},
    },
    "spec": {"title": "B"},
    "status": {"conversion": {"failed": False, "storedVersion": "v1"}},
}
RULE = {
    "uid": "r",
    "title": "R",
    "folderUID": "f",
    "ruleGroup": "g",
    "provenance": "api",
    "annotations": {"summary": "s"},
    "labels": {"a": "b"},
    "condition": "A",
    "for": "5m",
    "data": [{"refId": "A", "datasourceUid": "p", "model": {"expr": "up", "refId": "A"}}],
    "notification_settings": {"receiver": "x"},
}
SOURCE = {"uid": "p", "name": "P", "type": "prometheus", "isDefault": True}
SAVE = {"version": 2, "createdBy": "me", "created": "today", "message": "m"}
FOUND = {"uid": "b", "title": "B", "folderUid": "f"}
GROUP = {"versions": [{"version": "v0alpha1"}]}
LIST = {"items": [ITEM], "metadata": {"continue": ""}}

Call = Callable[[Grafana], object]
CALLS: Mapping[str, tuple[Json, Call]] = {
    "health": (HEALTH, Grafana.read_version),
    "organisation": ({"id": 1, "name": "Main"}, Grafana.read_organisation),
    "folder": (FOLDER, lambda grafana: grafana.read_folder("f")),
    "folder branch": (FOLDER, lambda grafana: grafana.read_folder_branch("f")),
    "board": (BOARD, lambda grafana: grafana.boards.read_board("b")),
    "last_save": ({"versions": [SAVE]}, lambda grafana: grafana.read_last_save("b")),
    "last_save of 10": ([SAVE], lambda grafana: grafana.read_last_save("b")),
    "search": ([FOUND], lambda grafana: [*grafana.search_all()]),
    "data sources": ([SOURCE], Grafana.read_data_sources),
    "save": (
        {"url": "/d/b"},
        lambda g: g.older.save({"uid": "b"}, folder_uid="", version=1, message=""),
    ),
    "rules": ([RULE], lambda grafana: grafana.rules.list_all()),
    "interval": ({"interval": 60}, lambda grafana: grafana.rules.read_interval("f", "g")),
    "resources": (GROUP, lambda grafana: grafana.resources),
}


class Answering:
    """A client that gets the same answer to everything."""

    url, who = "http://grafana", "the token of GRAFANA_TOKEN"

    def __init__(self, answer: Json) -> None:
        self.answer = answer

    def get(self, path: str, **params: object) -> Json:
        return self.answer

    def post(self, path: str, body: object, headers: object = None) -> Json:
        return self.answer


def mutations(data: Json) -> Iterator[Json]:
    """Yield the answer with each one value replaced by each of the others, or left out."""
    for path in ((), *iter_paths(data)):
        for other in OTHERS:
            yield with_value(data, path, other)
        if path and isinstance(path[-1], str):
            yield without_value(data, path)


def grafana(answer: Json) -> Grafana:
    return Grafana(Answering(answer), namespace="default", version="12.2.0")  # type: ignore[arg-type]


def attempt(call: Callable[[], object]) -> str:
    """Return the message of an error of ours, or an empty text."""
    try:
        call()
    except BoardwrightError as error:
        return error.what
    return ""


@pytest.mark.parametrize("name", CALLS)
def test_a_malformed_answer_gives_a_value_or_an_error_of_ours(name: str) -> None:
    answer, call = CALLS[name]
    assert attempt(lambda: call(grafana(answer))) == ""
    messages = {attempt(lambda each=each: call(grafana(each))) for each in mutations(answer)}
    assert len(messages) > 1 or name == "resources"


def test_a_malformed_list_of_resources_gives_an_error_of_ours() -> None:
    resources = grafana(GROUP).resources
    assert resources is not None
    messages = set()
    for each in mutations(LIST):
        resources.client.answer = each  # type: ignore[attr-defined]
        messages.add(attempt(lambda: [*resources.iter_boards()]))
    assert "the server returns the same page of a list again and again" in messages
    assert len(messages) > 3


@pytest.mark.parametrize("call", ["version", "targets", "metadata"])
def test_a_malformed_answer_of_prometheus_gives_an_error_of_ours(
    call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = {"labels": {"job": "a"}, "health": "up", "lastError": "", "scrapeInterval": "10s"}
    data: dict[str, Json] = {
        "version": {"version": "3.5.0"},
        "targets": {"activeTargets": [target]},
        "metadata": {"up": [{"type": "gauge"}]},
    }
    answer = {"status": "success", "data": data[call]}
    answers: list[Json] = []
    monkeypatch.setattr(
        "boardwright.prometheus.prometheus_api.fetch_json", lambda session, url, params: answers[-1]
    )
    prometheus = Prometheus(None, "http://prometheus")  # type: ignore[arg-type]
    for each in (answer, *mutations(answer)):
        answers.append(each)
        attempt(getattr(prometheus, f"read_{call}"))
    assert len(answers) > 30


DECLARED = {
    **body("b"),
    "annotations": {"list": [{"name": "a", "datasource": {"uid": "p", "type": "prometheus"}}]},
    "templating": {"list": [{"name": "v", "type": "query", "query": "x", "options": []}]},
    "time": {"from": "now-1h", "to": "now"},
}


def test_a_stored_board_of_any_form_is_compared() -> None:
    """Grafana stores any JSON as a board; one that is none of a board's is not the same."""
    folder = WantedFolder(uid="f", path="F", parent_uid=None)
    text = encode_canonical_json(DECLARED)
    wanted = WantedBoard(uid="b", title="B", text=text, folder=folder, place="a.py:1")

    def store_board(data: Json) -> StoredBoard:
        return StoredBoard(
            uid="b", body=data, version=1, folder_uid="f", provider_file=None, url=""
        )

    assert has_same_body(store_board(DECLARED), wanted)
    malformed = [each for each in mutations(DECLARED) if isinstance(each, dict)]
    same = sum(has_same_body(store_board(each), wanted) for each in malformed)
    assert same < len(malformed) / 3
    assert all(isinstance(store_board(each).title, str) for each in malformed)
    assert all(isinstance(store_board(each).tags, tuple) for each in malformed)


def test_a_stored_rule_of_any_form_is_compared() -> None:
    folder = WantedFolder(uid="f", path="F", parent_uid=None)
    wanted = WantedRule(uid="r", title="R", data=RULE, place="a.py:1")
    group = WantedGroup(name="g", interval=60, rules=(wanted,), folder=folder, place="a.py:1")

    def store_rule(data: Json) -> StoredRule:
        return StoredRule(uid="r", body=data, folder_uid="f", group="g", interval=60)

    assert is_group_saved(group, [store_rule(RULE)])
    same = 0
    for each in mutations(RULE):
        if isinstance(each, dict):
            rule = store_rule(each)
            same += is_same_rule(rule, wanted)
            assert isinstance(is_as_sent(rule), bool)
            assert isinstance(is_copy(rule), bool)
    assert same < 80
