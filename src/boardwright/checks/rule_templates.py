"""Finds faults and labels in the templates (`{{...}}`) of the labels and annotations of alerts.

Source: https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardwright.notation.template_actions import ACTION, TEXT

FUNCTIONS = frozenset(
    {
        *("and", "call", "html", "index", "js", "len", "not", "or", "print", "printf", "println"),
        *("slice", "urlquery", "eq", "ne", "lt", "le", "gt", "ge", "args", "externalURL", "first"),
        *("graphLink", "humanize", "humanize1024", "humanizeDuration", "humanizePercentage"),
        *("humanizeTimestamp", "label", "match", "parseDuration", "pathPrefix", "query"),
        *("reReplaceAll", "safeHtml", "sortByLabel", "stripDomain", "stripPort", "strvalue"),
        *("tableLink", "title", "tmpl", "toDuration", "toLower", "toTime", "toUpper", "now"),
        *("urlQueryEscape", "value"),
        *("block", "break", "continue", "define", "else", "end", "if", "range", "template", "with"),
        *("nil", "true", "false"),
    }
)
"""The functions and keywords of Prometheus' templates."""

VARIABLES = frozenset({"$labels", "$value", "$externalLabels", "$externalURL", "$"})
"""The variables that Prometheus defines in every template of an alert."""

_NEED_ARGUMENTS = frozenset({"first", "label", "query", "strvalue", "value"})
"""Functions that need an argument. An author who writes `{{ value }}`, without an argument, usually
means the variable `{{ $value }}`.
"""

_LABEL = re.compile(r'\$labels\.([A-Za-z_]\w*)|index\s+\$labels\s+"([^"]+)"')
_DEFINED = re.compile(r"(\$\w+)\s*(?:,\s*(\$\w+)\s*)?:=")
_VARIABLE = re.compile(r"\$\w*")
_WORD = re.compile(r"(?<![\w.$])[A-Za-z_]\w*")


def iter_template_labels(text: str) -> Iterator[str]:
    """Yield the names of the labels that a template uses."""
    for action in ACTION.findall(text):
        for plain, quoted in _LABEL.findall(action):
            yield plain or quoted


def find_template_fault(text: str) -> str | None:
    """Return the reason why Prometheus cannot expand a template; None if no certain fault was
    found.
    """
    rest = ACTION.sub("", text)
    if "{{" in rest:
        return "the template has '{{' without '}}'"
    defined = set(VARIABLES)
    for action in ACTION.findall(text):
        code = TEXT.sub(" ", action)
        if not code.strip() and not TEXT.search(action):
            return "the template contains an empty action {{ }}"
        if code.strip() in _NEED_ARGUMENTS:
            return f"the template calls {code.strip()} without an argument"
        defined |= {name for pair in _DEFINED.findall(code) for name in pair if name}
        for name in _VARIABLE.findall(code):
            if name not in defined:
                return f"the template uses {name}, which is not defined"
        for word in _WORD.findall(code):
            if word not in FUNCTIONS:
                return (
                    f"the template calls {word}, which is not a function of Prometheus' templates"
                )
    return None
