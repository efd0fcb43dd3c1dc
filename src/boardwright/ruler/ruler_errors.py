"""Errors of requests to a ruler."""

from __future__ import annotations

from boardwright.http.request_errors import RequestError


class RulerError(RequestError):
    """Base class of all errors in this module."""


class NotRulerError(RulerError):
    """Raised if an answer does not come from a ruler, such as a redirect or an HTML page."""

    concerns_server = True


class MovedRuleGroupError(RulerError):
    """Raised if someone changed a rule group in the ruler after the plan was made."""


class RulerRefusalError(RulerError):
    """Raised if the ruler refuses a request."""

    def __init__(
        self, what: str, *, status: int, where: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.status = status


class RulerLoginError(RulerRefusalError):
    """Raised if the tenant is missing or the credentials are wrong (HTTP status 401)."""

    concerns_server = True


class ThrottledRulerError(RulerRefusalError):
    """Raised if the same request may succeed later (HTTP status 429, or 500 and above)."""

    temporary = True
