"""Values for the requests, answers and contents of the stand-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NOW = "2026-11-23T04:45:47Z"
JSON = "application/json"
JSON_UTF8 = "application/json; charset=UTF-8"


@dataclass(frozen=True, kw_only=True)
class Account:
    """The sender of a request: a user with a password, or a service account with a token."""

    login: str
    role: str = "Admin"
    uid: str = "cg54wj7moyupse"
    org: int = 1
    token: bool = False

    def may(self, action: str) -> bool:
        """Return whether the role has a permission."""
        if self.role == "Admin":
            return True
        if self.role == "Editor":
            return action != "folders:read missing"
        return self.role == "Viewer" and action in {
            "orgs:read",
            "folders:read",
            "dashboards:read",
            "alert.rules:read",
        }


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request, with the account that sent it."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: Any
    account: Account


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A status and JSON data.

    Attributes:
        raw: Bytes of the body, instead of JSON data.
        missing: Number of bytes that the header Content-Length promises, but that are not sent.
        headers: Further headers.
        delay: Seconds until the answer is sent.
    """

    body: Any = None
    status: int = 200
    content_type: str = JSON
    raw: bytes | None = None
    missing: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0


class Refusal(Exception):  # noqa: N818 - it is an answer
    """An answer that ends the handling of a request."""

    def __init__(self, code: int, message: str, /, **more: Any) -> None:
        super().__init__(message)
        content_type = more.pop("content_type", JSON)
        body = {"message": message, **more}
        self.answer = Answer(status=code, body=body, content_type=content_type)


@dataclass(kw_only=True)
class Folder:
    id: int
    uid: str
    title: str
    parent: str | None = None
    version: int = 1
    by: str = "admin"


@dataclass(kw_only=True)
class Rule:
    """An alert rule. `body` is the sent JSON, `updated` the time of the save in seconds."""

    id: int
    uid: str
    folder: str
    group: str
    interval: int
    body: dict[str, Any]
    provenance: str
    updated: int = 0


@dataclass(kw_only=True)
class Board:
    """A board with its versions, oldest first, as pairs of body and message.

    Attributes:
        file: Path of its file, if a file provider loaded it.
        marked: Whether its annotations still name the file provider. A PUT removes them.
        stored_as: API version in which the board is stored.
        unchanged: Indexes of the entries in `versions` that created no version, as on 12.4.
        old_status: Stored version that an earlier save left in the status; empty for none.
        annotations: Annotations that other programs added to the resource.
    """

    id: int
    uid: str
    folder: str
    versions: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    file: str | None = None
    marked: bool = True
    stored_as: str = "v0alpha1"
    by: str = "admin"
    unchanged: set[int] = field(default_factory=set)
    old_status: str = ""
    annotations: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        return self.versions[-1][0]

    @property
    def version(self) -> int:
        return self.number(len(self.versions) - 1)

    def number(self, index: int) -> int:
        """Return the number of the version that an entry of `versions` created or left
        unchanged."""
        return index + 1 - sum(each <= index for each in self.unchanged)

    @property
    def title(self) -> str:
        return str(self.body.get("title", ""))
