"""The only place that sends requests to Grafana."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from boardwright.grafana.answers import read_reply
from boardwright.grafana.pace import Pace
from boardwright.http.credentials import Credentials
from boardwright.http.exchange import NOTHING, Limits, Route, exchange
from boardwright.http.failures import Peer
from boardwright.schema.canonical import canonical_json

NO_CONTENT = 204
GRAFANA = Peer(
    name="Grafana",
    table="[grafana]",
    lost="It may have arrived all the same: a deploy compares first, and sends only the rest.",
)


class Client:
    """Requests to one Grafana: JSON out, JSON back, and every failure an error of this package.

    Redirects are not followed, TLS is always verified, and each request has a deadline. Reads are
    repeated as `pace` allows; writes are not: only their caller can find out whether they arrived.

    Args:
        session: Sends the requests.
        url: Grafana's address, without a slash at the end.
        credentials: The token or password.
        route: How the server is reached.
        org_id: The organisation to work in; None for the account's own.
        timeout: The seconds that one answer may take.
        pace: The number of tries and the time; None for one try each.
    """

    def __init__(
        self,
        session: requests.Session,
        *,
        url: str,
        credentials: Credentials,
        route: Route | None = None,
        org_id: int | None = None,
        timeout: int = 30,
        pace: Pace | None = None,
    ) -> None:
        self._session = session
        self.url = url
        self._credentials = credentials
        self._route = route or Route()
        self._timeout = timeout
        self._pace = pace or Pace(retries=0)
        self._headers = {"Accept": "application/json"}
        if org_id is not None:
            self._headers["X-Grafana-Org-Id"] = str(org_id)

    @property
    def who(self) -> str:
        """The credentials, as messages name them."""
        return self._credentials.who

    def get(self, path: str, *, accept: str | None = None, **params: str | int) -> Any:
        """Return the JSON data of `path`; a failure that may pass is tried again.

        Args:
            path: The path.
            accept: The media types of the answer, as in an Accept header; None for JSON.
            **params: The parameters of the query.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        headers = {"Accept": accept} if accept else NOTHING
        return self._pace.repeat(lambda: self._send("GET", path, params=params, headers=headers))

    def post(self, path: str, body: dict[str, Any], *, headers: Mapping[str, str] = NOTHING) -> Any:
        """Send `body` to `path` as JSON, and return the answer's data.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        return self._send("POST", path, body=canonical_json(body), headers=headers)

    def put(self, path: str, body: dict[str, Any], *, headers: Mapping[str, str] = NOTHING) -> Any:
        """Put `body` at `path` as JSON, and return the answer's data.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        return self._send("PUT", path, body=canonical_json(body), headers=headers)

    def delete(self, path: str, options: dict[str, Any] | None = None) -> Any:
        """Delete `path`, and return the answer's data.

        Args:
            path: The path.
            options: The body of the request; None for none.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        return self._send("DELETE", path, body=None if options is None else canonical_json(options))

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] = NOTHING,
        body: bytes | None = None,
        headers: Mapping[str, str] = NOTHING,
    ) -> Any:
        typed = {"Content-Type": "application/json"} if body is not None else {}
        reply = exchange(
            self._session,
            method,
            self.url + path,
            peer=GRAFANA,
            limits=Limits(seconds=round(min(self._timeout, max(1, self._pace.seconds_left())))),
            route=self._route,
            params=params,
            data=body,
            headers={**self._headers, **typed, **headers},
            authorization=self._credentials.header,
            where=self.url,
        )
        if method == "DELETE" and reply.status == NO_CONTENT:
            return {}
        return read_reply(reply, url=self.url, who=self.who, redact=self._credentials.redact)
