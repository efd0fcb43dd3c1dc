"""The faults that can happen between a deploy and its Grafana, by name."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import Any

import requests

from standin.server import StandIn
from standin.store import login_refusal
from standin.values import Answer, Board, Request

Chance = random.Random
OFTEN = 0.1
SELDOM = 0.05
DAY = 86_400
BY_HAND = "77m"
"""The value of a rule's `for` after someone changed the rule."""

CLOSED = "http://127.0.0.1:9"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One kind of fault.

    Attributes:
        name: Name of its row in the table.
        arm: Activates the fault in a running stand-in.
        between: Called after the plan is made and before it is applied.
        session: Creates the session that sends requests; None for the usual one.
    """

    name: str
    arm: Callable[[StandIn, Chance], None] = lambda server, chance: None
    between: Callable[[StandIn, Chance], None] = lambda server, chance: None
    session: Callable[[Chance], requests.Session] | None = None


def at_random(
    spoil: Callable[[Answer], Answer], share: float = OFTEN, *, arrives: bool = True
) -> Callable[[StandIn, Chance], None]:
    """Spoil some answers. If `arrives` is true, the requests are still carried out."""

    def arm(server: StandIn, chance: Chance) -> None:
        if arrives:
            server.after = lambda request, answer: (
                spoil(answer) if chance.random() < share else answer
            )
        else:
            server.before = lambda request: spoil(Answer()) if chance.random() < share else None

    return arm


def status(code: int, **headers: str) -> Callable[[Answer], Answer]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda answer: Answer(status=code, body={"message": "trouble"}, headers=names)


def html(answer: Answer) -> Answer:
    page = b"<html><head><title>502 Bad Gateway</title></head></html>"
    return Answer(status=502, raw=page, content_type="text/html")


def broken_off(answer: Answer) -> Answer:
    return replace(answer, missing=500)


def truncate(answer: Answer) -> Answer:
    body = json.dumps(answer.body).encode()
    return replace(answer, raw=body[: len(body) // 2])


def login_page(answer: Answer) -> Answer:
    page = b"<html><head><title>Sign in</title></head></html>"
    return Answer(raw=page, content_type="text/html; charset=UTF-8")


def one_slow(server: StandIn, chance: Chance) -> None:
    """Delay one answer until the client has given up."""
    which = chance.randrange(40)

    def after(request: Request, answer: Answer) -> Answer:
        nonlocal which
        which -= 1
        return replace(answer, delay=1.5) if which == -1 else answer

    server.after = after


def login_ends(server: StandIn, chance: Chance) -> None:
    left = chance.randrange(3, 80)

    def before(request: Request) -> Answer | None:
        nonlocal left
        left -= 1
        if left < 0:
            raise login_refusal("Invalid API key", "api-key.invalid")
        return None

    server.before = before


def retry_at_a_date(server: StandIn, chance: Chance) -> None:
    server.clock_off = chance.choice((-DAY, DAY))

    def throttle(answer: Answer) -> Answer:
        date = formatdate(time.time() + server.clock_off + 1, usegmt=True)
        return status(429, Retry_After=date)(answer)

    at_random(throttle, arrives=False)(server, chance)


def shouting(server: StandIn, chance: Chance) -> None:
    server.spelling = chance.choice((str.lower, str.upper))
    at_random(status(429, Retry_After="0"), arrives=False)(server, chance)


def someone_saves(server: StandIn, chance: Chance) -> None:
    """Create and save some boards and rules, as another user would, before the plan is applied."""
    for uid in (f"board{number}" for number in range(6)):
        if uid not in server.store.boards:
            board = Board(id=server.store.new_id(), uid=uid, folder="")
            board.versions.append(({"title": f"Theirs, {uid}"}, "by hand"))
            server.store.boards[uid] = board
    for board in list(server.store.boards.values()):
        if chance.random() < 0.5 and board.uid.startswith("board"):
            board.versions.append(({**board.body, "title": "Theirs"}, "by hand"))
    for rule in server.store.rules.values():
        if chance.random() < 0.3 and rule.uid.startswith("rule"):
            rule.body = {**rule.body, "for": BY_HAND}


def folders_go(server: StandIn, chance: Chance) -> None:
    """Delete a folder with all its content."""
    folders = server.store.folders
    if folders:
        gone = chance.choice(sorted(folders))
        del folders[gone]
        boards = server.store.boards
        for uid in [uid for uid, board in boards.items() if board.folder == gone]:
            del boards[uid]
        rules = server.store.rules
        for uid in [uid for uid, rule in rules.items() if rule.folder == gone]:
            del rules[uid]


def boards_go(server: StandIn, chance: Chance) -> None:
    for uid in list(server.store.boards):
        if chance.random() < 0.3 and uid.startswith("board"):
            del server.store.boards[uid]
    for uid in list(server.store.rules):
        if chance.random() < 0.3 and uid.startswith("rule"):
            del server.store.rules[uid]


class RefusedSession(requests.Session):
    """Sends some requests to a port on which no server listens."""

    def __init__(self, chance: Chance) -> None:
        super().__init__()
        self._chance = chance

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        if self._chance.random() < OFTEN:
            url = CLOSED + url[url.index("/", 8) :]
        return super().request(method, url, *args, **kwargs)


FAULTS = (
    Fault(name="connection refused, 10 %", session=RefusedSession),
    Fault(name="connection reset in the middle of an answer, 10 %", arm=at_random(broken_off)),
    Fault(name="one answer comes too late", arm=one_slow),
    Fault(name="JSON of the answer cut off, 10 %", arm=at_random(truncate)),
    Fault(name="a proxy's HTML error page instead of an answer, 10 %", arm=at_random(html)),
    Fault(name="a login page instead of an answer, 10 %", arm=at_random(login_page)),
    Fault(name="401 for all requests after a random moment", arm=login_ends),
    Fault(
        name="429 with Retry-After, 10 %",
        arm=at_random(status(429, Retry_After="1"), arrives=False),
    ),
    Fault(name="429 without Retry-After, 10 %", arm=at_random(status(429), arrives=False)),
    Fault(name="500, 5 %", arm=at_random(status(500), SELDOM)),
    Fault(name="502, 5 %", arm=at_random(status(502), SELDOM)),
    Fault(name="503, 5 %", arm=at_random(status(503), SELDOM)),
    Fault(name="504, 5 %", arm=at_random(status(504), SELDOM)),
    Fault(
        name="another person creates and changes boards and rules during the deploy (409, 412)",
        between=someone_saves,
    ),
    Fault(name="another person deletes a folder during the deploy", between=folders_go),
    Fault(name="another person deletes boards and rules during the deploy", between=boards_go),
    Fault(name="a proxy changes upper and lower case in header names", arm=shouting),
    Fault(name="the server's clock is wrong by a day", arm=retry_at_a_date),
)


def calm(server: StandIn) -> None:
    """Remove every fault from a stand-in."""
    plain = StandIn(url=server.url, store=server.store)
    server.before, server.after = plain.before, plain.after
    server.clock_off, server.spelling = plain.clock_off, plain.spelling
