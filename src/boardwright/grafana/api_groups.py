"""Reads the versions of Grafana's API groups (`/apis/GROUP`), and the objects in an API group."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from boardwright.frozen import frozen
from boardwright.grafana.answers import AnswerFields
from boardwright.grafana.client import GrafanaClient
from boardwright.grafana.grafana_errors import (
    ForbiddenError,
    LoginError,
    NotFoundError,
    NotGrafanaError,
    RefusedError,
)
from boardwright.http.addresses import strip_url_secrets

_LIMIT = 500
"""The maximum number of objects in one page of a list. Grafana also ends a page at about 2 MB."""


@frozen
class ServedVersions:
    """The versions of an API group that Grafana supports.

    Attributes:
        served: The supported versions, such as `v1` and `v2`; empty if Grafana does not have the
            API group.
        preferred: The version that Grafana prefers; empty if Grafana prefers none.
    """

    served: tuple[str, ...] = ()
    preferred: str = ""


def read_versions(client: GrafanaClient, group: str, *, must_know: bool) -> ServedVersions:
    """Return the versions of an API group that Grafana supports.

    Args:
        group: Name of the API group, such as `dashboard.grafana.app`.
        must_know: Whether to raise an error after a temporary failure. If `must_know` is False, the
            result contains no versions after a temporary failure.
    """
    try:
        answer = AnswerFields(client.get(f"/apis/{group}"), url=client.url)
        served = tuple(each.get("version", str, "") for each in answer.get_objects("versions"))
        preferred = answer.get_object("preferredVersion").get("version", str, "")
    except LoginError:
        raise
    except (RefusedError, NotGrafanaError) as error:
        if error.temporary and must_know:
            raise
        return ServedVersions()
    return ServedVersions(served=served, preferred=preferred)


def iter_items(
    client: GrafanaClient, path: str, *, accept: str | None = None
) -> Iterator[AnswerFields]:
    """Yield the objects of a list in an API group, page by page.

    Args:
        path: The path of the list.
        accept: The value of the `Accept` header; None for JSON.

    Raises:
        ServerError: A page of the list could not be read, so objects are missing.
    """
    url, following = client.url, ""
    seen: set[str] = set()
    while following not in seen:
        seen.add(following)
        more = {"continue": following} if following else {}
        answer = AnswerFields(client.get(path, accept=accept, limit=_LIMIT, **more), url=url)
        metadata = answer.require_object("metadata")
        yield from answer.get_objects("items")
        following = metadata.get("continue", str, "")
        if not following:
            return
    raise NotGrafanaError(
        "the server returns the same page of a list again and again", where=strip_url_secrets(url)
    )


def is_absent(read: Callable[[], object]) -> bool:
    """Return whether `read` fails with the HTTP status 404.

    If Grafana answers 403, the result is False, because the object may exist although the account
    may not see it.
    """
    try:
        read()
    except NotFoundError:
        return True
    except ForbiddenError:
        return False
    return False
