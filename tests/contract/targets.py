"""The servers on which the contract tests run, and how each one creates accounts."""

from __future__ import annotations

import os
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from boardwright.frozen import frozen
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_connection import GrafanaConnection, connect_to_grafana
from boardwright.grafana.server import GrafanaServer
from boardwright.http.credentials import Credentials
from boardwright.http.sessions import create_session
from standin.server import StandIn

HERE = Path(__file__).parent


@frozen
class NewOrganisation:
    """An organisation without boards, whose boards have been listed once.

    Attributes:
        grafana: The Grafana, for an editor of the organisation.
        token: The editor's token.
        org_id: The number of the organisation.
    """

    grafana: Grafana
    token: str
    org_id: int


class Target(ABC):
    """A Grafana, and an administrator's account on it."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url, self.user, self.password = url, user, password

    @property
    def admin(self) -> Credentials:
        return Credentials(user=self.user, secret=self.password, source="GRAFANA_PASSWORD")

    def is_since(self, major: int, minor: int) -> bool:
        """Return whether the Grafana has this version or a newer one."""
        numbers = re.match(r"(\d+)\.(\d+)", self.grafana().read_version())
        assert numbers is not None
        return (int(numbers[1]), int(numbers[2])) >= (major, minor)

    def versions(self, uid: str) -> list[dict[str, Any]]:
        """Return the version history of a board, newest first. Grafana 10 answers with a plain
        list."""
        answer = self.raw("GET", f"/api/dashboards/uid/{uid}/versions").json()
        return list(answer if isinstance(answer, list) else answer["versions"])

    def connect(self, credentials: Credentials | None = None, **server: Any) -> GrafanaConnection:
        """Connect as boardwright does."""
        return connect_to_grafana(
            GrafanaServer(url=self.url, **server),
            credentials=credentials or self.admin,
            session=create_session(),
            root=HERE,
        )

    def grafana(self, credentials: Credentials | None = None) -> Grafana:
        return self.connect(credentials).grafana

    def raw(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> requests.Response:
        """Send a request with the administrator's account, without boardwright's code."""
        return requests.request(
            method,
            self.url + path,
            json=body,
            headers=headers,
            auth=(self.user, self.password),
            timeout=30,
        )

    @abstractmethod
    def token(self, role: str) -> Any:
        """Return a context with the token of a service account."""

    @abstractmethod
    def new_organisation(self) -> Any:
        """Return a context with a `NewOrganisation`."""

    @abstractmethod
    def provisioned_uid(self) -> str:
        """Return the uid of a board that a file provider manages."""


class StandInTarget(Target):
    def __init__(self, server: StandIn) -> None:
        super().__init__(server.url, "admin", "stand-in-password")
        self.server = server

    @contextmanager
    def token(self, role: str) -> Iterator[Credentials]:
        self.server.store.add_token(secret := secrets.token_hex(16), role)
        yield Credentials(user=None, secret=secret, source="GRAFANA_TOKEN")

    @contextmanager
    def new_organisation(self) -> Iterator[NewOrganisation]:
        self.server.store.lists_boards = False
        self.server.store.data_sources = []
        with self.token("Editor") as credentials:
            grafana = self.grafana(credentials)
            yield NewOrganisation(grafana=grafana, token=credentials.secret, org_id=1)
        self.server.store.lists_boards = True

    def provisioned_uid(self) -> str:
        body = {"panels": [], "schemaVersion": 41, "title": "Filed", "uid": "filed"}
        self.server.store.provision("filed", body, folder="files", file="filed.json")
        return "filed"


class RealTarget(Target):
    @contextmanager
    def token(self, role: str) -> Iterator[Credentials]:
        name = f"bw-contract-{secrets.token_hex(4)}"
        account = self.raw("POST", "/api/serviceaccounts", {"name": name, "role": role}).json()
        path = f"/api/serviceaccounts/{account['id']}"
        try:
            key = self.raw("POST", f"{path}/tokens", {"name": name}).json()["key"]
            yield Credentials(user=None, secret=key, source="GRAFANA_TOKEN")
        finally:
            self.raw("DELETE", path)

    @contextmanager
    def new_organisation(self) -> Iterator[NewOrganisation]:
        name = f"bw-contract-{secrets.token_hex(4)}"
        org_id = self.raw("POST", "/api/orgs", {"name": name}).json()["orgId"]
        within, login = {"X-Grafana-Org-Id": str(org_id)}, (self.user, self.password)
        try:
            body = {"name": name, "role": "Editor"}
            path = f"{self.url}/api/serviceaccounts"
            account = requests.post(path, json=body, auth=login, headers=within, timeout=30).json()
            path += f"/{account['id']}/tokens"
            made = requests.post(path, json=body, auth=login, headers=within, timeout=30).json()
            credentials = Credentials(user=None, secret=made["key"], source="GRAFANA_TOKEN")
            grafana = self.connect(credentials, org_id=org_id).grafana
            assert [*grafana.search_all()] == []
            assert [*grafana.resources.iter_boards()] == [] if grafana.resources else True
            yield NewOrganisation(grafana=grafana, token=made["key"], org_id=org_id)
        finally:
            self.raw("DELETE", f"/api/orgs/{org_id}")

    def provisioned_uid(self) -> str:
        uid = os.environ.get("GRAFANA_PROVISIONED_UID")
        if not uid:
            pytest.skip("GRAFANA_PROVISIONED_UID names no board of a file provider")
        return uid


def real_target() -> RealTarget:
    """Return the Grafana in GRAFANA_URL; skip the test if the variable is not set."""
    url = os.environ.get("GRAFANA_URL")
    if not url:
        pytest.skip("GRAFANA_URL names no real Grafana")
    user = os.environ.get("GRAFANA_USER", "admin")
    return RealTarget(url.rstrip("/"), user, os.environ.get("GRAFANA_PASSWORD", ""))
