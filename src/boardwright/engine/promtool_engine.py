"""Evaluates queries and rules with promtool, on series that a test declares."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Sequence
from types import TracebackType

from boardwright.engine.engine_errors import EngineError
from boardwright.engine.engine_tests import (
    EngineAlert,
    EngineAlertQuery,
    EngineQuery,
    EngineResult,
    EngineSuite,
    encode_suite,
    read_alerts,
    read_results,
)
from boardwright.engine.promtool_lookup import Promtool
from boardwright.engine.promtool_session import PromtoolSession

_FEATURES = "--enable-feature=promql-experimental-functions"
_FILES_PER_PROCESS = 50
"""The number of test files that one promtool process evaluates.

Each test file needs a file descriptor. Some systems allow only 256 descriptors per process.
"""


class PromtoolEngine:
    """Evaluates queries and rules on series that a test declares.

    Close the engine, or use it in a `with` statement, because the engine keeps a promtool process
    running. Several threads can use one engine. After a fork, the child process starts its own
    promtool process.
    """

    def __init__(self, promtool: Promtool) -> None:
        self.promtool = promtool
        self._session: PromtoolSession | None = None
        self._lock = threading.Lock()
        _ENGINES.add(self)

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
            EngineError: promtool cannot read the series or the rules, failed, or took too long.
        """
        return self.evaluate_rules(suite)[0]

    def evaluate_rules(
        self, suite: EngineSuite
    ) -> tuple[dict[EngineQuery, EngineResult], dict[EngineAlertQuery, tuple[EngineAlert, ...]]]:
        """Return the result of each query, and the firing alerts.

        Raises:
            EngineError: promtool cannot read the series or the rules, failed, or took too long.
        """
        report = self.run(encode_suite(suite))
        results, alerts = read_results(report), read_alerts(report)
        failure = _find_failure(report) if not results and not alerts else ""
        if failure:
            raise EngineError(
                f"promtool: {failure}", where=self.promtool.path, hint=self._suggest_upgrade(suite)
            )
        return (
            {query: results.get(query, ()) for query in suite.queries},
            {query: alerts.get(query, ()) for query in suite.alerts},
        )

    def run(self, content: bytes) -> str:
        """Return promtool's report about a test file.

        Raises:
            EngineError: promtool cannot be started, failed, or took too long.
        """
        with self._lock:
            try:
                return self._evaluate_file(content)
            except BaseException:
                self.close()
                raise

    def _evaluate_file(self, content: bytes) -> str:
        if self._session is None:
            command = (self.promtool.path, *self._list_flags())
            self._session = PromtoolSession(command, _FILES_PER_PROCESS)
        report = self._session.evaluate(content)
        if not self._session.has_files_left:
            self.close()
        return report

    def close(self) -> None:
        """End the promtool process."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def leave_to_parent(self) -> None:
        """Forget the promtool process after a fork, because the parent process still uses it."""
        self._lock = threading.Lock()  # A thread that held the lock does not exist after the fork.
        if self._session is not None:
            self._session.leave_to_parent()
            self._session = None

    def _list_flags(self) -> Sequence[str]:
        return (_FEATURES,) if self.promtool.version >= (3, 0) else ()

    def _suggest_upgrade(self, suite: EngineSuite) -> str | None:
        major, minor = self.promtool.version
        if major < 3 and any(series.has_histograms for series in suite.series):
            return (
                f"Native histograms need promtool 3, but this promtool has version {major}.{minor}."
            )
        return None


def _find_failure(report: str) -> str:
    """Return the error in a report of promtool; empty if promtool evaluated the test file."""
    lines = [line.strip() for line in report.splitlines() if line.strip()]
    if "SUCCESS" in lines or not lines:
        return ""
    return " ".join(line for line in lines if not line.startswith("FAILED"))


_ENGINES: weakref.WeakSet[PromtoolEngine] = weakref.WeakSet()


def _leave_all_to_parent() -> None:
    for engine in _ENGINES:
        engine.leave_to_parent()


os.register_at_fork(after_in_child=_leave_all_to_parent)
