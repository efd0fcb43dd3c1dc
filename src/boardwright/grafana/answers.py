"""An HTTP answer as JSON data, or as an error of ours that says what it was instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, TypeVar
from urllib.parse import urljoin

import requests

from boardwright.grafana.address import shown
from boardwright.grafana.errors import (
    DamagedError,
    GatewayError,
    GrafanaError,
    NotJsonError,
    RedirectedError,
)
from boardwright.grafana.refusals import refused
from boardwright.schema.canonical import parsed

Redact = Callable[[str], str]
T = TypeVar("T")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_GATEWAY = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
_SHOWN = 120


def read_answer(response: requests.Response, *, url: str, who: str, redact: Redact) -> Any:
    """Return the JSON data of a good answer.

    Args:
        response: The answer, wholly read.
        url: Grafana's address.
        who: The credentials in words.
        redact: Takes the credentials out of text that came from outside.

    Raises:
        NotGrafanaError: A redirect, a proxy's answer, or no JSON.
        RefusedError: Grafana said no.
    """
    try:
        return _read(response, where=shown(url), who=who, redact=redact)
    except GrafanaError as error:
        headers = response.headers
        error.retry_after = retry_after(headers.get("Retry-After"), now=headers.get("Date"))
        raise


def _read(response: requests.Response, *, where: str, who: str, redact: Redact) -> Any:
    if response.is_redirect or response.is_permanent_redirect:
        raise _redirected(response, where)
    data = _json(response)
    if data is None:
        raise _not_json(response, where, redact)
    if response.ok:
        return data
    raise refused(response.status_code, data, who=who, where=where, redact=redact)


def need(data: Any, key: str, kind: type[T], *, url: str) -> T:
    """Return what an answer must have under a key.

    Args:
        data: The answer's data.
        key: The key.
        kind: What is there in every answer of Grafana's.
        url: Grafana's address.

    Raises:
        NotJsonError: It is not there.
    """
    value = data.get(key) if isinstance(data, dict) else None
    if not isinstance(value, kind):
        raise NotJsonError(
            f"the answer is JSON, but not Grafana's: it has no {key!r}",
            where=shown(url),
            hint="Does something else answer at the url of boardwright.toml?",
        )
    return value


def retry_after(value: str | None, *, now: str | None = None) -> float | None:
    """Return the seconds of a `Retry-After` header; None where it tells none.

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


def _json(response: requests.Response) -> Any:
    """The data, or None when the body is no JSON; Grafana never answers with a bare `null`."""
    try:
        return parsed(response.content)
    except ValueError:
        return None


def _redirected(response: requests.Response, where: str) -> RedirectedError:
    target = shown(urljoin(response.url, response.headers["Location"]))
    return RedirectedError(
        f"it answers with a redirect ({response.status_code}) to {target}",
        where=where,
        hint="It was not followed, and no credentials were sent there. If that is Grafana's own"
        " address, write it as the url; if it is a login page, Grafana needs a way around it.",
    )


def _not_json(response: requests.Response, where: str, redact: Redact) -> GrafanaError:
    text = redact(_excerpt(response))
    status = response.status_code
    if status in _GATEWAY:
        return GatewayError(
            f"a proxy in front of Grafana answers {status} {_GATEWAY[status]}{text}",
            where=where,
            hint="Grafana is not up behind it, or not yet: look at Grafana's own log.",
        )
    if "json" in response.headers.get("Content-Type", ""):
        return DamagedError(
            f"the JSON of the answer ({status}) is cut off or damaged",
            where=where,
            hint="Something between here and Grafana shortens answers, or Grafana stopped.",
        )
    kind = NotJsonError if status < 500 else GatewayError
    return kind(
        f"the answer ({status}) is {_form(response)}, not JSON{text}",
        where=where,
        hint="A proxy or a login page answers there, or the url lacks Grafana's sub-path.",
    )


def _form(response: requests.Response) -> str:
    return "an HTML page" if "html" in response.headers.get("Content-Type", "") else "text"


def _excerpt(response: requests.Response) -> str:
    """A page's title, or the first line of a text, as `: "..."`; empty when there is none."""
    text = response.content[:20_000].decode("utf-8", "replace")
    title = _TITLE.search(text)
    if "<" in text[:200] and title is None:
        return ""
    line = " ".join((unescape(title[1]) if title else text).split())
    line = "".join(char for char in line if char.isprintable())[:_SHOWN]
    return f': "{line}"' if line else ""
