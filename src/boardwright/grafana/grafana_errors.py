"""Errors between this program and Grafana.

RequestError (of boardwright.http.request_errors; NoAnswerError and its like are there)
└── GrafanaError
    ├── NotGrafanaError         an answer that is not from Grafana's API
    │   ├── RedirectedError     a redirect to another address
    │   ├── GatewayError        a proxy's 502, 503 or 504, or its page for 500
    │   └── UnexpectedAnswerError        an HTML page, text, or JSON that is not Grafana's
    │       └── DamagedError    JSON that is cut off
    ├── StoppedError            not tried, since earlier requests had no answer
    │   └── HaltedError         not tried, since the user stopped the deploy
    ├── FolderError             a folder that could not be created, or has a board's uid
    ├── ProvisionedError        a board or alert rule of a file provider
    ├── FormError               a board in a form that this Grafana would refuse
    ├── ForeignError            a board or alert rule without our mark
    ├── EditedError             a board or alert rule that someone changed after our deploy
    ├── LossError               a board whose parts the configured schema does not have
    └── RefusedError            Grafana refused; has its status and message
        ├── LoginError          401
        ├── OrganisationError   401 or 403, for the organisation of org_id
        ├── ForbiddenError      403
        ├── NotFoundError       404
        ├── ConflictError       409, 412
        ├── InvalidError        400, 413, 422
        ├── UnknownRuleError    a group that names rules which do not exist
        ├── ThrottledError      429
        └── BrokenError         500 and any other status
"""

from __future__ import annotations

from boardwright.http.request_errors import RequestError


class GrafanaError(RequestError):
    """Any error of this tree."""


class NotGrafanaError(GrafanaError):
    """The answer is not from Grafana's API."""

    everywhere = True


class RedirectedError(NotGrafanaError):
    """A redirect to another address, which was not followed."""


class GatewayError(NotGrafanaError):
    """A proxy's 502, 503 or 504."""

    passing = True


class UnexpectedAnswerError(NotGrafanaError):
    """An HTML page, plain text, or JSON that is not what Grafana sends."""


class DamagedError(UnexpectedAnswerError):
    """JSON that is cut off."""

    passing = True


class StoppedError(GrafanaError):
    """Not tried, since earlier requests had no answer."""


class HaltedError(StoppedError):
    """Not tried, since the user stopped the deploy."""


class FolderError(GrafanaError):
    """A folder that could not be created, or that has the uid of a board."""


class ProvisionedError(GrafanaError):
    """A board or alert rule of a file provider, which the API cannot save."""


class FormError(GrafanaError):
    """A board in a form that this Grafana would refuse, or show wrongly."""


class ForeignError(GrafanaError):
    """A board or alert rule with our uid, without our mark."""


class EditedError(GrafanaError):
    """A board or alert rule that someone changed after our last deploy."""


class LossError(GrafanaError):
    """A stored board of schema v2 with parts that the configured schema does not have."""


class RefusedError(GrafanaError):
    """Grafana answered and refused.

    Args:
        status: The HTTP status.
        message: Grafana's own message.
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
    """409 or 412: it exists already, or someone changed it in the meantime."""


class InvalidError(RefusedError):
    """400, 413 or 422: Grafana does not accept what was sent."""


class UnknownRuleError(RefusedError):
    """The group names rules that do not exist: Grafana 10.1 creates none when it saves one."""


class ThrottledError(RefusedError):
    """429: too many requests."""

    passing = True


class BrokenError(RefusedError):
    """500 or any other status: Grafana itself failed."""

    passing = True
