"""Sends samples and native histograms to a Prometheus by remote write, at times that the test
chooses.

The messages are written by hand, because Prometheus's Python client sends only metrics of the
current time. Source: `prompb/types.proto` of remote write 1.0, and
https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import requests

CUSTOM_BUCKETS = -53
"""The schema of a histogram with custom bucket bounds."""
_LONGEST = 60
"""The longest literal of snappy whose length fits into the first byte."""


@dataclass(frozen=True, kw_only=True)
class NativeHistogram:
    """A native histogram with positive buckets only.

    Attributes:
        schema: 0 if each bucket ends at twice its start, or `CUSTOM_BUCKETS`.
        first: Index of the first bucket. With schema 0, bucket n is from 2**(n-1) to 2**n.
        counts: Number of observations in each bucket.
        total: Sum of all observations.
        bounds: The upper bounds of custom buckets.
    """

    schema: int
    first: int
    counts: Sequence[int]
    total: float
    bounds: Sequence[float] = ()


Value = float | NativeHistogram


def write_series(url: str, series: Sequence[tuple[Mapping[str, str], Mapping[int, Value]]]) -> None:
    """Send series to Prometheus.

    Args:
        url: URL of a Prometheus with `--web.enable-remote-write-receiver`.
        series: The labels of each series, and its values by time in milliseconds.
    """
    body = b"".join(_message(1, _series(labels, values)) for labels, values in series)
    answer = requests.post(
        f"{url}/api/v1/write",
        data=_snappy(body),
        headers={"Content-Encoding": "snappy", "Content-Type": "application/x-protobuf"},
        timeout=30,
    )
    if not answer.ok:
        raise RuntimeError(f"{answer.status_code}: {answer.text}")


def _series(labels: Mapping[str, str], values: Mapping[int, Value]) -> bytes:
    pairs = (_text(1, name) + _text(2, value) for name, value in sorted(labels.items()))
    written = b"".join(_message(1, pair) for pair in pairs)
    for time, value in values.items():
        if isinstance(value, NativeHistogram):
            written += _message(4, _histogram(value, time))
        else:
            written += _message(2, _double(1, value) + _number(2, time))
    return written


def _histogram(value: NativeHistogram, time: int) -> bytes:
    span = _number(1, _zigzag(value.first)) + _number(2, len(value.counts))
    differences = [
        count - before for before, count in zip([0, *value.counts], value.counts, strict=False)
    ]
    deltas = b"".join(_varint(_zigzag(each)) for each in differences)
    written = _number(1, sum(value.counts)) + _double(3, value.total)
    written += _number(4, _zigzag(value.schema)) + _double(5, 0.0) + _number(6, 0)
    written += _message(11, span) + _message(12, deltas) + _number(15, time)
    bounds = struct.pack(f"<{len(value.bounds)}d", *value.bounds)
    return written + (_message(16, bounds) if bounds else b"")


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def _zigzag(value: int) -> int:
    return value * 2 if value >= 0 else -value * 2 - 1


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _double(field: int, value: float) -> bytes:
    return _varint(field << 3 | 1) + struct.pack("<d", value)


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _message(field, text.encode())


def _snappy(content: bytes) -> bytes:
    """Return the content in snappy's block format, without compression: as a list of literals."""
    parts = [content[at : at + _LONGEST] for at in range(0, len(content), _LONGEST)]
    return _varint(len(content)) + b"".join(bytes([(len(p) - 1) << 2]) + p for p in parts)
