"""Hooks of the build: the preview script in the wheel, and a README for the package index."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

BUNDLE = Path("src/boardwright/preview/bundle/preview.js")
SCRIPT = Path("scripts/preview-bundle")
IMAGE = re.compile(r"^!\[.*\]\((?!https:)[^)]*\)\n\n(?:The picture .*\n\n)?", re.MULTILINE)
RELATIVE_LINK = re.compile(r"\[([^\]]+)\]\((?!https:)[^)]*\)")


class PreviewBundle(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the preview script from its sources; a source distribution contains the result."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the script before files are collected, except for an editable install."""
        root = Path(self.root)
        if version == "editable":
            return
        if (root / SCRIPT).exists():
            subprocess.run([root / SCRIPT, sys.prefix], cwd=root, check=False)  # noqa: S603
        if not (root / BUNDLE).exists():
            self.app.display_warning(f"{BUNDLE} is not built: this wheel cannot draw previews")


class IndexReadme(MetadataHookInterface):
    """Removes relative links and pictures from the README: the package index cannot show them.

    The repository has no public address yet, so they cannot be made absolute.
    """

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the README's text."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        text = RELATIVE_LINK.sub(r"\1", IMAGE.sub("", text))
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
