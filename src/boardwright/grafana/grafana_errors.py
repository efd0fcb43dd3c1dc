"""Errors of requests to Grafana, and of the steps of a deploy.

    RequestError (of boardwright.http.request_errors)
    └── GrafanaError
        ├── NotGrafanaError
        │   ├── RedirectedError
        │   ├── GatewayError
        │   └── UnexpectedAnswerError
        │       └── DamagedError
        ├── FolderError
        ├── ProvisionedError
        ├── FormError
        ├── ForeignError
        ├── EditedError
        ├── LossError
        └── RefusedError
            ├── LoginError
            ├── OrganisationError
            ├── ForbiddenError
            ├── NotFoundError
            ├── ConflictError
            ├── InvalidError
            ├── UnknownRuleError
            ├── ThrottledError
            └── BrokenError

`boardwright.http.request_errors` contains the errors of requests that Grafana did not answer.
"""

from __future__ import annotations

from boardwright.http.request_errors import RequestError


class GrafanaError(RequestError):
    """Base class of all errors in this module."""


class NotGrafanaError(GrafanaError):
    """Raised if an answer does not come from Grafana's API."""

    concerns_server = True


class RedirectedError(NotGrafanaError):
    """Raised if the server answers with a redirect, which boardwright does not follow."""


class GatewayError(NotGrafanaError):
    """Raised if a proxy reports that it cannot reach Grafana.

    boardwright raises this error if the HTTP status is 500 or larger, and the answer is not JSON.
    """

    temporary = True


class UnexpectedAnswerError(NotGrafanaError):
    """Raised if an answer is an HTML page, plain text, or JSON that Grafana never sends."""


class DamagedError(UnexpectedAnswerError):
    """Raised if the JSON of an answer is incomplete."""

    temporary = True


class FolderError(GrafanaError):
    """A folder could not be created, no longer exists, or has the same uid as a board."""


class ProvisionedError(GrafanaError):
    """A file provider manages the board or alert rule, so the API cannot save it."""


class FormError(GrafanaError):
    """Grafana would refuse the board, or show it wrongly."""


class ForeignError(GrafanaError):
    """Grafana has a board or rule with the declared uid, but without the project's tag or
    annotation.
    """


class EditedError(GrafanaError):
    """Someone changed the board or alert rule in Grafana after the last deploy."""


class LossError(GrafanaError):
    """Grafana stores the board in schema v2, and saving it in schema v1 would lose settings."""


class RefusedError(GrafanaError):
    """Raised if Grafana refuses a request.

    Args:
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
    """Raised if Grafana refuses the password or token, usually with the HTTP status 401."""

    concerns_server = True


class OrganisationError(RefusedError):
    """Raised if the account has no access to the organisation in the setting `org_id`."""

    concerns_server = True


class ForbiddenError(RefusedError):
    """Raised if the account lacks a permission (HTTP status 403)."""


class NotFoundError(RefusedError):
    """Raised if an object does not exist (HTTP status 404)."""


class ConflictError(RefusedError):
    """Raised if an object already exists, or someone changed it after boardwright read it.

    The HTTP status is 409 or 412.
    """


class InvalidError(RefusedError):
    """Raised if Grafana does not accept the data of a request (HTTP status 400, 413 or 422)."""


class UnknownRuleError(RefusedError):
    """Raised if Grafana cannot save an alert group because the group contains new rules.

    Grafana 10.1 requires that the rules are created one by one before the group is saved.
    """


class ThrottledError(RefusedError):
    """Raised if Grafana limits the number of requests (HTTP status 429)."""

    temporary = True


class BrokenError(RefusedError):
    """Raised if Grafana answers with the HTTP status 500, or with another unexpected status."""

    temporary = True
