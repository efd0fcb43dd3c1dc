"""Grafana's formats for the values of a variable, such as `csv` in `${name:csv}`.

Source: https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

Values = Sequence[str]

_REGEX = re.compile(r"[\\^$.*+?()[\]{}|/]")
_PROMETHEUS = re.compile(r"[$^*{}\[\]'+?.()|]")
_LUCENE = re.compile(r'([!*+\-=<>\s&|()\[\]{}^~?:\\/"])')
_URI = ";,/?:@&=+$-_.!~*'()#"


def format_regex(values: Values) -> str:
    """Return a regular expression that matches the values, such as `(a|b)`, with special characters
    escaped.
    """
    escaped = [_REGEX.sub(r"\\\g<0>", value) for value in values]
    return escaped[0] if len(escaped) == 1 else f"({'|'.join(escaped)})"


def format_glob(values: Values) -> str:
    """Return several values as `{a,b}`, and a single value unchanged, which is Grafana's default
    format.
    """
    return values[0] if len(values) == 1 else f"{{{','.join(values)}}}" if values else ""


def format_prometheus_regex(values: Values) -> str:
    """Return values as Grafana writes them into a regular expression in PromQL."""
    escaped = [_PROMETHEUS.sub(r"\\\\\g<0>", value.replace("\\", r"\\\\")) for value in values]
    return escaped[0] if len(escaped) == 1 else f"({'|'.join(escaped)})"


def format_prometheus_string(values: Values) -> str:
    """Return the value of a single-value variable as Grafana writes it into a string in PromQL."""
    return "".join(values[:1]).replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"')


def _format_lucene(values: Values) -> str:
    escaped = [_LUCENE.sub(r"\\\1", value) for value in values]
    if len(escaped) == 1:
        return escaped[0]
    return "({})".format(" OR ".join(f'"{value}"' for value in escaped))


def _format_json(values: Values) -> str:
    data = values[0] if len(values) == 1 else list(values)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _format_percent(values: Values) -> str:
    return quote(format_glob(values), safe="-_.~")


def _build_quoter(mark: str, escape: str) -> Callable[[Values], str]:
    def join_values(values: Values) -> str:
        return ",".join(f"{mark}{value.replace(mark, escape)}{mark}" for value in values)

    return join_values


FORMATS: dict[str, Callable[[Values], str]] = {
    "csv": ",".join,
    "doublequote": _build_quoter('"', '\\"'),
    "glob": format_glob,
    "html": lambda values: html.escape(", ".join(values)),
    "json": _format_json,
    "lucene": _format_lucene,
    "percentencode": _format_percent,
    "pipe": "|".join,
    "raw": ",".join,
    "regex": format_regex,
    "singlequote": _build_quoter("'", "\\'"),
    "sqlstring": _build_quoter("'", "''"),
    "text": " + ".join,
    "uriencode": lambda values: quote(format_glob(values), safe=_URI),
}
"""Name of a format -> function that formats values. The formats `queryparam` and `date` are not in
this dict, because their functions need additional arguments.
"""


def format_query_parameters(name: str, values: Values) -> str:
    """Return `var-name=a&var-name=b`."""
    return "&".join(f"var-{quote(name, safe='')}={quote(value, safe='')}" for value in values)
