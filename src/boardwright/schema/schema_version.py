"""Versions of the classic dashboard schema.

41 is the newest that Grafana 12.2's `dashboard.grafana.app/v1beta1` takes; later servers take it
too. That API refuses 28 and below, and 42 ("migration from version 42 to 41 failed").
"""

from __future__ import annotations

SCHEMA_VERSION = 41
"""The version that every compiled board has."""
