"""The token or password to log in with: where it was found, and never shown."""

from __future__ import annotations

import base64
from dataclasses import field
from urllib.parse import quote

from boardwright.frozen import frozen


@frozen
class Credentials:
    """What to log in with.

    Attributes:
        user: The user; None with a token.
        secret: The password or token; no `repr` shows it.
        source: Where it came from, in words: `GRAFANA_TOKEN`, `the file secrets/token`.
        warnings: What its owner should know.
    """

    user: str | None
    secret: str = field(repr=False)
    source: str
    warnings: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """The credentials in words, for messages."""
        if self.user is None:
            return f"the token of {self.source}"
        return f"the user {self.user!r} with the password of {self.source}"

    @property
    def header(self) -> str:
        """The value of the `Authorization` header."""
        if self.user is None:
            return f"Bearer {self.secret}"
        return f"Basic {self._basic}"

    def redact(self, text: str) -> str:
        """Return text that came from outside without the secret, should it repeat it."""
        for form in (self._basic, self.secret, quote(self.secret, safe="")):
            text = text.replace(form, "***")
        return text

    @property
    def _basic(self) -> str:
        return base64.b64encode(f"{self.user or ''}:{self.secret}".encode()).decode()
