"""Fixtures: the tested servers, and uids whose objects are deleted after the test."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator

import pytest

from boardwright.grafana.grafana_api import Grafana
from contract.targets import StandInTarget, Target, real_target
from standin.server import stand_in
from standin.store import Store

NewUid = Callable[[], str]
OLDER_STORAGE = "with the older storage"
STAND_INS = ["stand-in 12.2.0", "stand-in 12.4.3"]
TARGETS = [*STAND_INS, "real"] if os.environ.get("GRAFANA_URL") else STAND_INS


@pytest.fixture
def real(request: pytest.FixtureRequest) -> Target:
    """Return the real Grafana in GRAFANA_URL; skip the test if its version lacks the feature."""
    return skip_older(real_target(), request)


def skip_older(found: Target, request: pytest.FixtureRequest) -> Target:
    for mark in request.node.iter_markers("since"):
        if not found.is_since(*mark.args):
            pytest.skip(f"older Grafanas have no {mark.kwargs['what']}")
    return found


@pytest.fixture(params=TARGETS)
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    if request.param == "real":
        yield request.getfixturevalue("real")
        return
    store = Store(version=request.param.split()[1])
    store.has_older_storage = OLDER_STORAGE in request.param
    with stand_in(store=store) as server:
        yield skip_older(StandInTarget(server), request)


@pytest.fixture
def grafana(target: Target) -> Grafana:
    return target.grafana()


@pytest.fixture
def new_uid(target: Target) -> Iterator[NewUid]:
    """Return a generator of uids. Boards, rules and folders with these uids are deleted
    afterwards."""
    made: list[str] = []

    def make() -> str:
        made.append(f"bw-contract-{secrets.token_hex(6)}")
        return made[-1]

    yield make
    for uid in made:
        target.raw("DELETE", f"/api/dashboards/uid/{uid}")
        target.raw("DELETE", f"/api/v1/provisioning/alert-rules/{uid}")
    for uid in reversed(made):
        target.raw("DELETE", f"/api/folders/{uid}?forceDeleteRules=true")


@pytest.fixture
def folder(grafana: Grafana, new_uid: NewUid) -> str:
    """Return the uid of an existing folder."""
    uid = new_uid()
    grafana.create_folder(uid, title=f"Contract {uid}", parent_uid=None)
    return uid
