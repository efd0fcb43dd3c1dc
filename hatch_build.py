"""A wheel holds what draws the pages of `boardwright preview`, so that it needs no Node."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = Path("src/boardwright/preview/bundle/preview.js")
SCRIPT = Path("scripts/preview-bundle")


class PreviewBundle(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the bundle where the sources of it are; a source distribution brings it ready-made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle before files are collected; an editable install takes it as it is."""
        root = Path(self.root)
        if version == "editable":
            return
        if (root / SCRIPT).exists():
            subprocess.run([root / SCRIPT, sys.prefix], cwd=root, check=False)  # noqa: S603
        if not (root / BUNDLE).exists():
            self.app.display_warning(f"{BUNDLE} is not built: this wheel cannot draw previews")
