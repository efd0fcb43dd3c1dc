"""Errors of requests to Grafana.

RequestError (in boardwright.http.request_errors, with further subclasses such as NoAnswerError)
└── GrafanaError
    ├── NotGrafanaError         an answer that does not come from Grafana's API
    │   ├── RedirectedError     a redirect to another URL
    │   ├── GatewayError        a proxy's 502, 503 or 504, or its page for 500
    │   └── UnexpectedAnswerError        an HTML page, text, or JSON that Grafana never sends
    │       └── DamagedError    incomplete JSON
    ├── FolderError             a folder could not be created, or has the uid of a board
    ├── ProvisionedError        a file provider manages the board or alert rule
    ├── FormError               this Grafana would refuse the board
    ├── ForeignError            the board or alert rule lacks the project's tag or annotation
    ├── EditedError             someone changed the board or alert rule after the last deploy
    ├── LossError               the configured schema cannot store parts of the board
    └── RefusedError            Grafana refused the request; has status and message
        ├── LoginError          401
        ├── OrganisationError   401 or 403, because of the organisation in org_id
        ├── ForbiddenError      403
        ├── NotFoundError       404
        ├── ConflictError       409, 412
        ├── InvalidError        400, 413, 422
        ├── UnknownRuleError    an alert group contains rules that do not exist yet
        ├── ThrottledError      429
        └── BrokenError         500 and any other status
"""

from __future__ import annotations

from boardwright.http.request_errors import RequestError


class GrafanaError(RequestError):
    """Base class of all errors in this module."""


class NotGrafanaError(GrafanaError):
    """The answer does not come from Grafana's API."""

    concerns_server = True


class RedirectedError(NotGrafanaError):
    """The answer is a redirect to another URL, which was not followed."""


class GatewayError(NotGrafanaError):
    """A proxy in front of Grafana answered with status 502, 503 or 504, or with a page instead of
    JSON and a status from 500.
    """

    temporary = True


class UnexpectedAnswerError(NotGrafanaError):
    """The answer is an HTML page, plain text, or JSON that Grafana never sends."""


class DamagedError(UnexpectedAnswerError):
    """The JSON of the answer is incomplete."""

    temporary = True


class FolderError(GrafanaError):
    """A folder could not be created, or has the uid of a board."""


class ProvisionedError(GrafanaError):
    """A file provider manages the board or alert rule, so the API cannot save it."""


class FormError(GrafanaError):
    """This Grafana would refuse the board, or show it wrongly."""


class ForeignError(GrafanaError):
    """A board or rule has a uid of the project, but lacks the project's tag or annotation."""


class EditedError(GrafanaError):
    """Someone changed the board or alert rule in Grafana after the last deploy."""


class LossError(GrafanaError):
    """The board is stored in schema v2 and has parts that the configured schema cannot store."""


class RefusedError(GrafanaError):
    """Grafana answered and refused the request.

    Args:
        status: The HTTP status code.
        message: The error message in Grafana's answer.
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
    """Status 401: the password or token is wrong."""

    concerns_server = True


class OrganisationError(RefusedError):
    """The account has no access to the organisation in `org_id`."""

    concerns_server = True


class ForbiddenError(RefusedError):
    """Status 403: the account lacks a permission."""


class NotFoundError(RefusedError):
    """Status 404: the object does not exist."""


class ConflictError(RefusedError):
    """Status 409 or 412: the object already exists, or someone changed it after boardwright read
    it.
    """


class InvalidError(RefusedError):
    """Status 400, 413 or 422: Grafana does not accept the sent data."""


class UnknownRuleError(RefusedError):
    """An alert group contains rules that do not exist yet. Grafana 10.1 cannot create new rules
    when a group is saved.
    """


class ThrottledError(RefusedError):
    """Status 429: too many requests."""

    temporary = True


class BrokenError(RefusedError):
    """Status 500, or a status that no other class covers: Grafana itself failed."""

    temporary = True
