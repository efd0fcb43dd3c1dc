"""The one place that sends anything to Grafana."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests

from boardwright.grafana.address import is_loopback
from boardwright.grafana.answers import read_answer
from boardwright.grafana.credentials import Credentials
from boardwright.grafana.transport import explain
from boardwright.schema.canonical import canonical_json

_CONNECT_SECONDS = 10


class Client:
    """Requests to one Grafana: JSON out, JSON back, and every trouble an error of ours.

    Redirects are not followed, TLS is always verified, and each request has a time-out.

    Args:
        session: What sends; its `Authorization` is made here, whatever a `.netrc` says.
        url: Grafana's address, without a slash at the end.
        credentials: What to log in with.
        verify: True for the system's certificates, or the path of a file of them.
        org_id: The organisation to work in; None for the account's own.
        timeout: Seconds that one answer may take.
    """

    def __init__(
        self,
        session: requests.Session,
        *,
        url: str,
        credentials: Credentials,
        verify: bool | str = True,
        org_id: int | None = None,
        timeout: int = 30,
    ) -> None:
        self._session = session
        self.url = url
        self._credentials = credentials
        self._verify = verify
        self._timeout = timeout
        self._headers = {"Accept": "application/json"}
        if org_id is not None:
            self._headers["X-Grafana-Org-Id"] = str(org_id)
        # No proxy reaches this machine's own addresses, whatever the environment says.
        self._proxies = {"no_proxy": urlsplit(url).hostname or ""} if is_loopback(url) else {}

    @property
    def who(self) -> str:
        """The credentials in words."""
        return self._credentials.who

    def get(self, path: str, **params: str | int) -> Any:
        """Return the JSON data of `path`.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        return self._send("GET", path, params=params)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Send `body` to `path` as JSON, and return the answer's data.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        return self._send("POST", path, body=canonical_json(body))

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str | int] | None = None,
        body: bytes | None = None,
    ) -> Any:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            response = self._session.request(
                method,
                self.url + path,
                params=params,
                data=body,
                headers=self._headers | headers,
                auth=self._authorize,
                verify=self._verify,
                proxies=self._proxies,
                timeout=(min(_CONNECT_SECONDS, self._timeout), self._timeout),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise explain(error, url=self.url, timeout=self._timeout) from None
        return read_answer(response, url=self.url, who=self.who, redact=self._credentials.redact)

    def _authorize(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._credentials.header
        return request
