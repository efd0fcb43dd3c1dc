"""Runs the preview's script of values in V8: it transforms, reduces, maps and formats.

The script is the same that draws previews, without the part that draws. V8 comes with the package
mini-racer, which must be closed.
"""

from __future__ import annotations

from typing import Any

import orjson

from boardwright.engine.engine_errors import EngineError, EngineMissingError

_BROWSER = """
globalThis.window = globalThis;
globalThis.navigator = {language: "en-US", languages: ["en-US"], userAgent: "boardwright"};
"""
_SECONDS = 30


class DisplayScript:
    """The script, loaded once.

    Args:
        source: The script.

    Raises:
        EngineMissingError: mini-racer is not installed.
    """

    def __init__(self, source: str) -> None:
        try:
            from py_mini_racer import MiniRacer
        except ModuleNotFoundError:
            raise EngineMissingError(
                "mini-racer is not installed: it runs the script that formats values",
                hint='Install it: pip install "boardwright[test]"',
            ) from None
        self._engine: Any = MiniRacer()
        self._engine.eval(_BROWSER + source)

    def shown_values(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return what a panel shows, as `preview/src/shown/model.ts` describes it.

        Args:
            request: The panel, its results and variables.

        Raises:
            EngineError: The script cannot show the panel.
        """
        from py_mini_racer import JSEvalException, JSPromiseError

        text = orjson.dumps(orjson.dumps(request).decode()).decode()
        try:
            promise = self._engine.eval(f"boardwrightValues({text})")
            found: dict[str, Any] = orjson.loads(promise.get(timeout=_SECONDS))
        except (JSEvalException, JSPromiseError) as error:
            raise EngineError(f"the values cannot be formatted: {_first_line(error)}") from None
        return found

    def close(self) -> None:
        """End V8."""
        self._engine.close()


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return next((line for line in lines if "Error: " in line), lines[0] if lines else "")
