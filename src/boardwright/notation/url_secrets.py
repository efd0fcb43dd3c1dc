"""Finds passwords and tokens in URLs."""

from __future__ import annotations

import re
from collections.abc import Mapping

LOGIN_HINT = (
    "Everyone who receives the notification or reads the series can see this URL. Use the "
    "address of a page that requires a login."
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
    """Return whether a URL in a text contains a secret. A template such as `{{ .Token }}` in the
    place of a secret is allowed.

    A secret is a user (often a token) or password before the host, or a parameter whose name
    suggests a secret. In the URLs of Slack webhooks, the path is the secret.
    """
    login = _USER.search(_TEMPLATE.sub("", text))
    return bool(login or _PARAMETER.search(text) or _WEBHOOK.search(text))


def find_secret_fault(texts: Mapping[str, str], noun: str) -> str | None:
    """Return an error text for the first label or annotation that contains a URL with a secret;
    None if no URL contains a secret. The error text does not contain the URL.

    Args:
        texts: The labels or annotations of a rule, by their names.
        noun: The word `label` or `annotation`.
    """
    for name, text in texts.items():
        if has_secret(text):
            return f"the {noun} {name!r} contains a URL with a user, password or token"
    return None
