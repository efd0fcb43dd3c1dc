"""A preview bundle that draws nothing, and functions that read the data in a page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema

from support import ROOT

SCRIPT = 'document.documentElement.dataset.state = "ready"; "</script><!--"'
SCHEMA = json.loads((ROOT / "docs/reference/preview-page.schema.json").read_text())
_MODEL = re.compile(r'<script type="application/json" id="boardwright-page">(.*?)</script>', re.S)


def stub_bundle(folder: Path) -> dict[str, str]:
    """Write a bundle that draws nothing and sets the state `ready`; return the variables for it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "preview.js").write_text(SCRIPT)
    (folder / "preview.css").write_text("body { margin: 0 }")
    return {"BOARDWRIGHT_PREVIEW_BUNDLE": str(folder)}


def model_of(html: str) -> dict[str, Any]:
    """Return the data in a page after validating it with its schema."""
    found = _MODEL.search(html)
    assert found is not None
    model: dict[str, Any] = json.loads(found[1])
    jsonschema.validate(model, SCHEMA)
    return expand(model)


def expand(model: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a page in full: with all times, and with the results of both sides."""
    boards = [model] if model["kind"] == "board" else [model["before"], model["after"]]
    for key, known in model.get("shared", {}).items():
        model["after"]["results"][key] = model["before"]["results"][known]
    for board in filter(None, boards):
        for result in board["results"].values():
            for frame in result["frames"]:
                if times := frame["data"].pop("times", None):
                    end = times["start"] + times["step"] * times["count"]
                    frame["data"]["values"][0] = list(range(times["start"], end, times["step"]))
    return model


def panels_of(model: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return key -> panel for the first selection of variable values."""
    sections = model["selections"][0]["sections"]
    return {panel["key"]: panel for section in sections for panel in section["panels"]}
