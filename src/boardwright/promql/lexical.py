"""PromQL's words as text: strings, names, numbers.

Source: Prometheus' lexer and grammar (`promql/parser`, 2.x and 3.x), and
https://prometheus.io/docs/prometheus/latest/querying/basics/.
"""

from __future__ import annotations

import math
import re

from boardwright.notation.variables import VARIABLE

KEYWORDS = frozenset(
    [
        "and",
        "or",
        "unless",
        "atan2",
        "sum",
        "avg",
        "count",
        "min",
        "max",
        "group",
        "stddev",
        "stdvar",
        "topk",
        "bottomk",
        "count_values",
        "quantile",
        "limitk",
        "limit_ratio",
        "offset",
        "smoothed",
        "anchored",
        "by",
        "without",
        "on",
        "ignoring",
        "group_left",
        "group_right",
        "fill",
        "fill_left",
        "fill_right",
        "bool",
        "start",
        "end",
        "step",
        "range",
        "max_of",
        "min_of",
        "inf",
        "nan",
    ]
)
"""Words that the lexer does not take for a name, in any case of letters."""

_NOT_IN_GROUPING = frozenset({"without", "inf", "nan", "smoothed", "anchored"})
"""Keywords that some released parser refuses as a label in `by (…)`, unless quoted."""

_LEGACY_NAME = re.compile(r"[A-Za-z_:][A-Za-z0-9_:]*")
_LEGACY_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Go's lexer takes a literal U+FFFD for a decoding error, hence its escape.
_TO_ESCAPE = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\ufffd\ud800-\udfff]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quote(text: str) -> str:
    r"""Return a double-quoted PromQL string.

    Quotes, backslashes and control characters are escaped; everything else stands as it is.
    """
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    code = ord(character)
    # In Go `\x9b` is a byte, not a code point: only ASCII is written that way.
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}")


def is_encodable(text: str) -> bool:
    """Return whether the text is Unicode that UTF-8 can hold: it has no lone surrogate."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def is_plain_name(name: str) -> bool:
    """Return whether a metric's name may stand unquoted and outside braces."""
    filled = VARIABLE.sub("x", name)
    return _LEGACY_NAME.fullmatch(filled) is not None and name.lower() not in KEYWORDS


def is_legacy_name(name: str) -> bool:
    """Return whether Prometheus before 3 allowed the name for a metric."""
    return _LEGACY_NAME.fullmatch(name) is not None


def label(name: str) -> str:
    """Return a label's name as it stands in braces: quoted only if it must be."""
    return name if _LEGACY_LABEL.fullmatch(VARIABLE.sub("x", name)) else quote(name)


def grouping_label(name: str) -> str:
    """Return a label's name as it stands in `by (…)`, `on (…)` and their like."""
    return quote(name) if name.lower() in _NOT_IN_GROUPING else label(name)


def number_text(value: float) -> str:
    """Return a number as PromQL text that reads back as the same float.

    Raises:
        OverflowError: An int beyond the range of a float.
    """
    as_float = float(value)
    if math.isnan(as_float):
        return "NaN"
    if math.isinf(as_float):
        return "Inf" if as_float > 0 else "-Inf"
    if isinstance(value, int):
        return str(int(value))
    text = repr(as_float)
    return text.removesuffix(".0")
