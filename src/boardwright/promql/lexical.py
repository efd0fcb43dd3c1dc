"""Converts strings, names and numbers to PromQL's notation and back.

Source: Prometheus's lexer and grammar (`promql/parser`, 2.x and 3.x), and
https://prometheus.io/docs/prometheus/latest/querying/basics/.
"""

from __future__ import annotations

import math
import re

from boardwright.notation.durations import parse_milliseconds
from boardwright.notation.variable_syntax import VARIABLE

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
"""Keywords that PromQL's lexer does not accept as a name, whether in lower or upper case."""

_NOT_IN_GROUPING = frozenset({"without", "inf", "nan", "smoothed", "anchored"})
"""Keywords that some versions of Prometheus accept as labels in `by (…)` only in quotes."""

_LEGACY_NAME = re.compile(r"[A-Za-z_:][A-Za-z0-9_:]*")
_LEGACY_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Go's lexer mistakes a literal U+FFFD for a decoding error, so this character is escaped.
_TO_ESCAPE = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\ufffd\ud800-\udfff]')
_ESCAPE = re.compile(
    r"\\(?:x(?P<byte>[0-9a-fA-F]{2})|u(?P<point>[0-9a-fA-F]{4})|U(?P<long>[0-9a-fA-F]{8})"
    r"|(?P<octal>[0-7]{3})|(?P<sign>.?))",
    re.DOTALL,
)
_PLAIN_ESCAPES = dict(zip("abfnrtv\\", "\a\b\f\n\r\t\v\\", strict=True))
_OCTAL = re.compile("[0-7]+")
UNIT_ENDS = frozenset("smhdwy")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quote_text(text: str) -> str:
    r"""Return a text as a double-quoted PromQL string.

    Quotes, backslashes and control characters are escaped. All other characters are kept.
    """
    return f'"{_TO_ESCAPE.sub(_encode_character, text)}"'


def _encode_character(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # A byte that is not valid UTF-8.
        return f"\\x{code - 0xDC00:02x}"
    # In Go `\x9b` is a byte, not a code point. Only ASCII characters are written in this form.
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}")


def is_encodable(text: str) -> bool:
    """Return whether UTF-8 can encode the text. UTF-8 cannot encode unpaired surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def is_plain_name(name: str) -> bool:
    """Return whether a metric's name can be written without quotes and braces."""
    filled = VARIABLE.sub("x", name)
    return _LEGACY_NAME.fullmatch(filled) is not None and name.lower() not in KEYWORDS


def is_legacy_name(name: str) -> bool:
    """Return whether Prometheus 2 accepts the name for a metric."""
    return _LEGACY_NAME.fullmatch(name) is not None


def is_legacy_label(name: str) -> bool:
    """Return whether Prometheus 2 accepts the name for a label."""
    return _LEGACY_LABEL.fullmatch(name) is not None


def format_label(name: str) -> str:
    """Return the name of a label for use in braces, with quotes if PromQL requires them."""
    return name if _LEGACY_LABEL.fullmatch(VARIABLE.sub("x", name)) else quote_text(name)


def format_grouping_label(name: str) -> str:
    """Return the name of a label for use in `by (…)`, `on (…)` and similar lists, with quotes if
    PromQL requires them.
    """
    return quote_text(name) if name.lower() in _NOT_IN_GROUPING else format_label(name)


def format_number(value: float) -> str:
    """Return a number as PromQL text. Parsing the text returns the same float.

    Raises:
        OverflowError: The number is an int that is too large for a float.
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


def parse_promql_number(text: str) -> float:
    """Return the value of a number, or the length of a duration in seconds.

    Raises:
        ValueError: The text is neither a number nor a duration.
    """
    digits = text.lstrip("+-")
    length = parse_milliseconds(digits) if digits[-1:] in UNIT_ENDS else None
    value = _parse_unsigned(digits) if length is None else length / 1000
    return -value if text.startswith("-") else value


def _parse_unsigned(digits: str) -> float:
    if digits.endswith("_") or "__" in digits:
        raise ValueError(f"{digits} has an underscore that is not between digits")
    plain = digits.replace("_", "")
    is_hexadecimal = plain[:2] in {"0x", "0X"}
    if is_hexadecimal or (len(plain) > 1 and plain[0] == "0" and _OCTAL.fullmatch(plain)):
        number = int(plain, 16 if is_hexadecimal else 8)  # As in Go, 010 is octal and means 8.
        if number < 2**63:
            return float(number)
    value = float(digits)
    if math.isinf(value) and digits[0].isdigit():
        raise ValueError(f"{digits} is too large")
    return value


def unquote_string(token: str) -> str:
    """Return the text of a string token, without its quotes or backquotes.

    Bytes that are not valid UTF-8 become surrogates, as with Python's error handler
    `surrogateescape`.

    Raises:
        ValueError: The string has an escape sequence that Prometheus refuses.
    """
    inside = token[1:-1]
    if "\\" not in inside or token[0] == "`":
        return inside
    parts, at = [], 0
    for match in _ESCAPE.finditer(inside):
        parts += [
            inside[at : match.start()].encode("utf-8", "surrogatepass"),
            _decode_escape(match, token[0]),
        ]
        at = match.end()
    parts.append(inside[at:].encode("utf-8", "surrogatepass"))
    return b"".join(parts).decode("utf-8", "surrogateescape")


def _decode_escape(match: re.Match[str], quote: str) -> bytes:
    sign = match["sign"]
    if sign in _PLAIN_ESCAPES or sign == quote:
        return _PLAIN_ESCAPES.get(sign, sign).encode()
    if match["byte"] or match["octal"]:
        code = int(match["byte"] or match["octal"], 16 if match["byte"] else 8)
        if code < 0x100:
            return bytes([code])
    point = match["point"] or match["long"]
    if point and int(point, 16) < 0x110000 and not 0xD800 <= int(point, 16) < 0xE000:
        return chr(int(point, 16)).encode()
    raise ValueError(f"{match.group()} is not a valid escape sequence")
