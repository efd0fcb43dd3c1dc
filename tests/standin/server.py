"""The HTTP server of the stand-in: routes, login, and a log of requests."""

from __future__ import annotations

import json
import re
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from standin import alerts, boards, folder_resources, folders, kubernetes
from standin.store import Store, need
from standin.values import JSON_UTF8, NOW, Account, Answer, Refusal, Request

NOBODY = Account(login="", role="None")
_NAME = r"(?P<name>[^/]*)"
_UID = r"(?P<uid>[^/]*)"
_GROUP = rf"/api/v1/provisioning/folder/{_UID}/rule-groups/{_NAME}"
_RULES = "/api/v1/provisioning/alert-rules"
_K8S = r"/apis/dashboard\.grafana\.app/(?P<version>v[a-z0-9]+)/namespaces/default/dashboards"
_FOLDERS = "/apis/folder.grafana.app/v1beta1/namespaces/default/folders"
_FOREIGN = _K8S.replace("default", "(?!default/)[^/]*")

Handler = Callable[..., Answer]


def user(store: Store, request: Request) -> Answer:
    account = request.account
    return Answer(
        body={
            "id": 1,
            "uid": account.uid,
            "email": f"{account.login}@localhost",
            "name": "",
            "login": account.login,
            "theme": "",
            "orgId": account.org,
            "isGrafanaAdmin": account.role == "Admin",
            "isDisabled": False,
            "isExternal": False,
            "isExternallySynced": False,
            "isGrafanaAdminExternallySynced": False,
            "authLabels": [],
            "updatedAt": NOW,
            "createdAt": NOW,
            "avatarUrl": "/avatar/46d229b033af06a191ff2267bca9ae56",
            "isProvisioned": False,
        }
    )


def organisation(store: Store, request: Request) -> Answer:
    need(request.account, "orgs:read")
    address = dict.fromkeys(("address1", "address2", "city", "zipCode", "state", "country"), "")
    return Answer(body={"id": 1, "name": "Main Org.", "address": address})


def data_sources(store: Store, request: Request) -> Answer:
    """Answer with the data sources like 12.4.3, and refuse a Viewer."""
    need(request.account, "datasources:read")
    return Answer(body=[_data_source(*each) for each in store.data_sources])


def frontend_settings(store: Store, request: Request) -> Answer:
    """Answer with the part of the web interface's settings that lists data sources."""
    built_in = {"type": "datasource", "name": "-- Grafana --", "uid": "grafana"}
    named = {
        name: {"uid": uid, "type": kind, "name": name} for uid, name, kind in store.data_sources
    }
    mixed = {"type": "datasource", "name": "-- Mixed --"}
    sources = {"-- Grafana --": built_in, "-- Mixed --": mixed, **named}
    return Answer(body={"defaultDatasource": "Prometheus", "datasources": sources})


def _data_source(uid: str, name: str, kind: str) -> dict[str, Any]:
    return {
        "id": 1,
        "uid": uid,
        "orgId": 1,
        "name": name,
        "type": kind,
        "typeName": kind.title(),
        "typeLogoUrl": f"public/plugins/{kind}/img/{kind}_logo.svg",
        "access": "proxy",
        "url": "http://127.0.0.1:9090",
        "user": "",
        "database": "",
        "basicAuth": False,
        "isDefault": uid == "prometheus",
        "jsonData": {},
        "readOnly": False,
    }


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/api/user", user),
    ("GET", "/api/org", organisation),
    ("GET", "/api/datasources", data_sources),
    ("GET", "/api/frontend/settings", frontend_settings),
    ("GET", "/api/search", boards.search),
    ("GET", "/api/folders", folders.list_folders),
    ("POST", "/api/folders", folders.create_folder),
    ("GET", f"/api/folders/{_UID}", folders.get_folder),
    ("PUT", f"/api/folders/{_UID}", folders.update_folder),
    ("DELETE", f"/api/folders/{_UID}", folders.delete_folder),
    ("POST", "/api/dashboards/db", boards.save),
    ("GET", f"/api/dashboards/uid/{_UID}", boards.get_board),
    ("DELETE", f"/api/dashboards/uid/{_UID}", boards.delete_board),
    ("GET", f"/api/dashboards/uid/{_UID}/versions", boards.versions),
    ("POST", f"/api/dashboards/uid/{_UID}/restore", boards.restore),
    ("GET", _RULES, alerts.list_rules),
    ("POST", _RULES, alerts.create_rule),
    ("GET", f"{_RULES}/{_UID}", alerts.get_rule),
    ("PUT", f"{_RULES}/{_UID}", alerts.update_rule),
    ("DELETE", f"{_RULES}/{_UID}", alerts.delete_rule),
    ("GET", _GROUP, alerts.get_group),
    ("PUT", _GROUP, alerts.put_group),
    ("DELETE", _GROUP, alerts.delete_group),
    ("GET", "/apis/dashboard.grafana.app", kubernetes.group),
    ("GET", "/apis/folder.grafana.app", folder_resources.group),
    ("GET", _FOLDERS, folder_resources.list_folders),
    ("POST", _FOLDERS, folder_resources.create_folder),
    ("GET", f"{_FOLDERS}/{_UID}", folder_resources.get_folder),
    ("GET", f"{_FOLDERS}/{_UID}/parents", folder_resources.list_parents),
    ("GET", _FOREIGN, kubernetes.foreign),
    ("POST", _FOREIGN, kubernetes.foreign),
    ("GET", _K8S, kubernetes.list_boards),
    ("POST", _K8S, kubernetes.create_board),
    ("GET", f"{_K8S}/{_NAME}", kubernetes.get_board),
    ("PUT", f"{_K8S}/{_NAME}", kubernetes.update_board),
    ("PATCH", f"{_K8S}/{_NAME}", kubernetes.patch_board),
    ("DELETE", f"{_K8S}/{_NAME}", kubernetes.delete_board),
)


@dataclass(kw_only=True)
class StandIn:
    """A running stand-in for Grafana.

    Attributes:
        url: URL of the stand-in.
        store: Its contents.
        log: Method and path of every request, in order.
        before: Called with each request. If it returns an answer, this answer is sent.
        clock_off: Number of seconds by which its clock is ahead.
        spelling: Converts the names of headers to another spelling.
        after: Called with each request and its answer; returns the answer to send.
    """

    url: str
    store: Store
    log: list[tuple[str, str]] = field(default_factory=list)
    before: Callable[[Request], Answer | None] = lambda request: None
    clock_off: float = 0
    spelling: Callable[[str], str] = str
    after: Callable[[Request, Answer], Answer] = lambda request, answer: answer

    def answer(self, request: Request) -> Answer:
        self.log.append((request.method, request.path))
        try:
            answer = self.before(request) or self._route(request)
        except Refusal as refusal:
            answer = refusal.answer
        return self.after(request, answer)

    def list_writes(self) -> list[tuple[str, str]]:
        """Return the requests that are not reads."""
        return [entry for entry in self.log if entry[0] != "GET"]

    def _route(self, request: Request) -> Answer:
        if request.path == "/api/health":
            health = {"database": "ok", "version": self.store.version, "commit": "NA"}
            return Answer(body=health, content_type=JSON_UTF8)
        account = self.store.account(request.headers)
        for method, pattern, handler in ROUTES:
            found = re.fullmatch(pattern, request.path)
            if found and method == request.method:
                known = Request(**{**vars(request), "account": account})
                return handler(self.store, known, **found.groupdict())
        raise Refusal(404, "Not found", content_type=JSON_UTF8)


class Quiet(ThreadingHTTPServer):
    """Does not log clients that disconnected or were killed."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def stand_in(
    tls: ssl.SSLContext | None = None,
    *,
    address: tuple[str, int] = ("127.0.0.1", 0),
    store: Store | None = None,
) -> Iterator[StandIn]:
    """Run a stand-in on a free loopback port, by default without contents."""
    lock = threading.Lock()

    class Http(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _answer(self) -> None:
            with lock:
                answer = running.answer(self._request())
            time.sleep(answer.delay)
            body = json.dumps(answer.body).encode() if answer.raw is None else answer.raw
            self.send_response_only(answer.status)
            headers = {
                "Date": self.date_time_string(time.time() + running.clock_off),
                "Cache-Control": "no-store",
                "Content-Type": answer.content_type,
                "Content-Length": str(len(body) + answer.missing),
            }
            for name, value in (headers | answer.headers).items():
                self.send_header(running.spelling(name), value)
            self.end_headers()
            self.wfile.write(body)
            if answer.missing:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 - the library's names

        def _request(self) -> Request:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length", "0"))
            content = self.rfile.read(length)
            if len(content) < length:
                raise ConnectionError("the client was killed while it sent")
            return Request(
                method=self.command,
                path=parts.path,
                params=dict(parse_qsl(parts.query)),
                headers=dict(self.headers.items()),
                body=_json(content),
                account=NOBODY,
            )

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = Quiet(address, Http)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "http" if tls is None else "https"
    running = StandIn(url=f"{scheme}://{address[0]}:{server.server_port}", store=store or Store())
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()


def _json(content: bytes) -> Any:
    return json.loads(content) if content else None
