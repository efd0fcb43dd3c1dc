"""Reads the JSON in Grafana's answers, and raises an error if an answer is not a success."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from boardwright.grafana.grafana_errors import (
    DamagedError,
    GatewayError,
    GrafanaError,
    RedirectedError,
    UnexpectedAnswerError,
)
from boardwright.grafana.refusals import build_refusal_error
from boardwright.http.addresses import strip_url_secrets
from boardwright.http.answer_text import format_page_excerpt
from boardwright.http.exchange import Reply, UnreadableJsonError, parse_json_body

Redact = Callable[[str], str]
T = TypeVar("T")
_GATEWAY = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


def read_reply(reply: Reply, *, url: str, who: str, redact: Redact) -> Any:
    """Return the JSON data of an answer with a 2xx status.

    Args:
        who: Description of the credentials in messages, such as `the token of GRAFANA_TOKEN`.
        redact: Function that replaces the credentials in a text that Grafana sent.

    Raises:
        NotGrafanaError: The answer is a redirect, comes from a proxy, or is not JSON.
        RefusedError: Grafana refused the request.
        ProvisionedError: Grafana refused to save an object that a file provider manages.
    """
    try:
        return _read_data(reply, where=strip_url_secrets(url), who=who, redact=redact)
    except GrafanaError as error:
        error.retry_after = reply.retry_after
        raise


def _read_data(reply: Reply, *, where: str, who: str, redact: Redact) -> Any:
    if reply.location is not None:
        raise _build_redirect_error(reply.status, reply.location, where)
    try:
        data = parse_json_body(reply.body)
    except UnreadableJsonError:
        data = None
    if data is None:  # Grafana never sends an answer that consists only of `null`
        raise _build_not_json_error(reply, where, redact)
    if 200 <= reply.status < 300:
        return data
    raise build_refusal_error(reply.status, data, who=who, where=where, redact=redact)


class AnswerFields:
    """Reads the fields of a JSON object in an answer, and checks the type of each field.

    All methods raise UnexpectedAnswerError if `data` is not an object.
    """

    def __init__(self, data: Any, *, url: str) -> None:
        self._data = data
        self._url = url

    @property
    def data(self) -> Mapping[str, Any]:
        """The JSON object."""
        if isinstance(self._data, dict):
            return self._data
        raise self._build_error(f"it contains {_name_type(self._data)} instead of an object")

    def require(self, key: str, kind: type[T]) -> T:
        """Return the value of a required key of the object.

        Raises:
            UnexpectedAnswerError: The key is missing, or its value has another type.
        """
        value = self._data.get(key) if isinstance(self._data, dict) else None
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        raise self._build_error(f"the key {key!r} is missing or has the wrong type")

    def get(self, key: str, kind: type[T], default: T) -> T:
        """Return the value of a key, or `default` if the key is missing or null.

        Raises:
            UnexpectedAnswerError: The value has another type.
        """
        value = self.data.get(key)
        if value is None:
            return default
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        raise self._build_error(f"the value of {key!r} is {_name_type(value)}")

    def get_object(self, key: str) -> AnswerFields:
        """Return the object under a key; an empty object if the key is missing."""
        return AnswerFields(self.get(key, dict, {}), url=self._url)

    def require_object(self, key: str) -> AnswerFields:
        """Return the object under a required key."""
        return AnswerFields(self.require(key, dict), url=self._url)

    def get_objects(self, key: str) -> list[AnswerFields]:
        """Return the objects in the list under a key; an empty list if the key is missing."""
        return [AnswerFields(item, url=self._url) for item in self.get(key, list, [])]

    def _build_error(self, what: str) -> UnexpectedAnswerError:
        return UnexpectedAnswerError(
            f"the answer is JSON, but not an answer of Grafana: {what}",
            where=strip_url_secrets(self._url),
            hint="Check whether another program answers at the url in boardwright.toml.",
        )


def read_object_list(data: Any, *, url: str) -> list[AnswerFields]:
    """Return the objects of an answer that is a list, or that has a list under the key `items`.

    Raises:
        UnexpectedAnswerError: The answer contains no list.
    """
    items = data if isinstance(data, list) else AnswerFields(data, url=url).require("items", list)
    return [AnswerFields(item, url=url) for item in items]


def _name_type(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return names.get(type(value), "a number" if isinstance(value, int | float) else "null")


def _build_redirect_error(status: int, location: str, where: str) -> RedirectedError:
    return RedirectedError(
        f"the server answers with a redirect (HTTP {status}) to {strip_url_secrets(location)}",
        where=where,
        hint="boardwright did not follow the redirect, and sent no credentials to the new URL. If"
        " Grafana is at the new URL, write the new URL into boardwright.toml. If a login page is"
        " at the new URL, configure the login so that it does not apply to Grafana's API.",
    )


def _build_not_json_error(reply: Reply, where: str, redact: Redact) -> GrafanaError:
    text = format_page_excerpt(reply.body, redact)
    status = reply.status
    if status in _GATEWAY:
        return GatewayError(
            f"a proxy in front of Grafana answers {status} {_GATEWAY[status]}{text}",
            where=where,
            hint="Grafana is down, or is still starting. Read Grafana's log.",
        )
    if "json" in reply.content_type:
        return DamagedError(
            f"the JSON of the answer (HTTP {status}) is incomplete or damaged",
            where=where,
            hint="Grafana stopped while it sent the answer, or a proxy shortens answers.",
        )
    kind = UnexpectedAnswerError if status < 500 else GatewayError
    form = "an HTML page" if "html" in reply.content_type else "text"
    return kind(
        f"the answer (HTTP {status}) is {form}, not JSON{text}",
        where=where,
        hint="A proxy or a login page answers at this URL, or the URL lacks Grafana's sub-path.",
    )
