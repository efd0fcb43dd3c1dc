"""Errors of promtool, which evaluates queries with Prometheus's engine, and errors in the series
that a test passes to promtool.

BoardwrightError
├── SeriesError         promtool cannot read the series
├── EngineMissingError promtool or mini-racer is not installed └── EngineError the engine refused a
query, or promtool failed
"""

from __future__ import annotations

from boardwright.errors import BoardwrightError


class SeriesError(BoardwrightError):
    """Series that promtool cannot read."""


class EngineMissingError(BoardwrightError):
    """promtool is not installed, or mini-racer, which runs the script of the preview."""


class EngineError(BoardwrightError):
    """Prometheus's engine refused a query, or promtool or the script of the preview failed."""
