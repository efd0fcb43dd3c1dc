"""Sends all requests to Grafana."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import requests

from boardwright.grafana.answers import read_reply
from boardwright.http.credentials import Credentials
from boardwright.http.exchange import NOTHING, HttpRequest, Limits, Route, send_request
from boardwright.http.failures import Peer
from boardwright.http.pace import Pace
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import Json

NO_CONTENT = 204
GRAFANA = Peer(name="Grafana", table="[grafana]")
_WRITTEN = replace(
    GRAFANA,
    lost="Grafana may have carried out the request. Deploy again: the deploy sends only boards "
    "and rules that differ from Grafana.",
)


class GrafanaClient:
    """Sends requests to one Grafana, and returns the JSON of the answers.

    The client repeats a GET request after a failure that may be temporary. The client does not
    repeat other requests, because Grafana may have saved the object before the failure.

    Args:
        url: URL of Grafana, without a slash at the end.
        route: The certificates and the proxy; None for the defaults.
        org_id: Id of the organisation to use; None for the account's current organisation.
        timeout: Time limit for one answer, in seconds.
        pace: Number of tries for each GET request, and the time limit for all requests together;
            None for one try and no limit.
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
        """Description of the credentials for messages."""
        return self._credentials.who

    def get(self, path: str, *, accept: str | None = None, **params: str | int) -> Any:
        """Send a GET request, and return the JSON data of the answer.

        Args:
            path: Path of the request, such as `/api/folders`.
            accept: The value of the `Accept` header; None for JSON.
            **params: The query parameters of the URL.

        Raises:
            ServerError: Grafana did not answer, the answer is not JSON, or Grafana refused the
                request.
        """
        headers = {"Accept": accept} if accept else NOTHING
        return self._pace.repeat(
            lambda: self._send_request("GET", path, params=params, headers=headers)
        )

    def post(self, path: str, body: Json, *, headers: Mapping[str, str] = NOTHING) -> Any:
        """Send a POST request with `body` as JSON, and return the JSON data of the answer.

        Raises:
            ServerError: Grafana did not answer, the answer is not JSON, or Grafana refused the
                request.
        """
        return self._send_request("POST", path, body=encode_canonical_json(body), headers=headers)

    def put(self, path: str, body: Json, *, headers: Mapping[str, str] = NOTHING) -> Any:
        """Send a PUT request with `body` as JSON, and return the JSON data of the answer.

        Raises:
            ServerError: Grafana did not answer, the answer is not JSON, or Grafana refused the
                request.
        """
        return self._send_request("PUT", path, body=encode_canonical_json(body), headers=headers)

    def delete(self, path: str, options: Json | None = None) -> Any:
        """Send a DELETE request, and return the JSON data of the answer.

        Args:
            path: Path of the request, such as `/api/dashboards/uid/abc`.
            options: Body of the request, as JSON data; None for no body.

        Raises:
            ServerError: Grafana did not answer, the answer is not JSON, or Grafana refused the
                request.
        """
        return self._send_request(
            "DELETE", path, body=None if options is None else encode_canonical_json(options)
        )

    def _send_request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] = NOTHING,
        body: bytes | None = None,
        headers: Mapping[str, str] = NOTHING,
    ) -> Any:
        typed = {"Content-Type": "application/json"} if body is not None else {}
        request = HttpRequest(
            method=method,
            url=self.url + path,
            params=params,
            data=body,
            headers={**self._headers, **typed, **headers},
            authorization=self._credentials.header,
            where=self.url,
        )
        reply = send_request(
            self._session,
            request,
            peer=GRAFANA if method == "GET" else _WRITTEN,
            limits=Limits(seconds=self._pace.limit_seconds(self._timeout)),
            route=self._route,
        )
        if method == "DELETE" and reply.status == NO_CONTENT:
            return {}
        return read_reply(reply, url=self.url, who=self.who, redact=self._credentials.redact)
