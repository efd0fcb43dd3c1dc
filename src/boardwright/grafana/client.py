"""The one place that sends anything to Grafana."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import requests

from boardwright.grafana.address import is_loopback
from boardwright.grafana.answers import read_answer
from boardwright.grafana.credentials import Credentials
from boardwright.grafana.pace import Pace
from boardwright.grafana.transport import explain
from boardwright.schema.canonical import canonical_json

NO_CONTENT = 204
_CONNECT_SECONDS = 10


class Client:
    """Requests to one Grafana: JSON out, JSON back, and every trouble an error of ours.

    Redirects are not followed, TLS is always verified, and each request has a time-out. Reads are
    repeated as `pace` allows; writes are not: only their caller can tell whether they arrived.

    Args:
        session: What sends; its `Authorization` is made here, whatever a `.netrc` says.
        url: Grafana's address, without a slash at the end.
        credentials: What to log in with.
        verify: True for the system's certificates, or the path of a file of them.
        org_id: The organisation to work in; None for the account's own.
        timeout: Seconds that one answer may take.
        certificate: The files of a certificate to show, and of its key.
        proxy: The address of a proxy; None for what the environment says.
        pace: The tries and the time that there are; None for one try each.
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
        certificate: tuple[str, str] | None = None,
        proxy: str | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._session = session
        self.url = url
        self._credentials = credentials
        self._verify = verify
        self._timeout = timeout
        self._certificate = certificate
        self._pace = pace or Pace(retries=0)
        self._headers = {"Accept": "application/json"}
        if org_id is not None:
            self._headers["X-Grafana-Org-Id"] = str(org_id)
        self._proxies = _proxies(url, proxy)

    @property
    def who(self) -> str:
        """The credentials in words."""
        return self._credentials.who

    def get(self, path: str, **params: str | int) -> Any:
        """Return the JSON data of `path`; a try that fails for a while is repeated.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        return self._pace.repeat(lambda: self._send("GET", path, params=params))

    def post(
        self,
        path: str,
        body: dict[str, Any],
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Any:
        """Send `body` to `path` as JSON, and return the answer's data.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        return self._send("POST", path, body=canonical_json(body), headers=headers)

    def put(self, path: str, body: dict[str, Any], *, headers: Mapping[str, str]) -> Any:
        """Put `body` at `path` as JSON, and return the answer's data.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        return self._send("PUT", path, body=canonical_json(body), headers=headers)

    def delete(self, path: str) -> Any:
        """Delete what is at `path`, and return the answer's data.

        Raises:
            ServerError: No answer, no JSON, or Grafana's refusal.
        """
        return self._send("DELETE", path)

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str | int] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Any:
        typed = {"Content-Type": "application/json"} if body is not None else {}
        seconds = min(self._timeout, max(1, self._pace.left()))
        try:
            response = self._session.request(
                method,
                self.url + path,
                params=params,
                data=body,
                headers={**self._headers, **typed, **headers},
                auth=self._authorize,
                verify=self._verify,
                proxies=self._proxies,
                cert=self._certificate,
                timeout=(min(_CONNECT_SECONDS, seconds), seconds),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise explain(error, url=self.url, timeout=round(seconds)) from None
        if method == "DELETE" and response.status_code == NO_CONTENT:
            return {}
        return read_answer(response, url=self.url, who=self.who, redact=self._credentials.redact)

    def _authorize(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._credentials.header
        return request


def _proxies(url: str, proxy: str | None) -> dict[str, str]:
    """What requests takes; no proxy reaches this machine's own addresses, whatever is said."""
    if is_loopback(url):
        return {"no_proxy": urlsplit(url).hostname or ""}
    return {"http": proxy, "https": proxy} if proxy else {}
