"""Runs promtool; the next process starts before it is needed.

A process needs most of its time to start. It then waits for its test file on standard input.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from types import TracebackType

from boardwright.engine.engine_errors import EngineError
from boardwright.engine.engine_tests import (
    EngineAlert,
    EngineAlertQuery,
    EngineQuery,
    EngineResult,
    EngineSuite,
    read_alerts,
    read_results,
    suite_text,
)
from boardwright.engine.promtool_lookup import Promtool

_FEATURES = "--enable-feature=promql-experimental-functions"
_SECONDS = 120
_Process = subprocess.Popen[str]


class PromtoolEngine:
    """Evaluates queries over made-up series.

    Close it, or use it in a `with` statement: a process waits in reserve.
    """

    def __init__(self, promtool: Promtool) -> None:
        self.promtool = promtool
        self._waiting: _Process | None = None

    def __enter__(self) -> PromtoolEngine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def evaluate(self, suite: EngineSuite) -> dict[EngineQuery, EngineResult]:
        """Return the result of each query.

        Raises:
            EngineError: Promtool refused the series or the rules, or did not end in time.
        """
        return self.evaluate_rules(suite)[0]

    def evaluate_rules(
        self, suite: EngineSuite
    ) -> tuple[dict[EngineQuery, EngineResult], dict[EngineAlertQuery, tuple[EngineAlert, ...]]]:
        """Return the result of each query, and the alerts that fire.

        Raises:
            EngineError: Promtool refused the series or the rules, or did not end in time.
        """
        report = self.run(suite_text(suite))
        results, alerts = read_results(report), read_alerts(report)
        failure = _failure_of(report) if not results and not alerts else ""
        if failure:
            raise EngineError(
                f"promtool: {failure}", where=self.promtool.path, hint=self._advice(suite)
            )
        return (
            {query: results.get(query, ()) for query in suite.queries},
            {query: alerts.get(query, ()) for query in suite.alerts},
        )

    def run(self, content: bytes) -> str:
        """Return the report of promtool about a test file.

        Raises:
            EngineError: It did not end in time, or was killed.
        """
        process = self._waiting or self._start()
        self._waiting = None
        try:
            output, errors = process.communicate(content.decode(), timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise EngineError(
                f"promtool did not end within {_SECONDS} s", hint="Use fewer series or times."
            ) from None
        self._waiting = self._start()
        if process.returncode not in {0, 1}:
            raise EngineError(f"promtool ended with {process.returncode}: {errors.strip()[-500:]}")
        return output + errors

    def close(self) -> None:
        """End the process that waits."""
        if self._waiting is not None:
            self._waiting.kill()
            self._waiting.communicate()
            self._waiting = None

    def _start(self) -> _Process:
        command = [self.promtool.path, *self._flags(), "test", "rules", "/dev/stdin"]
        try:
            return subprocess.Popen(  # noqa: S603 - the user's own program
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            raise EngineError(
                f"cannot be run: {error.strerror}", where=self.promtool.path
            ) from None

    def _flags(self) -> Sequence[str]:
        return (_FEATURES,) if self.promtool.version >= (3, 0) else ()

    def _advice(self, suite: EngineSuite) -> str | None:
        major, minor = self.promtool.version
        if major < 3 and any(each.has_histograms for each in suite.series):
            return f"Native histograms need promtool 3; this one is {major}.{minor}."
        return None


def _failure_of(report: str) -> str:
    """Return why promtool could not run the tests; empty where it ran them."""
    lines = [line.strip() for line in report.splitlines() if line.strip()]
    if "SUCCESS" in lines or not lines:
        return ""
    return " ".join(line for line in lines if not line.startswith(("Unit Testing", "FAILED")))
