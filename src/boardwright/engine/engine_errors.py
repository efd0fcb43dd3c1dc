"""Errors of promtool, which evaluates queries with Prometheus's engine, and errors in the series
that a test passes to promtool.

BoardwrightError
├── SeriesError         promtool cannot read the series
├── EngineMissingError  promtool is not installed
└── EngineError         the engine refused a query, or promtool failed
"""

from __future__ import annotations

from boardwright.errors import BoardwrightError


class SeriesError(BoardwrightError):
    """Series that promtool cannot read."""


class EngineMissingError(BoardwrightError):
    """Promtool is not installed."""


class EngineError(BoardwrightError):
    """Prometheus's engine refused a query, or promtool failed."""
