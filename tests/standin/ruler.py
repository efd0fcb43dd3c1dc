"""A ruler that lives in the test process, and answers as a real Cortex was recorded to.

The recording is `tests/recordings/cortex-1.21/ruler.json`. The stand-in stores groups as YAML, and
does not evaluate rules. It refuses the groups that the recorded Cortex refused, with the same text.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import yaml

from boardwright.notation.durations import format_duration, parse_milliseconds
from support import ROOT

RECORDING = ROOT / "tests/recordings/cortex-1.21/ruler.json"
RECORDED: dict[str, Any] = json.loads(RECORDING.read_text(encoding="utf-8"))
PATH = "/api/v1/rules"
MIMIR_PATH = "/prometheus/config/v1/rules"
"""The path at which Mimir and Grafana Cloud have the same API."""
TEXT, YAML, JSON = "text/plain; charset=utf-8", "application/yaml", "application/json"


def _comparable(body: str) -> str:
    """Return the YAML data of a body as JSON, so that two texts of one group are equal; the text
    itself if it is not YAML.
    """
    try:
        return json.dumps(yaml.safe_load(body), sort_keys=True)
    except yaml.YAMLError:
        return body


LIMITS = {"limited": (2, 1)}
"""Tenant -> the largest number of groups, and of rules in a group."""
REFUSED = {
    _comparable(each["request"]["body"]): each["answer"]["body"]
    for each in RECORDED["exchanges"]
    if each["request"]["method"] == "POST"
    and each["answer"]["status"] == 400
    and each["request"]["headers"].get("X-Scope-OrgID") not in LIMITS
}
"""The group that the recorded Cortex refused, as JSON or text -> its answer."""
GROUP_KEYS = ("name", "interval", "query_offset", "limit")
"""The keys of a group that Cortex stores, in its order; `rules` and `labels` follow."""


@dataclass
class RulerAnswer:
    """An answer of the stand-in."""

    status: int
    body: str
    type: str = TEXT
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class RulerRequest:
    """A request to the stand-in."""

    method: str
    path: str
    tenant: str | None
    authorization: str | None
    body: str


NO_GROUPS = RulerAnswer(404, "no rule groups found\n")
NO_GROUP = RulerAnswer(404, "group does not exist\n")
NO_NAMESPACE = RulerAnswer(404, "group namespace does not exist\n")
NO_TENANT = RulerAnswer(401, "no org id\n")
NO_PAGE = RulerAnswer(404, "404 page not found\n")
ACCEPTED = RulerAnswer(202, '{"status":"success"}', JSON)
Groups = dict[str, dict[str, dict[str, Any]]]
"""Namespace -> name of a group -> data of the group."""


class RulerStandIn:
    """The state of the ruler, which tests read and change.

    Attributes:
        tenants: The groups of each tenant.
        requests: The requests, in their order.
        intercept: Returns an answer to a request, or None for the usual answer. Tests replace it to
            cause failures.
        authorization: The `Authorization` header that each request needs; None if it needs none.
    """

    def __init__(self) -> None:
        self.url = ""
        self.tenants: dict[str, Groups] = {}
        self.requests: list[RulerRequest] = []
        self.intercept: Callable[[RulerRequest], RulerAnswer | None] = lambda request: None
        self.authorization: str | None = None

    @property
    def writes(self) -> list[tuple[str, str]]:
        """The method and path of each request that may change something."""
        return [(each.method, each.path) for each in self.requests if each.method != "GET"]

    def names(self, tenant: str) -> dict[str, list[str]]:
        """Return the names of the groups in each namespace of a tenant."""
        return {name: sorted(groups) for name, groups in self.tenants.get(tenant, {}).items()}

    def answer(self, request: RulerRequest) -> RulerAnswer:
        """Answer a request."""
        self.requests.append(request)
        found = self.intercept(request)
        if found is not None:
            return found
        if self.authorization is not None and request.authorization != self.authorization:
            return RulerAnswer(401, "invalid authentication credentials\n")
        prefix = next((p for p in (PATH, MIMIR_PATH) if request.path.startswith(p)), None)
        if prefix is None:
            return NO_PAGE
        if request.tenant is None:
            return NO_TENANT
        names = [unquote(name) for name in request.path.removeprefix(prefix).split("/")[1:]]
        return self._route(request, self.tenants.setdefault(request.tenant, {}), names)

    def _route(self, request: RulerRequest, groups: Groups, names: list[str]) -> RulerAnswer:
        answer = RulerAnswer(405, "", "")
        match request.method, names:
            case "GET", []:
                answer = _list_groups(groups)
            case "GET", [namespace]:
                answer = _list_groups({name: g for name, g in groups.items() if name == namespace})
            case "GET", [namespace, name]:
                group = groups.get(namespace, {}).get(name)
                answer = NO_GROUP if group is None else RulerAnswer(200, _yaml(group), YAML)
            case "POST", [namespace]:
                answer = self._save(str(request.tenant), groups, namespace, request.body)
            case "DELETE", [namespace, name]:
                answer = _delete(groups, namespace, name)
            case "DELETE", [namespace]:
                answer = NO_NAMESPACE if groups.pop(namespace, None) is None else ACCEPTED
        return answer

    def _save(self, tenant: str, groups: Groups, namespace: str, body: str) -> RulerAnswer:
        refused = REFUSED.get(_comparable(body))
        if refused is not None:
            return RulerAnswer(400, refused)
        group = _as_cortex(yaml.safe_load(body))
        if not group["rules"]:
            name = group["name"]
            return RulerAnswer(400, f"invalid rules config: rule group '{name}' has no rules\n")
        most_groups, most_rules = LIMITS.get(tenant, (0, 0))
        inside = groups.get(namespace, {})
        count = sum(len(each) for each in groups.values()) + (group["name"] not in inside)
        if most_rules and len(group["rules"]) > most_rules:
            return _too_many("rules per rule group", most_rules, len(group["rules"]))
        if most_groups and count > most_groups:
            return _too_many("rule groups", most_groups, count)
        groups.setdefault(namespace, {})[group["name"]] = group
        return ACCEPTED


def _too_many(noun: str, most: int, actual: int) -> RulerAnswer:
    return RulerAnswer(400, f"per-user {noun} limit (limit: {most} actual: {actual}) exceeded\n")


def _list_groups(groups: Groups) -> RulerAnswer:
    listed = {
        namespace: [inside[name] for name in sorted(inside)]
        for namespace, inside in sorted(groups.items())
        if inside
    }
    return RulerAnswer(200, _yaml(listed), YAML) if listed else NO_GROUPS


def _delete(groups: Groups, namespace: str, name: str) -> RulerAnswer:
    inside = groups.get(namespace, {})
    inside.pop(name, None)
    if not inside:
        groups.pop(namespace, None)
    return ACCEPTED


def _yaml(data: Any) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def _as_cortex(group: dict[str, Any]) -> dict[str, Any]:
    """Return a group as Cortex stores it: without unknown keys, and with its own texts of
    durations.
    """
    return {
        **{key: _shown(group[key]) for key in GROUP_KEYS if key in group},
        "rules": [{key: _shown(rule[key]) for key in rule} for rule in group["rules"]],
        **({"labels": group["labels"]} if "labels" in group else {}),
    }


def _shown(value: Any) -> Any:
    """Return a duration as Go writes it: `90s` becomes `1m30s`."""
    length = parse_milliseconds(value) if isinstance(value, str) and value[-1:].isalpha() else None
    return value if length is None else format_duration(length)


@contextmanager
def ruler_stand_in() -> Iterator[RulerStandIn]:
    """Run the stand-in on a free port."""
    ruler = RulerStandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            request = RulerRequest(
                method=self.command,
                path=self.path,
                tenant=self.headers.get("X-Scope-OrgID"),
                authorization=self.headers.get("Authorization"),
                body=self.rfile.read(length).decode(),
            )
            answer = ruler.answer(request)
            body = answer.body.encode()
            self.send_response(answer.status)
            if answer.type:
                self.send_header("Content-Type", answer.type)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815 - the names of the base class

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ruler.url = f"http://127.0.0.1:{server.server_port}{PATH}"
    try:
        yield ruler
    finally:
        server.shutdown()
        server.server_close()
