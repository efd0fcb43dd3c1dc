"""The stand-in of the ruler answers like the recorded Cortex 1.21.1, exchange by exchange."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import yaml

from standin.ruler import PATH, RECORDED, YAML, ruler_stand_in

EXCHANGES: list[dict[str, Any]] = RECORDED["exchanges"]


@pytest.fixture(scope="module")
def answers() -> Iterator[dict[str, requests.Response]]:
    """Return the answers of the stand-in by name. Each exchange builds on those before it."""
    with ruler_stand_in() as ruler:
        base = ruler.url.removesuffix(PATH)
        yield {each["name"]: send(base, each["request"]) for each in EXCHANGES}


def send(base: str, request: dict[str, Any]) -> requests.Response:
    body = request["body"]
    return requests.request(
        request["method"],
        base + request["path"],
        headers=request["headers"],
        data=body and body.encode(),
        timeout=10,
    )


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda each: each["name"])
def test_the_answers_of_the_ruler_stand_in_equal_the_recording(
    answers: dict[str, requests.Response], exchange: dict[str, Any]
) -> None:
    answer, recorded = answers[exchange["name"]], exchange["answer"]
    assert (answer.status_code, answer.headers.get("Content-Type")) == (
        recorded["status"],
        recorded["type"],
    )
    if recorded["type"] == YAML:
        assert yaml.safe_load(answer.text) == yaml.safe_load(recorded["body"])
    else:
        assert answer.text == recorded["body"]
