"""Errors of Prometheus's engine and its input.

BoardwrightError
├── SeriesError         series that promtool would not read
├── EngineMissingError  promtool is not installed
└── EngineError         the engine refused a query, or promtool failed
"""

from __future__ import annotations

from boardwright.errors import BoardwrightError


class SeriesError(BoardwrightError):
    """Series that promtool would not read."""


class EngineMissingError(BoardwrightError):
    """Promtool is not installed."""


class EngineError(BoardwrightError):
    """The engine refused a query, or promtool failed."""
