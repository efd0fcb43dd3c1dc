"""Groups of Grafana's API of resources, `/apis/GROUP`, and reads of things that may be hidden."""

from __future__ import annotations

from collections.abc import Callable

from boardwright.frozen import frozen
from boardwright.grafana.answers import Fields
from boardwright.grafana.client import Client
from boardwright.grafana.grafana_errors import (
    ForbiddenError,
    LoginError,
    NotFoundError,
    NotGrafanaError,
    RefusedError,
)


@frozen
class ServedVersions:
    """The versions of a group that a Grafana serves; none where it does not have the group.

    Attributes:
        served: The versions.
        preferred: The version that it prefers; empty where it names none.
    """

    served: tuple[str, ...] = ()
    preferred: str = ""


def read_versions(client: Client, group: str, *, must_know: bool) -> ServedVersions:
    """Return the versions of a group.

    Args:
        client: Sends the requests.
        group: The group: `dashboard.grafana.app`.
        must_know: Raise a temporary failure, since the Grafana may have the group.
    """
    try:
        answer = Fields(client.get(f"/apis/{group}"), url=client.url)
        served = tuple(each.get("version", str, "") for each in answer.each("versions"))
        preferred = answer.inner("preferredVersion").get("version", str, "")
    except LoginError:
        raise
    except (RefusedError, NotGrafanaError) as error:
        if error.passing and must_know:
            raise
        return ServedVersions()
    return ServedVersions(served=served, preferred=preferred)


def is_absent(read: Callable[[], object]) -> bool:
    """Return whether a read shows that something does not exist; a hidden thing may exist."""
    try:
        read()
    except NotFoundError:
        return True
    except ForbiddenError:
        return False
    return False
