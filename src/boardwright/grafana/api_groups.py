"""Calls Grafana's API groups (`/apis/GROUP`) to read their versions and lists of objects."""

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
"""The largest number of resources in one page of a list. Grafana also ends a page at about 2 MB."""


@frozen
class ServedVersions:
    """The versions of an API group that a Grafana serves; empty if this Grafana does not have the
    group.

    Attributes:
        served: All served versions, such as `v1` and `v2`.
        preferred: The version that Grafana prefers; empty if Grafana does not state one.
    """

    served: tuple[str, ...] = ()
    preferred: str = ""


def read_versions(client: GrafanaClient, group: str, *, must_know: bool) -> ServedVersions:
    """Return the versions of an API group that a Grafana serves.

    Args:
        client: The client that sends the requests.
        group: Name of the API group, such as `dashboard.grafana.app`.
        must_know: Whether to raise an error if the versions could not be read because of a
            temporary failure. If False, such a failure counts as "Grafana does not serve the
            group".
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
    """Yield the fields of each resource of a list, page by page.

    Args:
        client: The client that sends the requests.
        path: The path of the list.
        accept: The media types of the answers, as for `GrafanaClient.get`.

    Raises:
        ServerError: A page of the list could not be read, so the yielded resources are incomplete.
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
    """Return whether `read` fails with status 404. After status 403, the result is False, because
    the object may exist but be hidden from the account.
    """
    try:
        read()
    except NotFoundError:
        return True
    except ForbiddenError:
        return False
    return False
