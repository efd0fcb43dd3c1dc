"""The stand-in, and a client of it that may do everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boardwright.grafana.api import Grafana
from grafana.helpers import grafana
from standin.server import StandIn, stand_in


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


@pytest.fixture
def there(server: StandIn) -> Grafana:
    return grafana(server.url, server.store)
