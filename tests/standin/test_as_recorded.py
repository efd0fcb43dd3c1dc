"""The stand-in answers like the recorded Grafana 12.2, exchange by exchange."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from standin.server import StandIn, stand_in
from support import ROOT

RECORDINGS = ROOT / "tests/recordings/grafana-12.2"
EXCHANGES: list[dict[str, Any]] = [
    exchange
    for name in ("exchanges.json", "creating.json")
    for exchange in json.loads((RECORDINGS / name).read_text())
]
OUTSIDE = {
    "api groups",
    "datasources",
    "datasource by uid",
    "datasource missing",
    "datasource health",
    "ds query",
    "ds query bad",
    "datasource create",
    "datasource create again",
    "datasource provisioned delete",
    "alert export",
    "folder v1beta1 list",
}
"""The calls that boardwright does not use, and the stand-in does not have."""
ANSWERED = [exchange for exchange in EXCHANGES if exchange["name"] not in OUTSIDE]
VOLATILE = {
    "avatarUrl", "continue", "created", "createdAt", "creationTimestamp", "dashboardId",
    "folderId", "grafana.app/createdBy", "grafana.app/deprecatedInternalID",
    "grafana.app/updatedBy", "grafana.app/updatedTimestamp", "id", "managedFields", "updated",
    "updatedAt",
}  # fmt: skip
"""Ids, times, and who the account of the recording was."""


@pytest.fixture(scope="module")
def answers() -> dict[str, requests.Response]:
    """Return the answers of the stand-in by name; each exchange depends on earlier ones."""
    with stand_in() as server:
        return {exchange["name"]: send(server, exchange) for exchange in ANSWERED}


@pytest.mark.parametrize("exchange", ANSWERED, ids=lambda each: each["name"])
def test_the_answers_of_the_stand_in_equal_the_recording(
    answers: dict[str, requests.Response], exchange: dict[str, Any]
) -> None:
    answer, recorded = answers[exchange["name"]], exchange["response"]
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        recorded["status"],
        recorded["content_type"],
    )
    assert steady(answer.json()) == steady(recorded["body"])


def send(server: StandIn, exchange: dict[str, Any]) -> requests.Response:
    if exchange["name"] == "file-provisioned get":
        body = {"panels": [], "schemaVersion": 41, "title": "Filed", "uid": "filed"}
        server.store.provision("filed", body, folder="files", file="infra/a.json")
    request = exchange["request"]
    headers, auth = dict(request["headers"]), None
    if request["auth"] == "basic admin":
        auth = ("admin", "stand-in-password")
    elif exchange["name"] == "bad token":
        headers["Authorization"] = "Bearer wrong"
    elif request["auth"] == "wrong":
        auth = ("admin", "wrong")
    return requests.request(
        request["method"],
        server.url + request["path"],
        headers=headers,
        auth=auth,
        json=request["body"],
        timeout=10,
    )


def steady(value: Any) -> Any:
    """Return the data without values that differ between two runs of Grafana."""
    if isinstance(value, list):
        return [steady(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: steady(each) for key, each in value.items() if key not in VOLATILE}
    if "namespace" in kept or "group" in kept or "isGrafanaAdmin" in kept:
        kept.pop("uid", None)
    return kept


def test_names_of_exchanges_are_unique_and_every_exception_exists() -> None:
    names = [exchange["name"] for exchange in EXCHANGES]
    assert len(names) == len(set(names))
    assert set(names) >= OUTSIDE
