"""Errors that occur when boardwright runs promtool or the preview's JavaScript code."""

from __future__ import annotations

from boardwright.errors import BoardwrightError


class SeriesError(BoardwrightError):
    """Raised if promtool cannot read the series that a test declares."""


class EngineMissingError(BoardwrightError):
    """Raised if promtool or the Python package mini-racer is not installed."""


class EngineError(BoardwrightError):
    """Raised if promtool or the preview's JavaScript code fails."""
