"""Finds passwords and tokens in URLs."""

from __future__ import annotations

import re
from collections.abc import Mapping

LOGIN_HINT = (
    "Everyone who receives the alert or reads its series can see this URL. Use the "
    "URL of a page that requires a login."
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
    """Return whether a URL in a text contains a secret. A Go template such as `{{ .Token }}` is not
    a secret.

    A secret is a user or a password before the host, a parameter with a name such as `token`, or
    the path of a Slack webhook.
    """
    login = _USER.search(_TEMPLATE.sub("", text))
    return bool(login or _PARAMETER.search(text) or _WEBHOOK.search(text))


def find_secret_fault(texts: Mapping[str, str], noun: str) -> str | None:
    """Return an error message for the first label or annotation that contains a URL with a secret.

    The result is None if no URL contains a secret. The message does not repeat the URL.

    Args:
        texts: Name of a label or an annotation -> its value.
        noun: The word `label` or `annotation`, for the message.
    """
    for name, text in texts.items():
        if has_secret(text):
            return f"the {noun} {name!r} contains a URL with a user, password or token"
    return None
