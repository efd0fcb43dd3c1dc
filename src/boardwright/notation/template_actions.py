"""Actions of Go templates, such as `{{ $labels.job }}`, which Prometheus and Grafana expand in the
labels and annotations of alerts.

Source: https://pkg.go.dev/text/template#hdr-Actions
"""

from __future__ import annotations

import re

_TEXT = r'"(?:\\.|[^"\\])*"|`[^`]*`|/\*.*?\*/'

TEXT = re.compile(_TEXT, re.DOTALL)
"""Matches a text in quotation marks or backquotes, or a comment, inside an action."""

# The atomic group `(?>...)` prevents a search that takes very long.
ACTION = re.compile(rf"\{{\{{-?((?>{_TEXT}|.)*?)-?\}}\}}", re.DOTALL)
"""Matches an action. Group 1 is the content between the braces. A text in it may contain `}}`."""
