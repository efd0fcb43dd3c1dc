"""Fixtures: no Grafana credentials in the environment, and a stand-in with a token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from standin.server import StandIn, stand_in
from support import TOKEN


@pytest.fixture(autouse=True)
def no_grafana_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "TOKEN", "USER", "PASSWORD"):
        monkeypatch.delenv(f"GRAFANA_{name}", raising=False)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as running:
        running.store.add_token(TOKEN, "Admin")
        yield running
