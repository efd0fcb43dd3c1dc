"""Fixtures: the stand-in, an administrator's client, and a pace without waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boardwright.grafana.grafana_api import Grafana
from boardwright.http.pace import Pace
from grafana.helpers import grafana
from standin.server import StandIn, stand_in


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


@pytest.fixture
def there(server: StandIn) -> Grafana:
    return grafana(server.url, server.store)


@pytest.fixture
def pace() -> Pace:
    return Pace(retries=3, sleep=lambda seconds: False)
