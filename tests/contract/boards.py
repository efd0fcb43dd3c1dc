"""Boards to save, and steps that several tests use."""

from __future__ import annotations

from typing import Any

from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.schema.canonical import encode_canonical_json

MESSAGE = "boardwright: contract"


def body(uid: str, title: str = "Contract") -> dict[str, Any]:
    """Return a board with values that are easily lost: numbers, nulls, text in many scripts."""
    panel = {
        "id": 1,
        "type": "timeseries",
        "title": "é 😀 </script> \u2028",
        "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "targets": [{"refId": "A", "expr": 'rate(x{a!="b\\\\"}[5m])'}],
        "fieldConfig": {
            "defaults": {
                "min": 0.0,
                "max": 9007199254740993,
                "decimals": None,
                "custom": {"lineWidth": 0.1, "spanNulls": True},
                "links": [],
                "mappings": [{}, ""],
            },
            "overrides": [],
        },
    }
    tags = ["boardwright:contract", "b", "a"]
    return {"uid": uid, "title": title, "schemaVersion": 41, "tags": tags, "panels": [panel]}


def strict_body(uid: str, title: str = "Contract") -> dict[str, Any]:
    """Return a board that each version of the API accepts."""
    found = body(uid, title)
    found["panels"][0]["fieldConfig"]["defaults"] = {"unit": "s"}
    return found


def declare_board(uid: str, folder: str, title: str = "Contract") -> WantedBoard:
    return WantedBoard(
        uid=uid,
        title=title,
        text=encode_canonical_json(body(uid, title)),
        folder=WantedFolder(uid=folder, path="Contract", parent_uid=None),
        place="dashboards/contract.py:1",
    )
