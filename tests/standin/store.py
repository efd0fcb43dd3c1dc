"""The contents of the stand-in: folders, boards and accounts, in memory."""

from __future__ import annotations

import base64
import itertools
import re
from dataclasses import replace
from typing import Any

from standin.values import JSON_UTF8, Account, Board, Folder, Refusal, Rule

MICROSECONDS = 1_795_409_148_000_000
"""The time of the stand-in, in microseconds since 1970."""


class Store:
    """The contents of one Grafana. Folders and boards share ids and uids; rules have their own.

    The rules of a group are in the order in which Grafana evaluates them.
    """

    def __init__(
        self,
        *,
        login: str = "admin",
        password: str = "stand-in-password",
        version: str = "12.2.0",
    ) -> None:
        self.version = version
        self.serves_v2 = True
        """Whether 12.4 serves schema v2. It does unless a feature toggle disables it."""
        self.prefers_v2 = True
        """Whether 12.4 prefers schema v2. It does with the feature toggle dashboardNewLayouts."""
        self.has_older_storage = False
        """Whether a 12.4 stores boards as 12.2 does, because they were not migrated."""
        self.folders: dict[str, Folder] = {}
        self.boards: dict[str, Board] = {}
        self.rules: dict[str, Rule] = {}
        self.lists_boards = True
        """Whether lists and searches contain boards. In a new organisation of 12.4, they are empty
        at first."""
        self.data_sources = [("prometheus", "Prometheus", "prometheus")]
        self._passwords = {login: (password, Account(login=login))}
        self._tokens: dict[str, Account] = {}
        self._ids = itertools.count(1)
        self._listed: list[tuple[int, int]] = []
        self._list_versions = itertools.count(MICROSECONDS + 1_000_000_000)
        self._list_version = next(self._list_versions)
        self._rule_ids = itertools.count(1)

    @property
    def is_newer(self) -> bool:
        """Whether this is a 12.4, which stores boards and folders as Kubernetes resources."""
        return self.version.startswith("12.4")

    @property
    def is_unified(self) -> bool:
        """Whether boards are in Grafana's unified storage."""
        return self.is_newer and not self.has_older_storage

    def listed_boards(self) -> list[Board]:
        """Return the boards in lists and searches."""
        return list(self.boards.values()) if self.lists_boards else []

    def list_version(self) -> str:
        """Return the `resourceVersion` of the list of boards.

        In the unified storage, it grows with each save and deletion of a board, even of a board
        that the account may not see. In the older storage, it is a time in whole seconds, so that
        it stays the same during a test.
        """
        listed = [(board.id, len(board.versions)) for board in self.boards.values()]
        if listed != self._listed:
            self._listed, self._list_version = listed, next(self._list_versions)
        return str(self._list_version if self.is_unified else MICROSECONDS)

    def new_id(self) -> int:
        return next(self._ids)

    def new_rule_id(self) -> int:
        return next(self._rule_ids)

    def add_user(self, login: str, password: str, role: str) -> None:
        self._passwords[login] = (password, Account(login=login, role=role))

    def add_token(self, token: str, role: str) -> None:
        self._tokens[token] = Account(login=f"sa-1-{role.lower()}", role=role, token=True)

    def provision(self, uid: str, body: dict[str, Any], *, folder: str, file: str) -> None:
        """Store a board as if a file provider had loaded it."""
        if folder not in self.folders:
            self.folders[folder] = Folder(id=self.new_id(), uid=folder, title=folder.title())
        board = Board(id=self.new_id(), uid=uid, folder=folder, file=file, by="Anonymous")
        board.versions.append((body, ""))
        self.boards[uid] = board

    def account(self, headers: dict[str, str]) -> Account:
        """Return the account that sends a request, in the organisation of the request."""
        kind, _, value = headers.get("Authorization", "").partition(" ")
        if kind == "Bearer":
            account = self._tokens.get(value)
            refusal = login_refusal("Invalid API key", "api-key.invalid")
        elif kind == "Basic":
            account = self._by_password(value)
            refusal = login_refusal("Invalid username or password", "password-auth.failed")
        else:
            raise login_refusal("Unauthorized", "auth.unauthorized")
        if account is None:
            raise refusal
        return _in_organisation(account, headers.get("X-Grafana-Org-Id", ""))

    def _by_password(self, value: str) -> Account | None:
        login, _, password = base64.b64decode(value).decode().partition(":")
        expected, account = self._passwords.get(login, (None, None))
        return account if password == expected else None


def _in_organisation(account: Account, asked: str) -> Account:
    if not asked.isdecimal() or int(asked) == account.org:
        return account
    if account.token:
        message = "API key does not belong to the requested organization"
        raise login_refusal(message, "api-key.organization-mismatch")
    return replace(account, role="None")


def login_refusal(message: str, message_id: str) -> Refusal:
    return Refusal(
        401,
        message,
        extra=None,
        messageId=message_id,
        statusCode=401,
        traceID="",
        content_type=JSON_UTF8,
    )


def need(account: Account, action: str, shown: str = "") -> None:
    """Refuse the request if the account lacks a permission, with Grafana's message."""
    if not account.may(action):
        raise Refusal(
            403,
            "You'll need additional permissions to perform this action."
            f" Permissions needed: {shown or action.partition(' ')[0]}",
            accessErrorId="ACE0000000000",
            title="Access denied",
            content_type=JSON_UTF8,
        )


def check_uid(uid: str) -> None:
    if len(uid) > 40:
        raise Refusal(400, "uid too long, max 40 characters")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", uid):
        raise Refusal(400, "uid contains illegal characters")


def slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
