"""A client whose credentials must not appear in any output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boardwright.grafana.client import GrafanaClient
from boardwright.grafana.grafana_api import Grafana
from boardwright.http.credentials import Credentials
from boardwright.http.sessions import create_session
from standin.store import Store
from standin.values import Answer, Request

TOKEN = "glsa_hunter2hunter2"
CREDENTIALS = Credentials(user=None, secret=TOKEN, source="GRAFANA_TOKEN")


def client(url: str, **options: Any) -> GrafanaClient:
    options = {"credentials": CREDENTIALS, "timeout": 5, **options}
    return GrafanaClient(create_session(), url=url, **options)


def grafana(url: str, store: Store | None = None) -> Grafana:
    if store is not None:
        store.add_token(TOKEN, "Admin")
    return Grafana(client(url), namespace="default", version="12.2.0")


def first_write(answer: Answer) -> Callable[[Request, Answer], Answer]:
    """Carry out the first write, but lose its answer."""
    lost: list[Request] = []

    def after(request: Request, given: Answer) -> Answer:
        if request.method != "GET" and not lost:
            lost.append(request)
            return answer
        return given

    return after
