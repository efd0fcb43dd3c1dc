"""Regular expressions for the actions of Go templates, such as `{{ $labels.job }}`. Prometheus and
Grafana replace such actions in the labels and annotations of alerts.

Source: https://pkg.go.dev/text/template#hdr-Actions
"""

from __future__ import annotations

import re

_TEXT = r'"(?:\\.|[^"\\])*"|`[^`]*`|/\*.*?\*/'

TEXT = re.compile(_TEXT, re.DOTALL)
"""Matches a string or a comment in an action. Double quotes or backquotes surround a string."""

# Without the atomic group `(?>...)`, some texts would take a very long time.
ACTION = re.compile(rf"\{{\{{-?((?>{_TEXT}|.)*?)-?\}}\}}", re.DOTALL)
"""Matches an action, even if a string in the action contains `}}`. Group 1 is the text between the
braces.
"""
