"""The features of a Prometheus, as `/api/v1/features` lists them."""

from __future__ import annotations

import pytest

from boardwright.errors import ServerError
from boardwright.http.sessions import create_session
from boardwright.prometheus.prometheus_api import Prometheus
from serving import Page, as_json, serving_pages

PATH = "/api/v1/features"
FEATURES = {
    "api": {"admin": True},
    "promql": {"anchored": False, "at_modifier": True},
    "promql_functions": {"limitk": True, "info": False, "odd": "yes"},
    "promql_operators": "none",
}
"""In the form of the API's documentation, with two values that it does not have."""


def features_of(pages: dict[str, Page]) -> frozenset[str]:
    with serving_pages(pages) as address:
        return Prometheus(create_session(), f"http://{address}").read_promql_features()


def test_the_enabled_features_of_promql_are_read() -> None:
    pages = {PATH: as_json({"status": "success", "data": FEATURES})}
    assert features_of(pages) == {"at_modifier", "limitk"}


@pytest.mark.parametrize("pages", [{}, {PATH: as_json({"status": "success", "data": []})}])
def test_a_server_that_lists_no_features_is_an_error(pages: dict[str, Page]) -> None:
    with pytest.raises(ServerError):
        features_of(pages)
