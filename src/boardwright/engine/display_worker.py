"""The worker process in which `DisplayScript` runs the JavaScript engine V8.

The process reads lines of JSON. The first line contains the script, and each later line contains a
request. The process answers a request with the line `{"values": ...}` or `{"error": ...}`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import orjson
from py_mini_racer import JSEvalException, JSPromiseError, MiniRacer

from boardwright.schema.document import Json

_BROWSER = """
globalThis.window = globalThis;
globalThis.navigator = {language: "en-US", languages: ["en-US"], userAgent: "boardwright"};
"""


def answer_requests() -> None:
    """Answer the requests on standard input until it is closed."""
    lines: Iterator[bytes] = iter(sys.stdin.buffer)
    engine = MiniRacer()
    engine.eval(_BROWSER + orjson.loads(next(lines)))
    for line in lines:
        sys.stdout.buffer.write(orjson.dumps(_answer_request(engine, line)) + b"\n")
        sys.stdout.buffer.flush()


def _answer_request(engine: Any, request: bytes) -> Json:
    text = orjson.dumps(request.decode()).decode()
    try:
        return {"values": orjson.loads(engine.eval(f"boardwrightValues({text})").get())}
    except (JSEvalException, JSPromiseError) as error:
        return {"error": _find_error_line(error)}


def _find_error_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return next((line for line in lines if "Error: " in line), lines[0] if lines else "")


if __name__ == "__main__":
    answer_requests()
