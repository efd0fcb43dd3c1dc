"""Passwords and tokens in URLs."""

from __future__ import annotations

import re
from collections.abc import Mapping

LOGIN_HINT = (
    "Everyone who receives the notification or reads the series sees it: link to a page that asks"
    " for a login."
)

_TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_USER = re.compile(r"[a-z][a-z0-9+.-]*://:*[^:/\s?#@][^/\s?#@]*@", re.IGNORECASE)
_PARAMETER = re.compile(
    r"[?&#](?:[\w-]*(?:token|secret|password|passwd|api[_-]?key)|auth|key|sig|signature)="
    r"(?!\{\{)[^&\s]",
    re.IGNORECASE,
)
_WEBHOOK = re.compile(
    r"hooks\.slack\.com/(?:services|workflows|triggers)/(?!\{\{)[^/\s]", re.IGNORECASE
)


def has_secret(text: str) -> bool:
    """Return whether a URL in a text holds a secret; a template in its place is none.

    Secrets are a user or password before the host (tokens are often given as the user), parameters
    with the name of a secret, and Slack's webhooks, whose path is the secret.
    """
    is_login = _USER.search(_TEMPLATE.sub("", text))
    return bool(is_login or _PARAMETER.search(text) or _WEBHOOK.search(text))


def secret_fault(texts: Mapping[str, str], noun: str) -> str | None:
    """Return which text of a rule has a URL with a secret, without the URL; None if none has.

    Args:
        texts: The labels or annotations by name.
        noun: `label` or `annotation`.
    """
    for name, text in texts.items():
        if has_secret(text):
            return f"the {noun} {name!r} has a URL with a user, password or token"
    return None
