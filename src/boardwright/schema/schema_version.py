"""The version numbers of the classic dashboard schema that boardwright uses.

Version 41 is the newest version that the API `dashboard.grafana.app/v1beta1` of Grafana 12.2
accepts. Later Grafana versions accept version 41 too. The API rejects versions up to 28. The API of
Grafana 12.2 also rejects version 42 ("migration from version 42 to 41 failed").
"""

from __future__ import annotations

SCHEMA_VERSION = 41
"""The `schemaVersion` of every compiled board."""
