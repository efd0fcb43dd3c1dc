"""Grafana's answers: JSON data, or an error that describes the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, TypeVar

from boardwright.grafana.grafana_errors import (
    DamagedError,
    GatewayError,
    GrafanaError,
    RedirectedError,
    UnexpectedAnswerError,
)
from boardwright.grafana.refusals import redacted_line, refusal_error
from boardwright.http.addresses import public_url
from boardwright.http.exchange import Reply, UnreadableJsonError, json_data

Redact = Callable[[str], str]
T = TypeVar("T")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_GATEWAY = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
_SHOWN = 120


def read_reply(reply: Reply, *, url: str, who: str, redact: Redact) -> Any:
    """Return the JSON data of a 2xx answer.

    Args:
        reply: The answer.
        url: Grafana's address.
        who: The credentials, as messages name them.
        redact: Removes the credentials from text that came from the server.

    Raises:
        NotGrafanaError: A redirect, a proxy's answer, or not JSON.
        RefusedError: Grafana refused.
    """
    try:
        return _data(reply, where=public_url(url), who=who, redact=redact)
    except GrafanaError as error:
        headers = reply.headers
        error.retry_after = retry_after(headers.get("Retry-After"), now=headers.get("Date"))
        raise


def _data(reply: Reply, *, where: str, who: str, redact: Redact) -> Any:
    if reply.location is not None:
        raise _redirect_error(reply.status, reply.location, where)
    try:
        data = json_data(reply.body)
    except UnreadableJsonError:
        data = None
    if data is None:  # Grafana never answers with a bare `null`
        raise _not_json(reply, where, redact)
    if 200 <= reply.status < 300:
        return data
    raise refusal_error(reply.status, data, who=who, where=where, redact=redact)


class Fields:
    """The fields of an object in an answer, each checked for its type when it is read.

    Args:
        data: The JSON data, an object in every answer of Grafana's.
        url: Grafana's address.

    Raises:
        UnexpectedAnswerError: `data` is not an object.
    """

    def __init__(self, data: Any, *, url: str) -> None:
        self._data = data
        self._url = url

    @property
    def data(self) -> Mapping[str, Any]:
        """The object itself; UnexpectedAnswerError when it is none."""
        if isinstance(self._data, dict):
            return self._data
        raise self._not_grafana(f"there is {_type_name(self._data)} instead of an object")

    def need(self, key: str, kind: type[T]) -> T:
        """Return the value of a key that every such answer has.

        Raises:
            UnexpectedAnswerError: It is absent, or of another type.
        """
        value = self._data.get(key) if isinstance(self._data, dict) else None
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        raise self._not_grafana(f"it has no {key!r}")

    def get(self, key: str, kind: type[T], default: T) -> T:
        """Return the value of a key that is absent or null in some answers.

        Raises:
            UnexpectedAnswerError: It is of another type.
        """
        value = self.data.get(key)
        if value is None:
            return default
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        raise self._not_grafana(f"its {key!r} is {_type_name(value)}")

    def inner(self, key: str) -> Fields:
        """Return the fields of an object in this one; an absent one has no fields."""
        return Fields(self.get(key, dict, {}), url=self._url)

    def need_inner(self, key: str) -> Fields:
        """Return the fields of an object that every such answer has."""
        return Fields(self.need(key, dict), url=self._url)

    def each(self, key: str) -> list[Fields]:
        """Return the fields of each object of a list; an absent one has none."""
        return [Fields(item, url=self._url) for item in self.get(key, list, [])]

    def _not_grafana(self, what: str) -> UnexpectedAnswerError:
        return UnexpectedAnswerError(
            f"the answer is JSON, but not Grafana's: {what}",
            where=public_url(self._url),
            hint="Does another program answer at the url of boardwright.toml?",
        )


def listed_fields(data: Any, *, url: str) -> list[Fields]:
    """Return the fields of each object of an answer that is a list.

    Raises:
        UnexpectedAnswerError: It is not a list of objects.
    """
    items = data if isinstance(data, list) else Fields(data, url=url).need("items", list)
    return [Fields(item, url=url) for item in items]


def _type_name(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return names.get(type(value), "a number" if isinstance(value, int | float) else "null")


def retry_after(value: str | None, *, now: str | None = None) -> float | None:
    """Return the seconds of a `Retry-After` header; None for a header without a time.

    Args:
        value: Seconds, or a date.
        now: The answer's `Date`, from which a date counts: the server's clock may be off.
    """
    text = (value or "").strip()
    if text.isdecimal():
        return float(text)
    date = _date(text)
    if date is None:
        return None
    return max(0.0, (date - (_date(now or "") or datetime.now(UTC))).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _redirect_error(status: int, location: str, where: str) -> RedirectedError:
    return RedirectedError(
        f"it answers with a redirect ({status}) to {public_url(location)}",
        where=where,
        hint="It was not followed, and no credentials were sent there. If that is Grafana's own"
        " address, write it as the url; if it is a login page, exempt Grafana's API from it.",
    )


def _not_json(reply: Reply, where: str, redact: Redact) -> GrafanaError:
    text = _excerpt(reply.body, redact)
    status = reply.status
    if status in _GATEWAY:
        return GatewayError(
            f"a proxy in front of Grafana answers {status} {_GATEWAY[status]}{text}",
            where=where,
            hint="Grafana does not run behind it, or not yet: read Grafana's own log.",
        )
    if "json" in reply.content_type:
        return DamagedError(
            f"the JSON of the answer ({status}) is cut off or damaged",
            where=where,
            hint="Something between here and Grafana shortens answers, or Grafana stopped.",
        )
    kind = UnexpectedAnswerError if status < 500 else GatewayError
    form = "an HTML page" if "html" in reply.content_type else "text"
    return kind(
        f"the answer ({status}) is {form}, not JSON{text}",
        where=where,
        hint="A proxy or a login page answers there, or the url lacks Grafana's sub-path.",
    )


def _excerpt(body: bytes, redact: Redact) -> str:
    """Return a page's title, or the start of a text, as `: "..."`; empty when there is none."""
    text = body.decode("utf-8", "replace")
    title = _TITLE.search(text)
    if "<" in text[:200] and title is None:
        return ""
    line = redacted_line(unescape(title[1]) if title else text, redact, most=_SHOWN)
    return f': "{line}"' if line else ""
