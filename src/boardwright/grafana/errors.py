"""What can be wrong between us and Grafana.

    ServerError (of boardwright.errors)
    ├── NoCredentialsError      nothing to log in with
    ├── NoAnswerError           nothing came back
    │   ├── UnreachableError    no such host, refused, or broken off
    │   ├── SlowError           not in time
    │   └── UntrustedError      a certificate that does not verify
    ├── NotGrafanaError         something answered that is not Grafana's API
    │   ├── RedirectedError     it leads to another address
    │   ├── GatewayError        a proxy's 502, 503 or 504, or its page for 500
    │   └── NotJsonError        an HTML page, text, or JSON that is not Grafana's
    │       └── DamagedError    JSON that is cut off
    ├── StoppedError            not tried, since what came before had no answer
    │   ├── OutOfTimeError      not tried, since the time for all of it was over
    │   └── HaltedError        not tried, since the user stopped it
    ├── FolderError             a folder could not be made, or has the uid of a board
    ├── ProvisionedError        the board or alert rule belongs to a file provider
    ├── FormError               a form that this Grafana would refuse
    ├── ForeignError            the board or alert rule does not carry our mark
    ├── EditedError             someone changed the board or alert rule after our last deploy
    └── RefusedError            Grafana said no; has its status and message
        ├── LoginError          401
        ├── OrganisationError   401 or 403, for the organisation that was asked for
        ├── ForbiddenError      403
        ├── NotFoundError       404
        ├── ConflictError       409, 412
        ├── InvalidError        400, 413, 422
        ├── ThrottledError      429
        └── BrokenError         500 and whatever else

No message holds a password, a token, or what a redirect carries in its query.
"""

from __future__ import annotations

from typing import ClassVar

from boardwright.errors import ServerError


class GrafanaError(ServerError):
    """Anything of this tree.

    Attributes:
        everywhere: Whether the next request would most likely meet the same.
        passing: Whether the same request may well succeed a little later.
        retry_after: The seconds after which the server asked to be asked again.
    """

    everywhere: ClassVar[bool] = False
    passing: bool = False
    retry_after: float | None = None


class NoCredentialsError(GrafanaError):
    """Neither a token nor a password was found where the configuration says."""

    everywhere = True


class NoAnswerError(GrafanaError):
    """Nothing came back."""

    everywhere = True


class UnreachableError(NoAnswerError):
    """No such host, a connection refused, or one that broke off."""

    passing = True


class SlowError(NoAnswerError):
    """No answer in time."""

    passing = True


class UntrustedError(NoAnswerError):
    """A certificate that does not verify, or no TLS where TLS was expected."""


class NotGrafanaError(GrafanaError):
    """Something answered that is not Grafana's API."""

    everywhere = True


class RedirectedError(NotGrafanaError):
    """An answer that leads to another address; it was not followed."""


class GatewayError(NotGrafanaError):
    """A proxy's 502, 503 or 504."""

    passing = True


class NotJsonError(NotGrafanaError):
    """An HTML page, plain text, or JSON that is not what Grafana sends."""


class DamagedError(NotJsonError):
    """JSON that is cut off."""

    passing = True


class StoppedError(GrafanaError):
    """Not tried, since what came before had no answer."""


class OutOfTimeError(StoppedError):
    """Not tried, since the time for the whole deploy was over."""


class HaltedError(StoppedError):
    """Not tried, since the user stopped the deploy."""


class FolderError(GrafanaError):
    """A folder that could not be made, or that has the uid of a board."""


class ProvisionedError(GrafanaError):
    """A board or alert rule that belongs to a file provider, and cannot be saved by the API."""


class FormError(GrafanaError):
    """A board in a form that this Grafana would refuse, or show wrongly."""


class ForeignError(GrafanaError):
    """A board or alert rule that has our uid and not our mark."""


class EditedError(GrafanaError):
    """A board or alert rule that someone changed after our last deploy."""


class RefusedError(GrafanaError):
    """Grafana answered, and said no.

    Args:
        status: The HTTP status.
        message: Grafana's own words.
    """

    def __init__(
        self,
        what: str,
        *,
        status: int,
        message: str,
        where: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.status = status
        self.message = message


class LoginError(RefusedError):
    """401: a wrong password or token."""

    everywhere = True


class OrganisationError(RefusedError):
    """The account does not belong to the organisation that was asked for."""

    everywhere = True


class ForbiddenError(RefusedError):
    """403: the account may not do this."""


class NotFoundError(RefusedError):
    """404."""


class ConflictError(RefusedError):
    """409 or 412: it is there already, or someone changed it meanwhile."""


class InvalidError(RefusedError):
    """400, 413 or 422: Grafana does not take what was sent."""


class UnknownRuleError(RefusedError):
    """A group that names rules which are not there: Grafana 10.1 makes none when it saves one."""


class ThrottledError(RefusedError):
    """429: too many requests."""

    passing = True


class BrokenError(RefusedError):
    """500, and every other status: Grafana itself has trouble."""

    passing = True
