"""The errors that requests to a ruler raise.

RequestError (in boardwright.http.request_errors, with further subclasses such as NoAnswerError)
└── RulerError
    ├── NotRulerError         an answer that does not come from a ruler's API
    ├── MovedRuleGroupError   someone changed the group after the plan was made
    └── RulerRefusalError     the ruler refused the request; has a status
        ├── RulerLoginError   401: no tenant, or wrong credentials
        └── ThrottledRulerError   429, and any status above 499: the same request may succeed later
"""

from __future__ import annotations

from boardwright.http.request_errors import RequestError


class RulerError(RequestError):
    """Base class of all errors in this module."""


class NotRulerError(RulerError):
    """The answer does not come from a ruler's API: a redirect, an HTML page, or data in another
    form.
    """

    concerns_server = True


class MovedRuleGroupError(RulerError):
    """Someone changed the rule group in the ruler after the plan was made."""


class RulerRefusalError(RulerError):
    """The ruler answered and refused the request.

    Args:
        status: The HTTP status code.
    """

    def __init__(
        self, what: str, *, status: int, where: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.status = status


class RulerLoginError(RulerRefusalError):
    """Status 401: the request has no tenant, or the credentials are wrong."""

    concerns_server = True


class ThrottledRulerError(RulerRefusalError):
    """Status 429 or above 499: the same request may succeed later."""

    temporary = True
