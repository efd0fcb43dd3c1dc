"""Reads and changes rule groups through the HTTP API of Mimir, Grafana Cloud and Cortex.

Sources:
    https://grafana.com/docs/mimir/latest/references/http-api/#ruler-rules
    https://cortexmetrics.io/docs/api/#ruler
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import requests

from boardwright.http.credentials import Credentials
from boardwright.http.exchange import HttpRequest, Limits, Reply, send_request
from boardwright.http.failures import Peer
from boardwright.http.pace import Pace
from boardwright.http.tls_files import (
    build_route,
)
from boardwright.ruler.ruler_answers import NO_GROUPS, read_namespaces, refuse_answer
from boardwright.ruler.ruler_errors import NotRulerError
from boardwright.ruler.ruler_groups import StoredRuleGroup
from boardwright.ruler.ruler_server import RulerServer
from boardwright.schema.alerting.rule_file_form import decode_rule_group

TENANT_HEADER = "X-Scope-OrgID"
RULER = Peer(name="the ruler", table="[ruler]")
_WRITTEN = replace(
    RULER,
    lost="The ruler may have carried out the request. Deploy again: the deploy sends only rule "
    "groups that differ from those in the ruler.",
)
_MOST_BYTES = 64 * 2**20


class Ruler:
    """Reads and changes the rule groups of one tenant.

    `Ruler` repeats each request after failures that may be temporary. Repeating a request is safe,
    because each request saves or deletes a whole group.

    Args:
        credentials: The token or password; None if the ruler requires no login.
        root: Folder to which the paths of certificate files are relative.
        pace: Number of tries for each request, and the time limit for all requests together.

    Raises:
        ConfigError: A certificate file that boardwright.toml names cannot be used.
    """

    def __init__(
        self,
        session: requests.Session,
        server: RulerServer,
        *,
        credentials: Credentials | None,
        root: Path,
        pace: Pace,
    ) -> None:
        self._session, self._server, self._pace = session, server, pace
        self._credentials = credentials
        self._headers = {TENANT_HEADER: server.tenant} if server.tenant else {}
        self._route = build_route(server.certificates, proxy=server.proxy, root=root)

    @property
    def url(self) -> str:
        """URL of the ruler's rules, such as
        `https://mimir.example.org/prometheus/config/v1/rules`.
        """
        return self._server.url

    @property
    def tenant(self) -> str | None:
        """The tenant that owns the rules; None if no tenant is configured."""
        return self._server.tenant

    def read_groups(self, prefix: str) -> tuple[StoredRuleGroup, ...]:
        """Return all groups in the namespaces whose names begin with `prefix`.

        Raises:
            ServerError: The ruler did not answer, refused the request, or did not send a list of
                rule groups.
        """
        reply = self._pace.repeat(lambda: self._send_request("GET"))
        if reply.status == NO_GROUPS:
            return ()
        namespaces = read_namespaces(reply, url=self.url)
        try:
            return tuple(_iter_stored_groups(namespaces, prefix))
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise NotRulerError(
                "the answer is YAML, but not a list of rule groups by namespace", where=self.url
            ) from error

    def save(self, namespace: str, text: bytes) -> None:
        """Create or replace a group.

        Args:
            text: The group as YAML.

        Raises:
            ServerError: The ruler did not answer, or refused the group.
        """
        self._pace.repeat(lambda: self._send_request("POST", namespace, body=text))

    def delete(self, namespace: str, name: str) -> None:
        """Delete a group. Do nothing if the group does not exist.

        Raises:
            ServerError: The ruler did not answer, or refused to delete the group.
        """
        self._pace.repeat(lambda: self._send_request("DELETE", namespace, name))

    def _send_request(self, method: str, *names: str, body: bytes | None = None) -> Reply:
        content_type = {"Content-Type": "application/yaml"} if body is not None else {}
        credentials = self._credentials
        request = HttpRequest(
            method=method,
            url="/".join((self.url, *(quote(name, safe="") for name in names))),
            data=body,
            headers={"Accept": "application/yaml", **self._headers, **content_type},
            authorization=credentials.header if credentials else None,
            where=self.url,
        )
        reply = send_request(
            self._session,
            request,
            peer=RULER if method == "GET" else _WRITTEN,
            limits=Limits(
                seconds=self._pace.limit_seconds(self._server.timeout), most_bytes=_MOST_BYTES
            ),
            route=self._route,
        )
        refuse_answer(reply, self._server, credentials=credentials, is_write=method != "GET")
        return reply


def _iter_stored_groups(
    namespaces: dict[str, list[dict[str, object]]], prefix: str
) -> Iterator[StoredRuleGroup]:
    for namespace, groups in sorted(namespaces.items()):
        if namespace.startswith(prefix):
            for group in groups:
                yield StoredRuleGroup(namespace=namespace, group=decode_rule_group(group))
